"""The header fields of an e-mail or a letter: sender, recipient, subject line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from examen.language.structure.page import Page, Span

_MESSAGE = (
    r"(?: d[eu'] ?(?:l'|la |le |votre |mon )?"
    r"(?:e-?mail(?:ing)?|mail|mel|courriel|message|courrier|lettre))?"
)
_LABELS = {
    "sender": r"(?:nom |adresse )?(?:de )?(?:l')?(?:expediteur|emetteur)|envoye par|from",
    "from": r"de(?: la part de)?",
    "recipient": r"(?:nom |adresse )?(?:du |le )?(?:destinataires?|recepteurs?)|dest|to",
    "to": r"a|pour",
    "subject": rf"(?:ligne d'|l'|titre / )?obj(?:et|ect)?{_MESSAGE}|sujet{_MESSAGE}|subject",
}
_LABEL = re.compile(
    r"(?P<before>^|[/|;,(>•–-][ \t]*|[ \t])(?P<label>"
    + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _LABELS.items())
    + r")(?:[ \t]*\([^)\n]{0,40}\))?[ \t]*(?::|[|\t]|(?<=[tr] )[–-] )[ \t]*"
)
# A field that says what it ought to hold, or that it holds nothing, is not filled in.
_NOT_FILLED = re.compile(
    r"[^a-z0-9]*(?:(?:aucune?|neant|vide|rien|inconnue?|non |sans |pas d|a (?:definir|completer|"
    r"remplir|preciser)|(?:il |elle )?(?:doit|devra|devrait|faut|faudra)(?![a-z])|x{2,}|n/a|"
    r"accrocheur|percutant|court|clair)(?![a-z])[^\n]*)?",
)
_GREETING = re.compile(r"(?:bonjour|bonsoir|salut|hello|madame|monsieur|chers?|cheres?)(?![a-z])")
_GREETING_LATER = re.compile(rf"(?:(?<=[.!?]) |[ ]?[/|–-]+ ?)(?={_GREETING.pattern})")
_WEAK = {"from": "sender", "to": "recipient"}


@dataclass(frozen=True, slots=True)
class _Field:
    kind: str
    weak: bool
    start: int
    end: int


def sender(page: Page, least: int | None) -> list[Span]:  # noqa: ARG001
    """`De : Groupama`, `Expéditeur : …`."""
    return _spans(page, "sender")


def recipient(page: Page, least: int | None) -> list[Span]:  # noqa: ARG001
    """`À : Madame Garnier`, `Destinataire : …`, `À l'attention de …`."""
    return _spans(page, "recipient") or [
        (line.start, line.end)
        for line in page.lines
        if re.match(r"a l'attention d[eu'] ?\w", line.flat)
    ]


def subject_line(page: Page, least: int | None) -> list[Span]:  # noqa: ARG001
    """`Objet : deux mois offerts`."""
    return _spans(page, "subject")


def _spans(page: Page, kind: str) -> list[Span]:
    """The filled fields of the kind; `A :` and `De :` alone may be anything and need company."""
    fields = _fields(page)
    kinds = {each.kind for each in fields}
    greeted = any(_GREETING.match(line.flat) for line in page.lines)
    return [
        (each.start, each.end)
        for each in fields
        if each.kind == kind
        and (not each.weak or len(kinds) > 1 or greeted)
        and not _NOT_FILLED.fullmatch(page.flat[_value_start(page, each) : each.end])
    ]


def _value_start(page: Page, each: _Field) -> int:
    match = _LABEL.match(page.flat[each.start : each.end])
    return each.start + match.end() if match else each.start


@lru_cache(maxsize=4)  # three kinds of them are looked for on one page
def _fields(page: Page) -> list[_Field]:
    """Every header field; several may stand on one line, the first at its start."""
    fields = []
    for number, line in enumerate(page.lines):
        labels = _labels(line.flat)
        ends = [match.start("before") for match in labels[1:]]
        ends += [len(line.flat)] * (len(labels) > 0)
        for match, end in zip(labels, ends, strict=True):
            name = next(kind for kind in _LABELS if match[kind])
            greeting = _GREETING_LATER.search(line.flat, match.end(), end)
            stop = line.start + (greeting.start() if greeting else end)
            if match.end() >= end and number + 1 < len(page.lines):
                stop = _next_line(page, number) or stop  # the value stands on the next line
            start = line.start + match.start("label")
            value = page.text[start:stop].rstrip(" \t/|;,–-")
            kind, weak = _WEAK.get(name, name), name in _WEAK
            fields.append(_Field(kind, weak, start, start + len(value)))
    return fields


def _labels(line: str) -> list[re.Match[str]]:
    """The labels of a line; only a separator or another label lets one stand inside the line."""
    labels: list[re.Match[str]] = []
    for match in _LABEL.finditer(line):
        if labels or not match["before"] or match["before"].strip():
            labels.append(match)
    return labels


def _next_line(page: Page, number: int) -> int | None:
    line = page.lines[number + 1]
    if not line.flat or _LABEL.match(line.flat) or _GREETING.match(line.flat):
        return None
    return line.end
