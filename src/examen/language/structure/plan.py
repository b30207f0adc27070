"""The plan of an essay: announced, headed, or shown by how its paragraphs open."""

from __future__ import annotations

import re
from itertools import pairwise

from examen.language.structure.page import Line, Page, Span

_ANNOUNCES = (
    r"(?:(?<![a-z])(?:nous|on|je)(?! ne) (?:[a-z]+ ){0,2}?(?:verr|etudi|evoqu|analys|montr|abord|"
    r"present|expliqu|expos|examin|trait|voir)[a-z]*"
    r"|(?<![a-z])(?:we|i) (?:will|shall)(?: look| see| discuss| study| examine| consider)?)"
)
_FIRST = (
    r"(?:dans un premier (?:temps|point)|dans une premiere partie|tout d'abord|d'abord|"
    r"premierement|d'une part|en premier lieu|en premier|les|que|ses|des|"
    r"first|at the)"
)
_SECOND = (
    r"(?:dans un (?:second|deuxieme) (?:temps|point)|dans une (?:seconde|deuxieme) partie|puis|"
    r"ensuite|deuxiemement|d'autre part|en second lieu|avant (?:de|d')|enfin|mais aussi|"
    r"then|second(?:ly)?)"
)
_THEN = rf"[^.!?\n]{{1,200}}?(?<![a-z]){_SECOND}(?![a-z])"
_ANNOUNCEMENT = re.compile(
    rf"{_ANNOUNCES} [^.!?\n]{{0,160}}?{_FIRST}(?![a-z]){_THEN}"
    rf"|(?<![a-z]){_FIRST}(?![a-z])[^.!?\n]{{0,60}}?{_ANNOUNCES}{_THEN}"
)
_NUMBERED = re.compile(
    r"(?:(?:partie|part|axe) (?P<part>\d|[ivx]+)|(?:1|2|3)(?:ere?|e|eme|nde?) partie"
    r"|(?:premiere|deuxieme|seconde|troisieme) partie"
    r"|(?P<number>[ivx]{1,4}|\d|[a-d])(?: ?[.)/:–-]+|°)(?= ?\S))"
)
_NO_PART = re.compile(
    r"(?:(?:[ivx]{1,4}|\d|[a-d])[.)°/ –-]+)?(?:introduction|intro|conclusion|ccl|plan|sommaire)"
    r"(?![a-z])"
)
_SIDES = re.compile(
    r"(?:(?:les?|des?|l'|ce qu[e'] ?(?:on|nous|l'on)) ?)?(?:y )?"
    r"(?:(?:bons? |mauvais |principa(?:l|ux) )?(?:gain|perte|avantage|inconvenient|atout|limite|"
    r"risque|benefice|danger|enjeu|opportunite|menace|point|aspect|cote|interet|force|faiblesse|"
    r"pour|contre|frein|gagne|laisse|perd|pain point))"
)
_SIDE_OPENS = re.compile(
    r"(?:du )?(?:cote|point|aspect)s? (?:positif|negatif)s?|le (?:bon|mauvais) cote"
    r"|(?:les|ses|des) (?:principaux )?(?:avantages|inconvenients|gains|pertes|atouts|limites|"
    r"points (?:positifs|negatifs))"
    r"|s'agissant d|concernant l|pour ce qui (?:est|concerne)|quant aux? |en ce qui concerne"
    r"|du point de vue|au niveau d|d'un cote|de l'autre"
)
_OPENS_FIRST = re.compile(
    r"tout d'abord|d'abord|premierement|d'une part|dans un premier temps|en premier lieu|first"
)
_TURNS = re.compile(
    r"(?:mais|me|cependant|toutefois|neanmoins|pourtant|en revanche|par contre|a l'inverse|"
    r"a l'oppose|au contraire|d'autre part|dans un (?:second|deuxieme) temps|en second lieu|"
    r"malgre|but|however|en contrepartie|inversement|pour autant|"
    r"il (?:faut|ne faut pas) (?:quand meme|toutefois|cependant|neanmoins))(?![a-z])"
)
_SENTENCE_OPENS = r"(?:^|[.!?\n])\s{0,3}"
_PAIRS = (
    (r"d'une part(?![a-z])", r"d'autre part(?![a-z])"),
    (r"dans un premier temps", r"dans un (?:second|deuxieme) temps"),
    (r"(?:du )?(?:cote|point) positif", r"(?:du )?(?:cote|point) negatif"),
    (r"les (?:avantages|gains)(?![a-z])", r"les (?:inconvenients|pertes|limites)(?![a-z])"),
)
_CLAUSE_END = re.compile(r"[,.;:!?\n]")
_USUAL_PARTS = 2
_FEWEST_SPACES = 4  # in a sentence that makes a part


def plan(page: Page, least: int | None) -> list[Span]:
    """What shows at least `least` parts (two): a sentence, or the headings or openings of parts."""
    wanted = least or _USUAL_PARTS
    paragraphs = page.paragraphs()
    for ways in (_headings(page), _openings(paragraphs), _pair(page)):
        if len(ways) >= max(wanted, 2):
            return ways
    announcement = _ANNOUNCEMENT.search(page.flat) if wanted == _USUAL_PARTS else None
    if announcement and len(paragraphs) > 1:
        return [page.sentence(announcement.start())]
    return []


def _headings(page: Page) -> list[Span]:
    """The headings of parts: numbered, or naming sides; each has text under it."""
    lines = [line for line in page.lines if line.flat]
    numbered: list[Span] = []
    sides: list[Span] = []
    for line, below in pairwise(lines):
        if not line.is_heading or _NO_PART.match(line.flat) or "|" in line.flat:
            continue
        if below.words <= line.words and _NUMBERED.match(below.flat):
            continue
        if _NUMBERED.match(line.flat):
            numbered.append((line.start, line.end))
        elif _SIDES.match(line.flat) and not below.is_heading:
            sides.append((line.start, line.end))
    return numbered if len(numbered) >= len(sides) else sides


def _openings(paragraphs: list[Line]) -> list[Span]:
    """How the paragraphs of a body open, where one turns against those before it."""
    body = paragraphs[1:] if len(paragraphs) > 2 else paragraphs
    sides = [(block, match) for block in body if (match := _SIDE_OPENS.match(block.flat))]
    if len(sides) > 1:
        return [_opening(block, match.end()) for block, match in sides]
    turn = next(
        (
            (block, match)
            for block in body[1:]
            if not block.is_bullet and (match := _TURNS.match(block.flat))
        ),
        None,
    )
    if turn is None:
        return []
    first = body[0]
    match = _OPENS_FIRST.match(first.flat)
    return [_opening(first, match.end() if match else 0), _opening(turn[0], turn[1].end())]


def _pair(page: Page) -> list[Span]:
    """Two sentences that open with the halves of a pair, in an answer of a single paragraph."""
    for first, second in _PAIRS:
        one = re.search(_SENTENCE_OPENS + first, page.flat)
        other = one and re.compile(_SENTENCE_OPENS + second).search(page.flat, one.end())
        if one and other:
            halves = [page.sentence(one.end()), page.sentence(other.end())]
            if all(page.text.count(" ", *half) >= _FEWEST_SPACES for half in halves):
                return halves
    return []


def _opening(block: Line, least: int) -> Span:
    """The first clause of a paragraph, and at least its first `least` characters."""
    stop = _CLAUSE_END.search(block.flat, max(least, 12) + 1)
    return block.start, block.start + min(stop.start() if stop else len(block.flat), 90)
