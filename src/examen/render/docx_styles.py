"""Styles and numberings of a DOCX file, as WordprocessingML."""

from __future__ import annotations

from collections.abc import Iterator

from examen.messages import _
from examen.render.blocks import Align
from examen.render.layout import Layout
from examen.render.office import (
    GRID,
    INK,
    LINK,
    Rule,
    text_width,
    xml,
)
from examen.render.office_styles import MONO, Style, family, leading, styles

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LOCALES = {"fr": "fr-FR", "en": "en-GB"}
ALIGNS = {Align.START: "left", Align.CENTRE: "center", Align.END: "right"}
BULLETS, NUMBERS = 0, 1  # the numberings of unordered and ordered lists
DEPTH = 9  # levels of lists that Word knows

# The names that Word itself gives these, and shows in the language of its user.
_BUILT_IN = {
    "body": "Normal",
    **{f"heading-{level}": f"heading {level}" for level in range(1, 7)},
    "caption": "caption",
    "bullet": "List Bullet",
    "number": "List Number",
    "quote": "Quote",
    "footer": "footer",
}


def twips(millimetres: float) -> int:
    """Twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


def eighths(rule: Rule) -> str:
    """The attributes of a border."""
    return f'w:val="single" w:sz="{round(rule.width * 8)}" w:space="0" w:color="{rule.colour}"'


def style_id(name: str) -> str:
    """The identifier of the style `name` of `examen.render.office`."""
    return _BUILT_IN.get(name, name).title().replace(" ", "").replace("-", "")


def styles_xml(layout: Layout, language: str) -> str:
    """The whole part `word/styles.xml`, without its latent styles."""
    font = family(layout)
    spacing = f'<w:spacing w:val="{round(layout.size * 0.04 * 20)}"/>' if layout.spaced else ""
    half = round(layout.size * 2)
    locale = LOCALES[language]
    hyphens = "" if layout.justified else "<w:suppressAutoHyphens/>"
    own = "".join(_style(name, style, layout) for name, style in styles(layout).items())
    return f"""<w:styles xmlns:w="{MAIN}">
