"""Prepared tables: the same words whether read from a file or made anew, and no file can harm."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from examen.caches import cache_folder
from examen.language.english import english
from examen.language.french import APART, PART_KEYS, french, french_tables
from examen.language.prepared import Table, prepared
from examen.language.shorthand import SHORTHAND
from examen.language.words import fold

WORDS = {"chat": "noun", "manger": "verb|é", "œuf": "", "": "rien", "\ud800": "x"}
OTHERS = {"chien": "y"}


class Kitchen:
    """Prepares the tables above in a folder of its own, and counts how often they are made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rules = folder / "rules"
        self.rules.write_text("version 1")
        self.data = folder / "data"
        self.data.write_text("words")
        self.made = 0

    def make(self) -> Sequence[dict[str, str]]:
        self.made += 1
        return WORDS, {}, OTHERS

    def tables(self) -> tuple[Table, ...]:
        return prepared("test", [self.rules], self.data, self.make)

    @property
    def file(self) -> Path:
        return cache_folder() / "test.tables"


@pytest.fixture
def kitchen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kitchen:
    monkeypatch.setenv("EXAMEN_CACHE", str(tmp_path / "cache" / "deep"))
    return Kitchen(tmp_path)


def holds_all(tables: tuple[Table, ...]) -> bool:
    words, none, others = tables
    return (
        all(words.get(key) == text and key in words for key, text in WORDS.items())
        and not any(key in none for key in (*WORDS, "x"))
        and others.get("chien") == "y"
        and words.get("chien") is None
        and "cha" not in words
        and "noun" not in words
    )


def test_tables_are_made_once(kitchen: Kitchen) -> None:
    assert holds_all(kitchen.tables())
    assert holds_all(kitchen.tables())
    assert kitchen.made == 1


def test_only_the_finished_file_stays(kitchen: Kitchen) -> None:
    kitchen.tables()
    assert list(cache_folder().iterdir()) == [kitchen.file]


def test_a_file_may_be_deleted_while_it_is_read(kitchen: Kitchen) -> None:
    tables = kitchen.tables()
    shutil.rmtree(cache_folder())
    assert holds_all(tables)
    assert holds_all(kitchen.tables())
    assert kitchen.made == 2


def _flip(at: int) -> Callable[[bytes], bytes]:
    return lambda content: content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.parametrize(
    "damage",
    [
        lambda _content: b"",
        lambda content: content[:20],
        lambda content: content[:36],
        lambda content: content[:-1],
        lambda content: content[: len(content) // 2],
        lambda content: content + b"\n",
        _flip(0),
        _flip(33),
        _flip(40),
        _flip(-30),
    ],
)
def test_a_broken_file_is_made_again(kitchen: Kitchen, damage: Callable[[bytes], bytes]) -> None:
    kitchen.tables()
    sound = kitchen.file.read_bytes()
    kitchen.file.write_bytes(damage(sound))
    assert holds_all(kitchen.tables())
    assert kitchen.made == 2
    assert kitchen.file.read_bytes() == sound


@pytest.mark.parametrize(("name", "text"), [("rules", "version 2"), ("data", "other words")])
def test_tables_of_another_version_are_made_again(kitchen: Kitchen, name: str, text: str) -> None:
    kitchen.tables()
    (kitchen.folder / name).write_text(text)
    kitchen.tables()
    kitchen.tables()
    assert kitchen.made == 2


def test_words_are_read_where_nothing_can_be_written(kitchen: Kitchen) -> None:
    cache_folder().parent.mkdir(parents=True)
    cache_folder().write_text("a file stands where the folder would")
    assert holds_all(kitchen.tables())


def test_words_are_read_where_a_folder_stands_for_the_file(kitchen: Kitchen) -> None:
    kitchen.file.mkdir(parents=True)
    assert holds_all(kitchen.tables())
    assert list(cache_folder().iterdir()) == [kitchen.file]


def test_where_tables_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("EXAMEN_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/caches")
    assert cache_folder() == Path("/var/caches/examen")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "/home/lea")
    assert cache_folder() == Path("/home/lea/.cache/examen")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cache_folder() == Path("/home/lea/Library/Caches/examen")


def test_every_french_word_is_the_one_that_the_pipeline_has() -> None:
    """All forms and lemmas of its tables, read here without any preparation."""
    tables = french_tables()
    dictionary = french.__wrapped__()  # one of its own, which remembers every word
    lemmas: dict[str, set[str]] = {}
    forms: dict[str, set[str]] = {}
    parts: dict[str, set[str]] = {}
    for part, key in PART_KEYS.items():
        for lemma in tables["lemma_index"].get(key, ()):
            parts.setdefault(fold(lemma), set()).add(part)
        for form, bases in tables["lemma_exc"].get(key, {}).items():
            for base in map(fold, bases):
                lemmas.setdefault(fold(form), set()).add(base)
                forms.setdefault(base, set()).add(fold(form))
                parts.setdefault(base, set()).add(part)
    wrong = []
    for word in lemmas.keys() | parts.keys():
        least = lemmas.get(word, set()) | ({word} & parts.keys())
        if (
            set(dictionary.forms(word)) != forms.get(word, set())
            or dictionary.is_infinitive(word) != (parts.get(word) == {"verb"})
            or not (
                word in SHORTHAND  # the word it stands for
                or word in APART  # one of its lemmas
                or word.isdigit()  # a number, where the pipeline has "m²"
                or dictionary.analyse(word).lemmas >= least
            )
        ):
            wrong.append(word)
    assert wrong == []


def test_every_english_word_is_the_one_that_the_library_has() -> None:
    """All its forms; lemmas have American spellings, so that only the forms are compared."""
    dictionary = english()
    library = find_spec("lemminflect")
    assert library
    assert library.origin
    path = Path(library.origin).parent / "resources" / "lemma_lu.csv.gz"
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    entries = [line.split(",") for line in lines if line.count(",") == 2]
    unknown = [form for form, _part, _lemma in entries if not dictionary.knows(form)]
    assert (len(entries) > 70_000, unknown) == (True, [])


PREPARE = """
import sys
from pathlib import Path
from examen.language.prepared import prepared
words = {f"mot{number}": str(number) for number in range(20_000)}
(table,) = prepared("test", [], Path(sys.argv[1]), lambda: [words])
print(sum(table.get(word) == text for word, text in words.items()))
"""


def test_processes_may_prepare_tables_at_once(kitchen: Kitchen) -> None:
    command = [sys.executable, "-c", PREPARE, str(kitchen.data)]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 ours
        for _ in range(4)
    ]
    assert [process.communicate()[0] for process in running] == ["20000\n"] * 4
    assert list(cache_folder().iterdir()) == [kitchen.file]
