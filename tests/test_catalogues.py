"""The message catalogues: everything the code says can be said in French, and nothing more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from examen import messages
from examen.bank.schemas import texts as schema_texts

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src/examen"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "marked": None}
FRENCH = sorted((SRC / "locale/fr").glob("*.po"))


class Entry(NamedTuple):
    """A message and its translation: one text each, or two where there is a plural."""

    path: Path
    ids: tuple[str, ...]
    strings: tuple[str, ...]
    fuzzy: bool


def texts(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def extracted(folder: Path) -> dict[tuple[str, ...], str]:
    """The messages of all Python files below `folder`, each with a place where it stands."""
    found = extract_from_dir(folder, [("**.py", "python")], keywords=KEYWORDS, comment_tags=())
    return {texts(message): f"{file}:{line}" for file, line, message, _, _ in found}


def entries(path: Path) -> Iterator[Entry]:
    with path.open("rb") as stream:
        for message in read_po(stream, locale=path.parent.name):
            if message.id:
                yield Entry(path, texts(message.id), texts(message.string or ""), message.fuzzy)


OURS = extracted(SRC) | {(text,): "JSON Schemas" for text in schema_texts()}
CLICKS = extracted(Path(click.__file__).parent)
TRANSLATIONS = [entry for path in FRENCH for entry in entries(path)]


def said(entry: Entry) -> str:
    return f"{entry.path.name}: {entry.ids[0]}"


def fields(text: str) -> set[str]:
    return set(re.findall(r"{(\w*)[^{}]*}", text))


def test_every_message_is_translated() -> None:
    translated = {entry.ids[0] for entry in TRANSLATIONS if all(entry.strings)}
    assert {
        f"{place}: {ids[0]}" for ids, place in OURS.items() if ids[0] not in translated
    } == set()


def test_plurals_are_translated_as_plurals() -> None:
    counts = {entry.ids[0]: len(entry.strings) for entry in TRANSLATIONS}
    assert [ids for ids in OURS if len(ids) > 1 and counts.get(ids[0]) != len(ids)] == []


def test_no_message_is_stale() -> None:
    used = {ids[0] for ids in [*OURS, *CLICKS]}
    assert [said(entry) for entry in TRANSLATIONS if entry.ids[0] not in used] == []


def test_translations_have_the_same_fields() -> None:
    def fit(entry: Entry) -> bool:
        one, *_, many = (*entry.ids, entry.ids[-1])
        first, *_, last = (*entry.strings, entry.strings[-1])
        return fields(one) <= fields(first) <= fields(one) | fields(many) and fields(
            last
        ) == fields(many)

    assert [said(entry) for entry in TRANSLATIONS if not fit(entry)] == []


def test_one_message_has_one_translation() -> None:
    first: dict[str, tuple[str, ...]] = {}
    twice = [e for e in TRANSLATIONS if first.setdefault(e.ids[0], e.strings) != e.strings]
    assert [said(entry) for entry in twice] == []


def test_no_translation_is_fuzzy() -> None:
    assert [said(entry) for entry in TRANSLATIONS if entry.fuzzy] == []


def test_french_typography() -> None:
    """No space that breaks before ; : ! ? », none missing, and curved apostrophes."""
    wrong = re.compile(r" [;:!?»]|« |\w[;!?](\s|$)|\w'\w")
    assert [said(e) for e in TRANSLATIONS if any(map(wrong.search, e.strings))] == []


def test_a_message_without_translation_stays_english() -> None:
    assert messages._("never written down") == "never written down"
    with messages.using("en"):
        assert messages.ngettext("{n} copy", "{n} copies", 2) == "{n} copies"
