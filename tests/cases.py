"""Cases in Markdown: a title, then parts between lines that hold a single dot.

    A text may stand before the first case and between cases.

    title of the case
    .
    input
    .
    expected
    .

Use: `@pytest.mark.parametrize(("given", "expected"), cases(HERE / "cases/words.md", parts=2))`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

DOT = "."


def cases(path: Path, parts: int) -> list[ParameterSet]:
    """The cases of the file at `path`, each of `parts` texts, named `file:line-title`.

    A part is what stands between two dots, without its last line break. A file without cases and
    a case that is not finished are errors, so that no test passes by being skipped.
    """
    found = []
    title, line_of_title = "", 0
    texts: list[list[str]] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line == DOT:
            if len(texts) == parts:
                found.append(_case(path, line_of_title, title, texts))
                title, texts = "", []
            else:
                assert title, f"{path}:{number}: a case needs a title above its first dot"
                texts.append([])
        elif texts:
            texts[-1].append(line)
        elif line.strip():
            title, line_of_title = line.strip("# "), number
    assert not texts, f"{path}:{line_of_title}: the last case is not finished"
    assert found, f"{path}: no case"
    return found


def _case(path: Path, line: int, title: str, texts: list[list[str]]) -> ParameterSet:
    return pytest.param(*("\n".join(text) for text in texts), id=f"{path.name}:{line}-{title}")
