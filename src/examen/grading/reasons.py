"""Why an idea was found or not, in a teacher's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from examen.messages import _, marked
from examen.model.grade import Evidence, FindingStatus, Recognised, Way
from examen.model.recognition import StructureKind

_LONGEST_QUOTE = 140
_MOST_ALTERNATIVES = 4


def short(text: str) -> str:
    """The text on one line, cut where it is too long to quote."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1].rstrip() + "…"


def _first(alternatives: Sequence[str]) -> str:
    """The first few alternatives of a group, enough to know what is meant."""
    shown = " / ".join(alternatives[:_MOST_ALTERNATIVES])
    return shown if len(alternatives) <= _MOST_ALTERNATIVES else f"{shown}…"


_SHAPES = {
    StructureKind.TABLE: marked("a table"),
    StructureKind.LIST: marked("a list"),
    StructureKind.INTRODUCTION: marked("an introduction"),
    StructureKind.CONCLUSION: marked("a conclusion"),
    StructureKind.PLAN: marked("a plan that shows"),
    StructureKind.SENDER: marked("the sender"),
    StructureKind.RECIPIENT: marked("the recipient"),
    StructureKind.SUBJECT_LINE: marked("a subject line"),
    StructureKind.SALUTATION: marked("a salutation"),
    StructureKind.SIGNATURE: marked("a signature"),
    StructureKind.LINK: marked("a link"),
    StructureKind.EXAMPLES: marked("an example"),
    StructureKind.LENGTH: marked("a developed answer"),
}


def shape(kind: StructureKind) -> str:
    """What a part of the answer's shape is called."""
    return _(_SHAPES[kind])


_WAYS = {
    Way.EXACT: marked("“{written}”"),
    Way.FORM: marked("“{written}” ({phrase})"),
    Way.SPELLING: marked("“{written}” (for “{phrase}”, spelling corrected)"),
    Way.SHORTHAND: marked("“{written}” (abbreviation of “{phrase}”)"),
    Way.FAMILY: marked("“{written}” (same family as “{phrase}”)"),
    Way.SYNONYM: marked("“{written}” (synonym of “{phrase}” in the lexicon)"),
    Way.ACRONYM: marked("“{written}” (for “{phrase}”, acronym of the lexicon)"),
    Way.NUMBER: marked("“{written}” (expected value: {phrase})"),
    Way.FORMULA: marked("the formula “{written}” (that is {phrase})"),
    Way.PATTERN: marked("“{written}”"),
    Way.SHAPE: marked("{phrase}"),
}


def word(recognised: Recognised) -> str:
    """How one word or expression of a phrasing was recognised."""
    phrase, written = recognised.phrase, recognised.written
    if recognised.way is Way.NUMBER and written.replace(" ", "").lstrip("+") == phrase:
        return _(_WAYS[Way.EXACT]).format(written=written)  # "+ 12" needs no "12"
    if recognised.read:
        written = _("{written}” read as “{read}").format(written=written, read=recognised.read)
    return _(_WAYS[recognised.way]).format(phrase=phrase, written=written)


def words(how: Iterable[Recognised]) -> str:
    """How all words of a phrasing were recognised."""
    return " + ".join(map(word, how))


def found(how: Iterable[Recognised]) -> str:
    """The idea was recognised by this match."""
    return _("Recognised by: {how}.").format(how=words(how))


def doubtful(how: Iterable[Recognised]) -> str:
    """The match is too weak to decide."""
    return _("Perhaps recognised by: {how}; to be read by a person.").format(how=words(how))


def denied(evidence: Evidence) -> str:
    """The passage says the contrary of the idea."""
    return _("The passage denies it: “{quote}”.").format(quote=short(evidence.quote))


def contradicted(evidence: Evidence) -> str:
    """A wrong statement cancels the idea."""
    return _("Cancelled by a wrong statement: “{quote}”.").format(quote=short(evidence.quote))


def disputed() -> str:
    """The answer says the idea and its contrary."""
    return _("The answer says it and its contrary; to be read by a person.")


def taken_back(evidence: Evidence) -> str:
    """The answer says it, then the contrary in other words."""
    return _("Said, then taken back: “{quote}”; to be read by a person.").format(
        quote=short(evidence.quote)
    )


def incoherent() -> str:
    """An idea said in an answer that says the contrary of others."""
    return _("Said, but the answer says the contrary of several ideas; to be read by a person.")


