"""Examples: what an answer names to make its point."""

from __future__ import annotations

import re

from examen.language.structure.page import Page, Span

_CUE = re.compile(
    r"(?<![a-z])(?:(?:(?:par|comme) exemples?|for (?:exemples?|example|instance)|such as|e\.g\.?|"
    r"p\.? ?ex\.?|ex ?:|exemples? ?:|"
    r"notamment(?= (?:un|une|le|la|les|l'|des|avec|chez|dans|pour|par|lors))|"
    r"tel(?:le)?s? que|a l'(?:image|instar) d[eu']|c'est (?:ce que fait|le cas)|comme chez|"
    r"(?:prenons|citons)|on peut citer|genre|genr|je pense (?:a|aux?))(?![a-z])"
    r"|(?:un |l')exemple (?:concret|est|serait|de|d'|connu|typique))"
)
# Firms and services that candidates name; a name after "comme" or "chez" need not be known.
_KNOWN = re.compile(
    r"(?<![a-z0-9])(?:airbnb|aldi|allianz|amazon|auchan|axa|back ?market|blablacar|boursorama|"
    r"bouygues|burger king|carrefour|cdiscount|chatgpt|credit agricole|credit mutuel|darty|"
    r"decathlon|deliveroo|doctolib|easyjet|edf|facebook|fnac|google|h&m|hello ?bank|ikea|"
    r"instagram|intermarche|la poste|la redoute|leboncoin|leclerc|leroy merlin|lidl|linkedin|lvmh|"
    r"maaf|macif|maif|matmut|mc ?do(?:nald'?s?)?|microsoft|monoprix|n26|netflix|norauto|ouibus|"
    r"paypal|ratp|renault|revolut|samsung|sephora|sfr|showroomprive|sncf|spotify|starbucks|"
    r"super u|tesla|tiktok|twitter|uber(?: ?eats)?|vinted|whatsapp|yves rocher|youtube|zalando|"
    r"zara)(?![a-z0-9])"
)
# These are common words too, unless a capital says otherwise.
_KNOWN_BY_CAPITAL = re.compile(
    r"(?<=[a-zà-ÿ,:] )(?:Apple|Booking|Boulanger|Free|Meta|Nike|Orange|Picard|Total)(?!\w)"
)
_LIVED = re.compile(
    r"(?<![a-z])(?:dans mon (?:entreprise|stage|village|magasin|quartier|agence|alternance)|"
    r"dans ma (?:ville|banque|boite)|(?:pendant|lors de|durant|en) (?:mon |mes )?"
    r"(?:stages?|alternance|apprentissage)|je suis en (?:alternance|stage)|"
    r"j'ai (?:fait mon stage|travaille|deja|moi-meme))(?![a-z])"
)
_NAMED = re.compile(
    r"(?<!\w)(?:[Cc]omme (?:celles? d[eu']|ceux d[eu']|celui d[eu'])?|[Cc]hez |[Cc]omme chez )"
    r" ?(?:l'|la |le |les |d')?(?P<name>[A-ZÀ-Ý][\w&'-]{2,30}(?: [A-ZÀ-Ý][\w&'-]{1,30}){0,2})"
)
_DENIED = re.compile(r"(?<![a-z])(?:sans|pas d'|aucun|pas de|manque d'|donner un|trouver un) ?$")
_CLAUSE_END = re.compile(r"[.;!?\n]")
_LONGEST = 160


def examples(page: Page, least: int | None) -> list[Span]:
    """The clauses that give an example, if there are `least` (one)."""
    starts = [match.span() for match in _CUE.finditer(page.flat) if not _denied(page, match)]
    starts += [match.span() for way in (_KNOWN, _LIVED) for match in way.finditer(page.flat)]
    starts += [match.span() for match in _KNOWN_BY_CAPITAL.finditer(page.text)]
    if page.text.upper() != page.text:
        starts += [match.span() for match in _NAMED.finditer(page.text)]
    found: list[Span] = []
    for start, end in sorted(starts):
        if found and start < found[-1][1]:
            continue
        last = _clause_end(page, start, end)
        if page.flat[end:last].strip(" :,") or not _CUE.fullmatch(page.flat, start, end):
            found.append((start, last))
    return found if len(found) >= (least or 1) else []


def _denied(page: Page, match: re.Match[str]) -> bool:
    return bool(_DENIED.search(page.flat, max(0, match.start() - 15), match.start()))


def _clause_end(page: Page, start: int, end: int) -> int:
    """Where the clause from `start` ends, after `end` and not too far away."""
    longest = max(end, start + _LONGEST)
    stop = _CLAUSE_END.search(page.flat, end, longest)
    if stop:
        return stop.start()
    if longest >= len(page.flat):
        return len(page.flat)
    return max(end, page.flat.rfind(" ", start, longest))
