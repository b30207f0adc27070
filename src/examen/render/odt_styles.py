"""Styles of an ODT file, as OpenDocument XML."""

from __future__ import annotations

from collections.abc import Iterator

from examen.messages import _
from examen.render.blocks import Align
from examen.render.layout import Layout
from examen.render.office import (
    FOOT,
    INK,
    LEFT,
    LINK,
    LONG,
    RIGHT,
    SHORT,
    TOP,
    Rule,
    bottom,
    text_width,
    xml,
)
from examen.render.office_styles import DISPLAY, MONO, Style, family, leading, styles

SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
DECLARED = " ".join(f'xmlns:{name}="{uri}"' for name, uri in SPACES.items())
COUNTRIES = {"fr": "FR", "en": "GB"}
ALIGNS = {Align.START: "start", Align.CENTRE: "center", Align.END: "end"}
DEPTH = 10  # levels of lists that the format knows
UPRIGHT, LYING = "Standard", "Landscape"  # the kinds of pages

# The names that word processors give these themselves, and show in the language of their user.
_BUILT_IN = {
    "body": "Text body",
    **{f"heading-{level}": f"Heading {level}" for level in range(1, 7)},
    "caption": "Caption",
    "bullet": "List 1",
    "number": "Numbering 1",
    "quote": "Quotations",
    "code": "Preformatted Text",
    "cell": "Table Contents",
    "cell-head": "Table Heading",
    "footer": "Footer",
}


def style_name(name: str) -> str:
    """The name of the style `name` of `office_styles` inside the file."""
    return _BUILT_IN.get(name, name).replace(" ", "_20_")


def mm(millimetres: float) -> str:
    """A length."""
    return f"{millimetres:.4g}mm"


def line(rule: Rule) -> str:
    """A rule, as the value of an attribute."""
    return f"{rule.width:g}pt solid #{rule.colour}"