<w:docDefaults><w:rPrDefault><w:rPr>{fonts(font)}<w:color w:val="{INK}"/>{spacing}
<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>
<w:lang w:val="{locale}" w:eastAsia="{locale}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr><w:widowControl/>{hyphens}</w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>
<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>
<w:top w:w="0" w:type="dxa"/><w:left w:w="100" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>
<w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>
<w:semiHidden/></w:style>
{own}
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>
<w:rPr><w:color w:val="{LINK}"/><w:u w:val="single"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="HTMLCode"><w:name w:val="HTML Code"/>
<w:rPr>{fonts(MONO)}<w:sz w:val="{round(half * 0.9)}"/></w:rPr></w:style>
<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>
<w:basedOn w:val="TableNormal"/><w:tblPr>{_grid()}<w:tblCellMar>
<w:top w:w="50" w:type="dxa"/><w:left w:w="100" w:type="dxa"/><w:bottom w:w="20" w:type="dxa"/>
<w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
</w:styles>"""


def fonts(font: str) -> str:
    """A family of letters for every script."""
    return f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'


def _grid() -> str:
    rule = eighths(Rule(0.5, GRID))
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return f"<w:tblBorders>{''.join(f'<w:{side} {rule}/>' for side in sides)}</w:tblBorders>"


def _style(name: str, style: Style, layout: Layout) -> str:
    title = _BUILT_IN.get(name) or _(style.title).format(level=style.outline)
    parent = f'<w:basedOn w:val="{style_id(style.parent)}"/>' if style.parent else ""
    default = ' w:default="1"' if name == "body" else ' w:customStyle="1"'
    if name in _BUILT_IN and name != "body":
        default = ""
    following = '<w:next w:val="Normal"/>' if style.outline else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{style_id(name)}">'
        f'<w:name w:val="{xml(title)}"/>{parent}{following}<w:qFormat/>'
        f"<w:pPr>{''.join(_paragraph(name, style, layout))}</w:pPr>"
        f"<w:rPr>{''.join(_letters(style, layout))}</w:rPr></w:style>"
    )


def _paragraph(name: str, style: Style, layout: Layout) -> Iterator[str]:
    """Properties of paragraphs, in the order that the format asks for."""
    if style.keep:
        yield "<w:keepNext/><w:keepLines/>"
    if name in {"bullet", "number"}:
        number = BULLETS if name == "bullet" else NUMBERS
        yield f'<w:numPr><w:numId w:val="{number + 1}"/></w:numPr>'
    rules = {"top": style.top, "bottom": style.bottom}
    if any(rules.values()):
        # without a rule between, equal neighbours would share one frame
        between = style.bottom if style.exact else None
        sides = {**rules, "between": between}
        yield "<w:pBdr>"
        yield from (_edge(side, rule, style) for side, rule in sides.items() if rule)
        yield "</w:pBdr>"
    if style.fill:
        yield f'<w:shd w:val="clear" w:color="auto" w:fill="{style.fill}"/>'
    if style.tabbed:
        yield f'<w:tabs><w:tab w:val="right" w:pos="{twips(text_width())}"/></w:tabs>'
    em = layout.size * style.size * 20
    line = (
        f'w:line="{twips(style.exact)}" w:lineRule="exact"'
        if style.exact
        else f'w:line="{round(240 * leading(style, layout))}" w:lineRule="auto"'
    )
    yield f'<w:spacing w:before="{em * style.before:.0f}" w:after="{em * style.after:.0f}" {line}/>'
    if style.left or style.right:
        hanging = f' w:hanging="{twips(style.hanging)}"' if style.hanging else ""
        yield f'<w:ind w:left="{twips(style.left)}" w:right="{twips(style.right)}"{hanging}/>'
    if style.close:
        yield "<w:contextualSpacing/>"
    normal = "both" if layout.justified else "left"
    yield f'<w:jc w:val="{ALIGNS[style.align] if style.align else normal}"/>'
    if style.outline:
        yield f'<w:outlineLvl w:val="{style.outline - 1}"/>'


def _edge(side: str, rule: Rule, style: Style) -> str:
    room = "0" if style.exact else "4"
    return f"<w:{side} {eighths(rule)}/>".replace('w:space="0"', f'w:space="{room}"')


def _letters(style: Style, layout: Layout) -> Iterator[str]:
    if style.font:
        yield fonts(style.font)
    yield f'<w:b w:val="{int(style.bold)}"/>'
    if style.caps:
        yield "<w:caps/>"
    if style.ink:
        yield f'<w:color w:val="{style.ink}"/>'
    half = round(layout.size * style.size * 2)
    yield f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


# --- Lists --------------------------------------------------------------------------------------


def numbering_xml(starts: list[int], step: float) -> str:
    """The whole part `word/numbering.xml`.

    Args:
        starts: the first number of each ordered list; list `i` is numbering `i + 3`.
        step: how far each level stands from the one around it, in millimetres.
    """
    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{kind}"><w:multiLevelType w:val="multilevel"/>'
        f"{''.join(_level(kind, level, step) for level in range(DEPTH))}</w:abstractNum>"
        for kind in (BULLETS, NUMBERS)
    )
    plain = "".join(
        f'<w:num w:numId="{kind + 1}"><w:abstractNumId w:val="{kind}"/></w:num>'
        for kind in (BULLETS, NUMBERS)
    )
    lists = "".join(
        f'<w:num w:numId="{index}"><w:abstractNumId w:val="{NUMBERS}"/>'
        + "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for level in range(DEPTH)
        )
        + "</w:num>"
        for index, start in enumerate(starts, start=3)
    )
    return f'<w:numbering xmlns:w="{MAIN}">{kinds}{plain}{lists}</w:numbering>'


def _level(kind: int, level: int, step: float) -> str:
    if kind == BULLETS:
        form, words = "bullet", "–•"[level % 2]
    else:
        form, words = ("decimal", "lowerLetter", "lowerRoman")[level % 3], f"%{level + 1}."
    link = ""
    if level == 0:
        link = f'<w:pStyle w:val="{style_id("bullet" if kind == BULLETS else "number")}"/>'
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{link}'
        f'<w:lvlText w:val="{words}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{twips(step * (level + 1))}" w:hanging="{twips(step)}"/>'
        "</w:pPr></w:lvl>"
    )
