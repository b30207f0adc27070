"""Introduction and conclusion of an essay."""

from __future__ import annotations

import re

from examen.language.structure.page import Line, Page, Span

_NUMBER = r"(?:(?:[ivx]{1,4}|\d{1,2}|[a-d])[.)°/ -]+)?"
_HEADED_INTRODUCTION = re.compile(rf"{_NUMBER}(?:intro|introduction)(?![a-z])")
_HEADED_CONCLUSION = re.compile(rf"{_NUMBER}(?:conclusion|ccl)(?![a-z])")
_INTRODUCES = re.compile(
    r"""\?
    | (?<![a-z])(?:
      de\ nos\ jours? | aujourd'?\ ?hui | actuellement | [aà]\ l'heure\ (?:actuelle|ou|du)
    | a\ l'ere | depuis\ (?:quelques?|plusieurs|la|le|les|une?|des)
    | (?:au\ cours\ )?des\ dernieres\ annees | ces\ dernieres\ annees | en\ quelques\ annees
    | (?:nous|on|je)\ (?:allons|vais|va|verr|etudier|evoquer|analyser|montrer|aborder|presenter
      |expliquer|nous\ (?:demander|interroger|pencher)|chercher|tenter|examiner|exposer|traiter)
    | (?:peut|peuvent|pourra|pouvons|convient\ (?:des\ lors\ )?de|faut)\ (?:donc\ )?
      (?:nous\ |s'|se\ )(?:demander|interroger)
    | problematique | (?:dans|en)\ (?:un\ premier\ temps|une?\ premiere?\ partie)
    | la\ question\ (?:de|se\ pose|est|qui) | de\ plus\ en\ plus
    | avantages\ et\ (?:des\ |les\ |ses\ )?(?:inconvenients|limites)
    | (?:du\ bon\ et\ du\ mauvais|le\ pour\ et\ le\ contre)
    | (?:points|cotes|aspects)\ positifs\ et\ (?:des\ |les\ )?(?:points\ |cotes\ )?negatifs
    | quel(?:le)?s?\ (?:sont|est|en)
    | nowadays | in\ recent\ years
    | (?:we|i)\ (?:will|shall)\ (?:first\ )?(?:look|see|discuss|study)
    | pros\ and\ cons | advantages\ and\ (?:the\ )?(?:drawbacks|disadvantages) )""",
    re.VERBOSE,
)
_ALREADY_ARGUES = re.compile(
    r"(?:tout d'abord|d'abord|premierement|d'une part|en premier lieu|par exemple|ensuite|de plus)"
    r"(?![a-z])(?!,? (?:nous|on|je) )"
)
_CONCLUDES = re.compile(
    r"(?<![a-z])(?:(?:en|pour|to|in) conclu(?:sion|re|de)|(?:j|m)e conclu|en definitive|en somme|"
    r"somme toute|(?:au|en) final|finalement|pour (?:finir|terminer|resumer)|en resume|en bref|"
    r"bref|tout compte fait|en fin de compte|tout bien considere|au terme de|ce qu'il faut retenir|"
    r"to sum up|in short|all in all)"
    r"(?![a-z])"
)
_SEEMS_TO_CONCLUDE = re.compile(
    r"(?<![a-z])(?:donc|dc|ainsi|au total|reste que|c'est pourquoi|pour (?:ma part|moi)|selon moi|"
    r"a mon avis|en realite|on (?:peut|pourrait) (?:dire|conclure|retenir)|nous avons vu|on a vu|"
    r"par consequent|le (?:vrai )?(?:enjeu|defi))(?![a-z])"
)
_FEWEST_WORDS = 6
_LONGEST_OPENING = 110


def introduction(page: Page, least: int | None) -> list[Span]:  # noqa: ARG001
    """The first of several paragraphs, if it sets the scene, asks a question or tells the plan."""
    paragraphs = page.paragraphs()
    for number, block in enumerate(paragraphs[:-1]):
        if _HEADED_INTRODUCTION.match(block.flat):
            return [(block.start, _with_text(block, paragraphs[number + 1]).end)]
    body = _prose(paragraphs)
    if len(body) < 2 or body[0].is_bullet or _ALREADY_ARGUES.match(body[0].flat):
        return []
    first = body[0]
    if first.words < _FEWEST_WORDS or not _INTRODUCES.search(first.flat):
        return []
    return [(first.start, first.end)]


def conclusion(page: Page, least: int | None) -> list[Span]:  # noqa: ARG001
    """The last of several paragraphs, if it says that it concludes or draws the consequence."""
    paragraphs = page.paragraphs()
    for number, block in enumerate(paragraphs):
        if number and _HEADED_CONCLUSION.match(block.flat):
            following = paragraphs[number + 1] if number + 1 < len(paragraphs) else block
            return [(block.start, _with_text(block, following).end)]
    body = _prose(paragraphs)
    if len(body) > 1 and not body[-1].is_bullet:
        last = body[-1]
        opening = last.flat[:_LONGEST_OPENING]
        if _CONCLUDES.search(opening) or (len(body) > 2 and _SEEMS_TO_CONCLUDE.search(opening)):
            return [(last.start, last.end)]
    return _last_sentences(page)


def _with_text(heading: Line, following: Line) -> Line:
    """The paragraph under a heading, or the heading's own if it holds the text."""
    return heading if heading.words > _FEWEST_WORDS else following


def _prose(paragraphs: list[Line]) -> list[Line]:
    """The paragraphs without a title above them or a mere remark below."""
    body = list(paragraphs)
    if len(body) > 2 and body[0].is_heading and "\n" not in body[0].flat:
        del body[0]
    while len(body) > 2 and body[-1].words < _FEWEST_WORDS:
        del body[-1]
    return body


def _last_sentences(page: Page) -> list[Span]:
    """What follows "en conclusion" at the start of a sentence late in a long paragraph."""
    full = page.flat.rstrip()
    for match in _CONCLUDES.finditer(full, len(full) // 2):
        before = full[: match.start()].rstrip()
        if before[-1:] in tuple(".!?\n") and len(before.split()) > 20:
            return [(match.start(), len(full))]
    return []