def nearest(quote: str, *, cut: tuple[bool, bool], lacking: Sequence[Sequence[str]]) -> str:
    """The passage that comes nearest, and what it lacks.

    Args:
        quote: the passage.
        cut: whether the sentence goes on before it and after it.
        lacking: for each part that is lacking, the words that would say it.
    """
    quote = f"{'…' if cut[0] else ''}{quote}{'…' if cut[1] else ''}"
    if not lacking:
        return _("Nearest passage: “{quote}”.").format(quote=quote)
    parts = [_("“{words}”").format(words=_first(words)) for words in lacking]
    return _("Nearest passage: “{quote}”; it lacks {lacking}.").format(
        quote=quote, lacking=_(" and ").join(parts)
    )


def near_number(quote: str, value: str) -> str:
    """Another number stands where one is expected."""
    return _("“{quote}” where {value} is expected.").format(quote=quote, value=value)


def nothing_near() -> str:
    """No passage comes near."""
    return _("Nothing in the answer comes near this idea.")


def blank() -> str:
    """There is no answer."""
    return _("No answer.")


def requirement_missing(lacking: Iterable[Iterable[str]]) -> str:
    """The idea was said but what it must rest on was not found: one of each alternatives."""
    message = _("Said, but it counts only if the answer also says: {ideas}.")
    return message.format(ideas=_either(lacking))


def requirement_unsure(lacking: Iterable[Iterable[str]]) -> str:
    """The idea was said and what it must rest on is unsure."""
    message = _("Said, but it rests on what is to be checked: {ideas}.")
    return message.format(ideas=_either(lacking))


def _either(lacking: Iterable[Iterable[str]]) -> str:
    quoted = [
        _(" or ").join(_("“{words}”").format(words=says.removesuffix(".")) for says in alternatives)
        for alternatives in lacking
    ]
    return _("; ").join(quoted)


def justified(idea: Iterable[Recognised], proof: Iterable[Recognised]) -> str:
    """An idea named with its justification."""
    message = _("Named: {idea}; justified: {proof}.")
    return message.format(idea=words(idea), proof=words(proof))


def named_only(idea: Iterable[Recognised]) -> str:
    """An idea named without its justification."""
    return _("Named: {idea}; no justification beside it.").format(idea=words(idea))


def open_list() -> str:
    """Passages that match nothing may be an idea that the list does not hold."""
    return _("Matches no expected idea; a person says whether it is another pertinent one.")


def open_counts() -> str:
    """Passages that fit an open list count until a person says otherwise."""
    return _("Matches no expected idea but fits the open list; counts unless a person refuses it.")


def nothing_else() -> str:
    """No passage is left for the open list."""
    return _("No other passage to consider.")


def outdated(note: str | None) -> str:
    """The idea was right once; the law has changed."""
    return " ".join(filter(None, (_("No longer right at the date of the exam."), note)))


def holistic() -> str:
    """A person chooses the level."""
    return _("A person chooses the level from the descriptors.")


def misspelt(count: int, words: int) -> str:
    """How many words no dictionary has."""
    return _("{count} misspelt words in {words}; agreement is for a person to judge.").format(
        count=count, words=words
    )


def not_marked() -> str:
    """The candidate has an accommodation."""
    return _("Not marked: accommodation granted to the candidate.")


def penalised() -> str:
    """A wrong statement that costs points."""
    return _("Wrong statement: costs points.")


def learned(status: FindingStatus, reason: str, copies: int) -> str:
    """Marked copies teach to see an idea otherwise than the engine alone does."""
    texts = {
        FindingStatus.FOUND: _("Held for said, by {count} marked copies. {reason}"),
        FindingStatus.UNSURE: _("Unsure by {count} marked copies, to be read. {reason}"),
        FindingStatus.MISSING: _("Held for not said, by {count} marked copies. {reason}"),
    }
    return texts[status].format(count=copies, reason=reason)


def adjusted(copies: int, points: str, *, unsure: bool) -> str:
    """Marked copies teach what such an answer is worth."""
    text = (
        _("By {count} marked copies, such an answer is worth about {points} points; to be read.")
        if unsure
        else _("By {count} marked copies, such an answer is worth {points} points.")
    )
    return text.format(count=copies, points=points)


def said_elsewhere(evidence: Evidence) -> str:
    """The answer sends the reader to another one, which says it."""
    return _("Said in the answer referred to: “{quote}”; to be read by a person.").format(
        quote=short(evidence.quote)
    )


def elsewhere() -> str:
    """The answer sends the reader to another one."""
    return _("The answer refers to another one; a person looks there.")
