"""Sentences that speak to whoever marks, a person or a program, and not of the question.

They ask for points, give orders to the marker, or tell what the answer is about instead of
answering. French and English are looked for alike: an order in the wrong language is still one.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from examen.language.cues import Cues
from examen.language.reading import Reading, Unit
from examen.language.words import fold

# Signs are looked for in one sentence in lower case without accents. What may stand between two
# words of a sign is bounded, so that the search costs in proportion to the text.
_MARKER = re.compile(
    r"\b(?:correct(?:eur|rice)s?(?! (?:orthograph|de (?:teint|posture)))|examinat(?:eur|rice)s?"
    r"|jury|correction automatique|logiciel de correction"
    r"|(?:marking|grading) (?:system|software)|grader|marker|examiner|assessor)s?\b"
)
_ALL_POINTS = re.compile(
    r"\b(?:(?:tous|toutes) (?:les|mes|ses) points"
    r"|(?:totalite|total|maximum|ensemble) (?:de mes|de|des) points|toute la note"
    r"|note maxim(?:ale|um)|le maximum(?! d)|points? (?:pour|de|a) (?:cette|la) question"
    r"|full (?:marks?|points|credit)|(?:all|maximum) (?:of )?(?:the )?(?:marks?|points)"
    r"|(?:top|maximum) (?:marks?|score|grade)"
    r"|(?P<n>\d{1,3})(?: ?/ ?| sur | out of )(?P=n))\b"
)
_POINTS = re.compile(r"\b(?:points?|notes?|marks?|scores?|\d{1,3} ?/ ?\d{1,3})\b")
_GIVE = re.compile(
    r"\b(?:(?:donn|mett|attribu|valid|compt|octroy|merit|grad|award|grant|assign|deserv)\w*|mets?"
    r"|accord(?:e\w*|ons)|doi(?:t|vent)|give|should|must)\b"
)
_OWN = re.compile(
    r"\b(?:(?:donne|donnez|mets|mettez|accorde|accordez|attribuez?|comptez?)[ -](?:les[ -])?moi"
    r"|(?:ma|cette|la presente) copie|(?:ma|cette) reponse|mon travail|je merite|j'ai merite"
    r"|(?:give|award|grant) me|(?:my|this) (?:answer|paper|work|script|candidate|student|response)"
    r"|i deserve)\b"
)
# All of these, in any order, or one of those.
_TOGETHER = ((_MARKER, _GIVE, _POINTS), (_MARKER, _ALL_POINTS), (_OWN, _ALL_POINTS))
_ALONE = tuple(
    re.compile(sign)
    for sign in (
        # Orders.
        (
            r"\b(?:ignore[rz]?|oublie[rz]?(?! pas)|ne (?:tiens|tenez) pas compte|disregard|forget"
            r"|override)\b.{0,30}\b(?:consignes|instructions?|directives|bareme|prompts?|rubric"
            r"|guidelines)\b.{0,20}\b(?:precedent|ci-dessus|anterieur|de correction|de notation)"
        ),
        (
            r"\b(?:ignore|disregard|forget|override)\b.{0,20}\b(?:all|any|previous|prior|above)\b.{0,20}"
            r"\b(?:instructions?|rules|prompts?|guidelines|rubric)\b"
        ),
        r"\bignore[rz]? (?:le bareme|toutes? (?:les )?(?:consignes|instructions))\b",
        (
            r"\b(?:tu es|vous etes|you are|agis comme|act as) (?:maintenant |now )?"
            r"(?:une?|le|la|an?|the) (?:correct|examinat|grader|marker|examiner)"
        ),
        r"<\|?(?:im_start|system|assistant)\|?>|\[/?(?:system|inst|sys)\]|<<sys>>",
        # What the answer is about, instead of an answer.
        (
            r"\bje (?:sais|me doute|devine|me rappelle|me souviens)\b.{0,20}"
            r"\b(?:la (?:bonne )?reponse(?! (?:du|de|des|d'))|le corrige|le bareme)\b.{0,20}"
            r"\b(?:parle|porte|concerne|tourne|evoque|a voir|a trait|rapport|attend|demande)"
        ),
        r"\bje (?:sais|devine|suppose|me doute) qu(?:e |')(?:vous attend|on attend|il fallait)",
        r"\b(?:reponse|mots?[ -]cles?|idees?) attendue?s? (?:est|sont|etai(?:en)?t|du bareme)\b",
        r"\bi know (?:that )?the answer (?:is about|mentions|talks|has to do)\b",
        r"\bthe (?:expected answer|(?:expected )?key ?words?) (?:is|are|was|were)\b",
    )
)


def _cues(pattern: str) -> Cues:
    search = re.compile(pattern).search
    return Cues(lambda word: search(fold(word)))


# Words without which no sign stands in a text: few answers hold any.
_CUES = _cues(
    r"\b(?:correct|examin(?:at|er)|jury|(?:mark|grad)(?:ing|er)|assessor"
    r"|consigne|instruction|directive|bareme|prompt|rubric|guideline|rules"
    r"|(?:sais|doute|devine|rappelle|souviens|suppose)\b|attendue?s?\b|know\b|expected|key"
    r"|(?:system|assistant|developer|inst|sys)\b)|im_start"
)
_OWN_CUES = _cues(r"\b(?:moi|copie|reponse|travail|merite|me|my|this|deserve)\b")
_POINT_CUES = _cues(r"\b(?:points?|note|maximum|full|marks?|top|\d{1,3})\b")
_ROLE = re.compile(r"\W{0,4}(?:SYSTEM|System|system|ASSISTANT|DEVELOPER|PROMPT)\W{0,4}:")


def addressed(reading: Reading, topics: Container[str] = ()) -> Iterator[Unit]:
    """The units that speak to whoever marks, and those that such a one introduces.

    Args:
        reading: the answer.
        topics: folded words of the case; where it has a jury, a jury is no marker.
    """
    if not _is_hinted(reading.text):
        return
    spoken: set[int] = set()
    in_a_role = -1  # a line that begins "SYSTEM:" goes on in this voice
    for unit in reading.units:
        if not unit.tokens:
            continue
        sentence = reading.text[unit.start : unit.end]
        if _ROLE.match(sentence):
            in_a_role = unit.line
        introduced = bool(unit.context) and unit.context[0] in spoken
        if introduced or unit.line == in_a_role or _speaks_to_a_marker(sentence, topics):
            spoken.update(unit.tokens)
            yield unit


def _is_hinted(text: str) -> bool:
    """Whether a text holds what some sign cannot do without."""
    words = frozenset(text.split())
    return _CUES.among(words) or (_OWN_CUES.among(words) and _POINT_CUES.among(words))


def _speaks_to_a_marker(text: str, topics: Container[str]) -> bool:
    if not _is_hinted(text):
        return False
    sentence = fold(text)
    if any(sign.search(sentence) for sign in _ALONE):
        return True
    marker = _MARKER.search(sentence)
    others = marker is not None and marker.group().rstrip("s") in topics
    return any(
        all(sign.search(sentence) for sign in signs)
        for signs in _TOGETHER
        if not (others and signs[0] is _MARKER)
    )
