"""What else an e-mail or a letter holds: salutation, signature, links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from examen.language.structure.page import Line, Page, Span

_GREETING = re.compile(r"(?:bonjour|bonsoir|salut|slt|bjr|hello|coucou|hi|dear)(?![a-z]|[ ]?:)")
_ADDRESSED = re.compile(
    r"(?:cher(?:e|s|es)? (?!est |et |pour |mais )|madame|monsieur|mesdames|messieurs|mme|mr?\.)"
    r"(?![a-z][a-z]* ?:)"
)
_MOST_WORDS_ADDRESSED = 8
_AFTER_SENTENCE = re.compile(
    r"(?<=[.!?/:])[ ]+(?P<greeting>bonjour|bonsoir|madame, monsieur)(?![a-z])[^\n.:!]{0,50}"
)


def salutation(page: Page, least: int | None) -> list[Span]:  # noqa: ARG001
    """`Bonjour Madame,` at the start of a line or, all being on one line, of a sentence."""
    for line in page.lines:
        end = _clause_end(line.flat)
        greets = _GREETING.match(line.flat) or (
            _ADDRESSED.match(line.flat) and len(line.flat[:end].split()) <= _MOST_WORDS_ADDRESSED
        )
        if greets:
            return [(line.start, line.start + end)]
    match = _AFTER_SENTENCE.search(page.flat)
    if match is None:
        return []
    start = match.start("greeting")
    return [(start, start + _clause_end(page.flat[start : match.end()]))]


def _clause_end(text: str) -> int:
    """Where a greeting ends: at its exclamation mark, or its comma if no more names follow."""
    stop = re.search(r"!|,(?! (?:cher|monsieur|madame|m\.|mme))|(?<!m)\.(?= )", text)
    return stop.end() if stop else len(text.rstrip())


_FORMULA = re.compile(
    r"(?<![a-z])(?:(?:bien |tres |plus )?(?:cordialement|sincerement|respectueusement|sportivement|"
    r"amicalement|chaleureusement|cdl?t)|bien a vous|"
    r"avec (?:toute )?(?:m(?:a|es|on)|n(?:otre|os)) (?:[a-z]+ )?(?:consideration|remerciements|"
    r"salutations|excuses|sentiments|respect)[^\n.,]{0,40}|salutations(?: [a-z]+){0,3}|"
    r"(?:veuillez|je vous prie|nous vous prions|recevez|agreez)[^\n.]{0,150}|"
    r"a (?:tres )?(?:bientot|vite)[^\n.,]{0,40}|au plaisir[^\n.,]{0,60}|"
    r"bonne (?:journee|soiree|continuation|recuperation|route)[^\n.,]{0,30}|"
    r"dans l'attente[^\n.]{0,80}|bi[sz]+(?:es|ous)?|"
    r"(?:best|kind|warm) regards|yours (?:sincerely|faithfully)|keep running|stay safe)(?![a-z])"
)
_ROLE = re.compile(
    r"(?<![a-z])(?:conseill|equipe|team|agence|service|responsable|charge[es]? |manager|assistant|"
    r"commercia|directeur|directrice|direction|gerant|president|secretaire|votre |your |la societe|"
    r"l'entreprise|advisor|groupe|gestionnaire|technicien|attache|signature ?: ?[a-z])"
)
_LABELLED = re.compile(r"signature ?: ?[a-z](?!ignature)")
# A sentence about somebody is no signature.
_CLAUSE = re.compile(
    r"(?<![a-z])(?:doit|est|sont|faut|peut|peuvent|va|vont|ont|sera|avons|avez|pouvez|nous)(?![a-z])"
)
_FOOTER = re.compile(
    r"(?:vous (?:recevez|ne souhaitez|pouvez|disposez)|conformement|(?:se |me )?desin|desabo|"
    r"unsubscribe|pour (?:ne plus|vous|se|exercer|toute)|si vous|vos donnees|donnees|cliquez|ps ?:|"
    r"p\.s|suis-nous|suivez|retrouvez|mentions|lien|www|http|\W*$)"
)
_DENIED = re.compile(
    r"(?:pas|aucune?|sans|ni|ne|il|elle|merci|thanks?|signature(?! ?:)|\()(?![a-z])"
)
_NAME = re.compile(
    r"(?:(?:M|Mme|Mr|Mlle|Dr)\.? )?[A-ZÀ-Ý][\w'’-]*\.?(?: (?:de |d'|du )?[A-ZÀ-Ý][\w'’-]*\.?){0,3}"
)
_LONGEST_SIGNATURE_LINE = 100


def signature(page: Page, least: int | None) -> list[Span]:  # noqa: ARG001
    """A name or a role after the closing formula, or alone at the end; a footer may follow."""
    lines = [line for line in page.lines if line.flat]
    for number in range(len(lines) - 1, -1, -1):
        formulas = list(_FORMULA.finditer(lines[number].flat))
        span = _signed(page, lines, number, formulas[-1].end()) if formulas else None
        if span:
            return [span]
    labelled = [line for line in lines if _LABELLED.match(line.flat)]
    return [(line.start, line.end) for line in labelled[:1]] or _unannounced(page)


def _signed(page: Page, lines: list[Line], number: int, end: int) -> Span | None:
    """The signature after a formula that ends at `end` of a line: beside it, or below."""
    line = lines[number]
    beside = page.span(line.start + end, line.end)
    skipped = len(beside.flat) - len(beside.flat.lstrip(" ,.!-–/:"))
    rest = page.span(beside.start + skipped, beside.end)
    signs = [rest] if rest.flat and _signs(page, rest) else []
    for below in lines[number + 1 : number + 4]:
        if not _signs(page, below):
            break
        signs.append(below)
    return (signs[0].start, signs[-1].end) if signs else None


def _signs(page: Page, line: Line) -> bool:
    """Whether the line is the name or the role of who signs."""
    if len(line.flat) > _LONGEST_SIGNATURE_LINE or _FOOTER.match(line.flat):
        return False
    if (
        _DENIED.match(line.flat)
        or line.flat[-1:] in "?!:"
        or _FORMULA.fullmatch(line.flat.strip(" ,.!"))
    ):
        return False
    if _ROLE.search(line.flat) and line.words <= 12:
        return not _CLAUSE.search(line.flat)
    written = page.text[line.start : line.end].rstrip(" ,.")
    name = _NAME.match(written)
    if name is None or not (
        name.end() == len(written)
        or written[name.end()] in ",–-("
        or written[name.end() : name.end() + 2] in (" -", " –")
    ):
        return False
    return " " in name.group() or not _of_the_body(page, line)


def _of_the_body(page: Page, line: Line) -> bool:
    """Whether a lone word stands elsewhere in the text too: the firm, not who signs for it."""
    word = re.escape(line.flat.strip(" ,."))
    return any(
        match.start() != line.start
        and page.flat.rfind(":", page.flat.rfind("\n", 0, match.start()) + 1, match.start()) < 0
        for match in re.finditer(rf"(?<!\w){word}(?!\w)", page.flat)
    )


def _unannounced(page: Page) -> list[Span]:
    """A last paragraph of few short lines that name who writes, without a closing formula."""
    paragraphs = [block for block in page.paragraphs() if not _FOOTER.match(block.flat)]
    if len(paragraphs) < 2:
        return []
    last = paragraphs[-1]
    lines = [line for line in page.lines if line.flat and last.start <= line.start < last.end]
    if len(lines) > 3 or not all(_signs(page, line) and line.words <= 8 for line in lines):
        return []
    return [(last.start, last.end)]


_ADDRESS = re.compile(
    r"https?://[^\s<>]+|(?<![\w@.-])www\.[^\s<>]+"
    r"|(?<![\w@.-])[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?(?:\.[a-z0-9-]{1,60})?"
    r"\.(?:fr|com|org|net|eu|be|ch|ca|io|info)(?![\w@-])(?:/[^\s<>]*)?"
)
_HTML = re.compile(r"<a\s[^<>]{0,300}?href=[^<>]{1,500}>(?=(?P<anchor>[^<]{1,200}))", re.IGNORECASE)
_CLICK = re.compile(
    r"(?<!\w)(?:(?:cliqu(?:ez|e|er|ons)|click|clic) (?:ici|sur|here|vite|la|ci)"
    r"|liens? (?:vers|hypertexte|url|du|de |d'|internet|pour|cliquable|ci-dess|suivant|web|site)"
    r"|\[ ?(?:lien|link|cta|url|bouton|site)[^\]\n]{0,80}\]"
    r"|\( ?(?:lien|link|bouton|url)[^)\n]{0,80}\)"
    r"|(?:bouton|cta) ?: ?\S[^\n]{0,60}|: ?liens?(?= ?(?:$|\n|[.)]))|liens? ?: ?\S)"
    r"|>> ?[^<>\n]{3,80}<<|(?<=[.,:!?] )ici ?: ?\S"
)
_NEGATED_BEFORE = re.compile(
    r"(?<![a-z])(?:pas|sans|aucun|aucune|jamais|ni|eviter|interdit)(?![a-z])[^.,;:\n]{0,25}$"
)
_ASKED_FOR = re.compile(
    r"(?<![a-z])(?:il faut|faudra|doit|doivent|devra|devrait|mettre|ajouter|inserer|prevoir|"
    r"integrer|oublier|comporter|contenir|inclure|necessaire)(?![a-z])[^.,;:\n]{0,40}$"
)
_NEGATED_AFTER = re.compile(
    r"[^.,;:\n]{0,40}?(?<![a-z])(?:n'est pas|est (?:interdit|inutile|facultatif|impossible)|manque)"
)


def link(page: Page, least: int | None) -> list[Span]:  # noqa: ARG001
    """Addresses, buttons and invitations to click; not those that are refused or only asked for."""
    found = [match.span() for match in _ADDRESS.finditer(page.flat)]
    found += [
        (page.normal.position(match.end()), page.normal.position(match.end("anchor")))
        for match in _HTML.finditer(page.normal.raw)
    ]
    found += [match.span() for match in _CLICK.finditer(page.flat) if _is_there(page, match)]
    return sorted(_trimmed(page, found))


def _is_there(page: Page, match: re.Match[str]) -> bool:
    before = page.flat[max(0, match.start() - 60) : match.start()]
    return not (
        _NEGATED_BEFORE.search(before)
        or (match.group().startswith("lien") and _ASKED_FOR.search(before))
        or _NEGATED_AFTER.match(page.flat, match.end(), match.end() + 70)
    )


def _trimmed(page: Page, spans: list[Span]) -> Iterator[Span]:
    for start, end in spans:
        stop = end
        while stop > start and page.text[stop - 1] in ".,;:!?)\"' ":
            stop -= 1
        yield (
            start,
            (end if page.text[stop:end].strip() == ")" and "(" in page.text[start:stop] else stop),
        )
