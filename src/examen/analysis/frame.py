"""The frame of a page of figures: one file of HTML that asks for nothing outside it."""

from __future__ import annotations

from html import escape

from examen.messages import current
from examen.render.html import STYLE


def framed(title: str, style: str, body: str) -> str:
    """A page in the user's language.

    Args:
        title: of the page, plain text.
        style: CSS after that of all documents.
        body: HTML.
    """
    return f"""<!DOCTYPE html>
<html lang="{current()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>
{STYLE.read_text("utf-8")}{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""
