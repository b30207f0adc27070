"""Compile the message catalogues: every room's `.po` file of a language into one `.mo` file.

The build runs it (as a hatchling hook), `make test` too; `python tools/catalogues.py` does it by
hand.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LOCALES = Path(__file__).resolve().parent.parent / "src/examen/locale"


def merged(folder: Path) -> Catalog:
    """The messages of all `.po` files in `folder`, whose name is a language code."""
    catalogue = Catalog(locale=folder.name)
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as stream:
            for message in read_po(stream, locale=folder.name):
                if message.id:
                    catalogue.add(message.id, message.string, context=message.context)
    return catalogue


def compile_all(locales: Path = LOCALES) -> list[Path]:
    """Write `LC_MESSAGES/examen.mo` for each language below `locales`; the files written."""
    written = []
    for folder in sorted(path for path in locales.iterdir() if path.is_dir()):
        target = folder / "LC_MESSAGES" / "examen.mo"
        target.parent.mkdir(exist_ok=True)
        with target.open("wb") as stream:
            write_mo(stream, merged(folder))
        written.append(target)
    return written


class CatalogueHook(BuildHookInterface[Any]):
    """Compiles the catalogues before hatchling collects the package's files."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Called by hatchling once for each wheel, editable ones too."""
        compile_all()


if __name__ == "__main__":
    for path in compile_all():
        print(path)
