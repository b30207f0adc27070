"""Write `docs/problemes.md` from the specimens of all problems, which the tests execute.

`python tools/problem_page.py` writes it by hand; a test says when it is no longer up to date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/problemes.md"
SPECIMENS = ROOT / "tests/specimens"
# The first code of each group, in the order of `examen check --list`.
GROUPS = {
    "unreadable-file": "Les fichiers",
    "yaml-tab": "L’écriture YAML",
    "not-a-record": "Le contenu d’un fichier",
    "wrong-expression": "Les variables",
    "duplicate-id": "Les identifiants et les renvois",
    "points-sum": "Les points et les idées",
    "example-mark": "Ce que montrent les exemples, une fois notés",
    "copy-accommodation": "Les copies",
    "grade-json": "Les notes à comparer",
}
HEAD = """\
<!-- Produit par tools/problem_page.py à partir de tests/specimens, qui sont à modifier. -->

# Les problèmes signalés

`examen check` et `examen grade` signalent chaque problème sur une ligne : le fichier, la ligne, la
colonne, un **code**, ce qui ne va pas et ce qu’il faut faire. Cette page explique chaque code, avec
un exemple et le message exact.

Un problème n’arrête rien : le reste est vérifié, les autres copies sont notées. Un message vous
résiste ? Cherchez son code ici.

Les exemples modifient une banque juste : « au lieu de » montre ce qu’elle contient, « il y a » la
faute que l’on y met.
"""
# What no file shows.
UNSHOWN = {
    "copy-failed": """
Une copie a mis le programme en défaut.

C’est une erreur d’examen, pas de la copie ni de vous. Les autres copies sont notées. Signalez-la,
sans joindre de données personnelles.
""",
    "copy-crashed": """
Une copie fait tomber le processus qui la note.

Avec `--workers` ou `--cluster`, elle est essayée plusieurs fois, les dernières fois seule. Les
autres copies sont notées. C’est une erreur d’examen ou d’une bibliothèque, ou bien la mémoire a
manqué : le système arrête alors le processus, par le signal 9. Signalez-la, sans joindre de données
personnelles.
""",
}


def codes() -> list[str]:
    """All codes: those of `examen check --list` in its order, then those of copies and marks."""
    from examen.bank import Code
    from examen.grading.selftest import SelftestCode

    read = [path.stem for path in (SPECIMENS / "copies").glob("*.md")]
    return [*Code, *SelftestCode, *sorted([*read, *UNSHOWN])]


def specimen(code: str) -> str:
    """What a specimen says, its title made a heading of the page."""
    found = list(SPECIMENS.rglob(f"{code}.md"))
    text = found[0].read_text("utf-8").removeprefix(f"# {code}\n") if found else UNSHOWN[code]
    # The words after the language of a block tell the tests how to write the file.
    text = re.sub(r"^```(\w+) [^\n]+$", r"```\1", text, flags=re.MULTILINE)
    return f"\n### `{code}`\n{text}"


def page() -> str:
    """The whole page."""
    return HEAD + "".join(_contents()) + "".join(_sections())


def _contents() -> Iterator[str]:
    yield "\n"
    for title in GROUPS.values():
        anchor = re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
        yield f"- [{title}](#{anchor})\n"


def _sections() -> Iterator[str]:
    for code in codes():
        if code in GROUPS:
            yield f"\n## {GROUPS[code]}\n"
        yield specimen(code)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
