"""What an unreadable line of YAML means for the person who wrote it.

The parsers' own words differ between the C and the Python one and speak of tokens; here they only
serve to tell the kinds of mistake apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import yaml

from examen.bank.codes import Code
from examen.messages import _

_KEY_FIRST = re.compile(r"\s*(- +)*[^\s\"'#:][^:]*$")


def _quote(error: yaml.MarkedYAMLError) -> tuple[Code, str]:
    if "escape" in (error.problem or ""):
        message = _(
            "in double quotes a backslash begins a special character; "
            "use single quotes, or write the backslash twice"
        )
        return Code.YAML_ESCAPE, message
    message = _("this quote is never closed; close it, or double a quote that is part of the text")
    return Code.YAML_QUOTE, message


def _colon(before: str) -> tuple[Code, str]:
    if _KEY_FIRST.match(before):
        return Code.YAML_INDENT, _(
            "this line does not fit the one above it; check its indentation, and whether the line "
            "above is a text that should stand in quotes or lacks its colon"
        )
    return Code.YAML_COLON, _(
        "a text that contains a colon and a space must stand in quotes, or after | on a new line"
    )


def _block(before: str) -> tuple[Code, str]:
    if before.strip(" -"):
        return Code.YAML_QUOTE, _(
            "text goes on after a closing quote or bracket; put the whole in quotes and double "
            "those that are part of the text"
        )
    return Code.YAML_INDENT, _(
        "this line is not aligned with the others of its list or mapping; check its indentation"
    )


def _tab() -> str:
    return _("a tab stands here; indent with spaces")


def _bracket() -> str:
    return _(
        "the list [ ] or the mapping { } is not written as it should be; close it, part its "
        "items with single commas, and put texts with , : [ ] { } in quotes"
    )


def _key() -> str:
    return _(
        "this line is neither a key nor a list item; write “key: value”, with a space after "
        "the colon, or “- item”"
    )


def _alias() -> str:
    return _("a text that begins with * or & must stand in quotes")


def _tag() -> str:
    return _("tags (!) are not used here; put a text that begins with ! in quotes")


def _character() -> str:
    return _(
        "a text cannot begin with this character; put it in quotes (a list begins on a line "
        "of its own)"
    )


def _syntax() -> str:
    return _("this is not YAML; compare the line with those around it")


# The first row whose words occur in what the parser says was wrong, or in what it was doing.
_SIGNS: tuple[tuple[str, Code, Callable[[], str]], ...] = (
    ("tab character", Code.YAML_TAB, _tab),
    ("parsing a flow", Code.YAML_BRACKET, _bracket),
    ("simple key", Code.YAML_KEY, _key),
    ("an alias", Code.YAML_ALIAS, _alias),
    ("an anchor", Code.YAML_ALIAS, _alias),
    ("tag", Code.YAML_TAG, _tag),
    ("any token", Code.YAML_CHARACTER, _character),
    ("block scalar", Code.YAML_CHARACTER, _character),
    ("sequence entries", Code.YAML_CHARACTER, _character),
)


def _kind(error: yaml.MarkedYAMLError, before: str, character: str) -> tuple[Code, str]:
    said = f"{error.context or ''}: {error.problem or ''}"
    if "quoted scalar" in said:
        return _quote(error)
    if character == "\t":
        return Code.YAML_TAB, _tab()
    if "mapping values" in said:
        return _colon(before)
    if "parsing a block" in said:
        return _block(before)
    rows = ((code, say()) for sign, code, say in _SIGNS if sign in said)
    return next(rows, (Code.YAML_SYNTAX, _syntax()))


# The mistake stands where the thing began, not where the parser gave up.
_AT_CONTEXT = {Code.YAML_BRACKET, Code.YAML_KEY, Code.YAML_ALIAS}


def explain(error: yaml.YAMLError, text: str) -> tuple[Code, int, int, str]:
    """The code, line, column (from 1) and message for what a parser could not read."""
    mark = getattr(error, "problem_mark", None)
    if not isinstance(error, yaml.MarkedYAMLError) or mark is None:
        return Code.YAML_SYNTAX, 1, 1, _syntax()
    line = text.split("\n")[mark.line] if mark.line <= text.count("\n") else ""
    code, message = _kind(error, line[: mark.column], line[mark.column : mark.column + 1])
    unclosed = code is Code.YAML_QUOTE and "quoted" in (error.context or "")
    block_text = "block scalar" in (error.context or "")
    if (code in _AT_CONTEXT or unclosed or block_text) and error.context_mark is not None:
        mark = error.context_mark
    # The Python parser points behind the backslash, the C one at it.
    late = code is Code.YAML_ESCAPE and line[mark.column : mark.column + 1] != "\\"
    return code, mark.line + 1, mark.column + 1 - late, message