def styles_xml(layout: Layout, language: str, automatic: str, feet: dict[bool, str]) -> str:
    """The whole part `styles.xml`.

    Args:
        layout: of the document.
        language: `fr` or `en`.
        automatic: the unnamed styles that the feet use.
        feet: what stands at the foot of upright pages and of those that lie on their side.
    """
    own = "".join(_style(name, style, layout) for name, style in styles(layout).items())
    spread = f' fo:letter-spacing="{layout.size * 0.04:.2f}pt"' if layout.spaced else ""
    hyphens = (
        ' fo:hyphenate="true" fo:hyphenation-remain-char-count="3"'
        ' fo:hyphenation-push-char-count="3"'
    )
    pages = "".join(_page(layout, lying=lying) for lying in feet)
    masters = "".join(
        f'<style:master-page style:name="{LYING if lying else UPRIGHT}"'
        f' style:page-layout-name="{"lying" if lying else "upright"}">'
        f"<style:footer>{foot}</style:footer></style:master-page>"
        for lying, foot in feet.items()
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-styles {DECLARED} office:version="1.4">
{faces_xml(layout)}
<office:styles>
<style:default-style style:family="paragraph"><style:paragraph-properties
 fo:orphans="2" fo:widows="2" style:tab-stop-distance="12.5mm"/><style:text-properties
 style:font-name="{family(layout)}" fo:font-size="{layout.size:g}pt" fo:color="#{INK}"{spread}
 fo:language="{language}" fo:country="{COUNTRIES[language]}"{hyphens * layout.justified}/>
</style:default-style>
<style:style style:name="Standard" style:family="paragraph"/>
{own}
<style:style style:name="Internet_20_link" style:display-name="Internet link"
 style:family="text"><style:text-properties fo:color="#{LINK}"
 style:text-underline-style="solid"/></style:style>
<style:style style:name="Source_20_Text" style:display-name="Source Text"
 style:family="text"><style:text-properties style:font-name="{MONO}" fo:font-size="90%"/>
</style:style>
<style:style style:name="Graphics" style:family="graphic"><style:graphic-properties
 style:vertical-pos="top" style:vertical-rel="baseline" fo:border="none" fo:padding="0mm"/>
</style:style>
</office:styles>
<office:automatic-styles>{automatic}{pages}</office:automatic-styles>
<office:master-styles>{masters}</office:master-styles>
</office:document-styles>"""


def faces_xml(layout: Layout) -> str:
    """The families of letters, which every part must declare."""
    faces = "".join(
        f'<style:font-face style:name="{font}" svg:font-family="\'{font}\'"/>'
        for font in sorted({family(layout), DISPLAY, MONO})
    )
    return f"<office:font-face-decls>{faces}</office:font-face-decls>"


def _page(layout: Layout, *, lying: bool) -> str:
    width, height = (LONG, SHORT) if lying else (SHORT, LONG)
    foot = bottom(layout) - FOOT
    return (
        f'<style:page-layout style:name="{"lying" if lying else "upright"}">'
        f'<style:page-layout-properties fo:page-width="{mm(width)}" fo:page-height="{mm(height)}"'
        f' style:print-orientation="{"landscape" if lying else "portrait"}"'
        f' fo:margin-top="{mm(TOP)}" fo:margin-bottom="{mm(FOOT)}"'
        f' fo:margin-left="{mm(LEFT)}" fo:margin-right="{mm(RIGHT)}"/>'
        f'<style:footer-style><style:header-footer-properties fo:min-height="{mm(foot)}"'
        f' fo:margin-top="{mm(4)}" style:dynamic-spacing="false"/></style:footer-style>'
        "</style:page-layout>"
    )


def _style(name: str, style: Style, layout: Layout) -> str:
    title = _BUILT_IN.get(name) or _(style.title).format(level=style.outline)
    parent = style_name(style.parent) if style.parent else "Standard"
    level = f' style:default-outline-level="{style.outline}"' if style.outline else ""
    following = ' style:next-style-name="Text_20_body"' if style.outline else ""
    return (
        f'<style:style style:name="{style_name(name)}" style:display-name="{xml(title)}"'
        f' style:family="paragraph" style:parent-style-name="{parent}"{following}{level}>'
        f"<style:paragraph-properties {' '.join(_paragraph(name, style, layout))}>"
        f"{_tabs(style)}</style:paragraph-properties>"
        f"<style:text-properties {' '.join(_letters(style, layout))}/></style:style>"
    )


def _tabs(style: Style) -> str:
    """The tab at the right edge; the format counts from the paragraph's left edge."""
    if not style.tabbed:
        return ""
    at = mm(text_width() - style.left)
    stop = f'<style:tab-stop style:position="{at}" style:type="right"/>'
    return f"<style:tab-stops>{stop}</style:tab-stops>"


def _paragraph(name: str, style: Style, layout: Layout) -> Iterator[str]:
    em = layout.size * style.size
    yield f'fo:margin-top="{em * style.before:.2f}pt" fo:margin-bottom="{em * style.after:.2f}pt"'
    listed = name in {"bullet", "number"}  # these have their edges from their list
    if (style.left or style.right) and not listed:
        yield f'fo:margin-left="{mm(style.left)}" fo:margin-right="{mm(style.right)}"'
        yield f'fo:text-indent="{mm(-style.hanging)}"'
    high = mm(style.exact) if style.exact else f"{round(100 * leading(style, layout))}%"
    yield f'fo:line-height="{high}"'
    usual = "justify" if layout.justified else "start"
    yield f'fo:text-align="{ALIGNS[style.align] if style.align else usual}"'
    for side, rule in (("top", style.top), ("bottom", style.bottom)):
        if rule:
            yield f'fo:border-{side}="{line(rule)}"'
            yield f'fo:padding-{side}="{"0mm" if style.exact else "1.4mm"}"'
    if style.exact:
        yield 'style:join-border="false"'  # a rule under each line, not only under the last
    if style.fill:
        yield f'fo:background-color="#{style.fill}"'
    if style.keep:
        yield 'fo:keep-with-next="always" fo:keep-together="always"'
    if style.close:
        yield 'style:contextual-spacing="true"'


def _letters(style: Style, layout: Layout) -> Iterator[str]:
    if style.font:
        yield f'style:font-name="{style.font}"'
    yield f'fo:font-size="{layout.size * style.size:.4g}pt"'
    yield f'fo:font-weight="{"bold" if style.bold else "normal"}"'
    if style.caps:
        yield 'fo:text-transform="uppercase"'
    if style.ink:
        yield f'fo:color="#{style.ink}"'
    if style.outline:
        yield 'fo:hyphenate="false"'


# --- Styles without a name ----------------------------------------------------------------------


class Automatic:
    """The unnamed styles of a file: each kind of looks once, numbered as they come up."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def name(self, family: str, properties: str, *, parent: str = "", more: str = "") -> str:
        """The name of a style of `family` with these properties, written as elements."""
        above = f' style:parent-style-name="{parent}"' if parent else ""
        return self._named(
            family[0].upper() if family != "table-cell" else "C",
            f'<style:style style:name="{{name}}" style:family="{family}"{above}{more}>'
            f"{properties}</style:style>",
        )

    def list_name(self, left: float, step: float, *, ordered: bool) -> str:
        """The name of a list's style whose first level stands `left` millimetres from the edge."""
        levels = "".join(_level(level, left, step, ordered=ordered) for level in range(DEPTH))
        return self._named(
            "L", f'<text:list-style style:name="{{name}}">{levels}</text:list-style>'
        )

    def _named(self, letter: str, form: str) -> str:
        if form not in self._names:
            self._names[form] = f"{letter}{len(self._names) + 1}"
        return self._names[form]

    def xml(self) -> str:
        """All the styles."""
        return "".join(form.replace("{name}", name, 1) for form, name in self._names.items())


def _level(level: int, left: float, step: float, *, ordered: bool) -> str:
    kind = "number" if ordered else "bullet"
    form = ("1", "a", "i")[level % 3]
    mark = (
        f'style:num-format="{form}" style:num-suffix="."'
        if ordered
        else f'text:bullet-char="{"–•"[level % 2]}"'
    )
    edge = mm(left + step * (level + 1))
    return (
        f'<text:list-level-style-{kind} text:level="{level + 1}" {mark}>'
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        f'<style:list-level-label-alignment text:label-followed-by="listtab"'
        f' text:list-tab-stop-position="{edge}" fo:text-indent="{mm(-step)}"'
        f' fo:margin-left="{edge}"/></style:list-level-properties>'
        f"</text:list-level-style-{kind}>"
    )
