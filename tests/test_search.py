"""Finding cases and questions: the right ones, in the right order, however the bank changes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from examen.bank.loading import yaml_files
from examen.caches import cache_folder
from examen.problems import ExamenError
from examen.search import Found, Range, Wanted, search
from examen.search.files import path, scan
from small_banks import SmallBank, case, framework, question, rubric, small_bank, use

CONTRACT = case(
    "contrat-auto",
    "Résilier un contrat d'assurance",
    question("1", "Rédigez la lettre.", form="letter", level="1", minutes="10"),
    question(
        "2",
        "Calculez la **cotisation** annuelle.",
        form="calculation",
        points="4",
        level="3",
        minutes="25",
        competencies=["C2.7"],
        documents=["tarif"],
    ),
    status="validated",
    documents=[
        {
            "id": "tarif",
            "kind": "text",
            "title": "Tarif",
            "body": "La franchise est de 150 euros par sinistre.",
        }
    ],
)
PHISHING = case(
    "hameconnage",
    "Un courriel suspect",
    question("1.1", "Relevez les signes de la fraude.", competencies=["C1.1", "C1.2"]),
    question("1.2", "Que répondre au client dont les données personnelles ont fui ?"),
    form="role-play",
)
ENGLISH = case(
    "complaints",
    "Handling complaints",
    question("1", "Which policies were cancelled by the customers?"),
    language="en",
)
MARKING = rubric("hameconnage", q1_1=["L'adresse imite celle de la banque."], q1_2=["Des excuses"])


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallBank:
    """A bank of three cases, whose index is kept in a cache of its own."""
    cache = tmp_path / "cache"
    cache.mkdir()
    for table in cache_folder().glob("*.tables"):  # the words of languages are not made again
        (cache / table.name).symlink_to(table)
    monkeypatch.setenv("EXAMEN_CACHE", str(cache))
    bank = small_bank(tmp_path / "shelf")
    bank.put(CONTRACT, PHISHING, ENGLISH, MARKING, framework(B1=["C1.1", "C1.2"], B2=["C2.7"]))
    return bank


def find(shelf: SmallBank, *words: str, **wanted: Any) -> Found:
    found = search(shelf.bank, shelf.rubrics, Wanted(words, **wanted))
    assert found.problems == ()
    return found


def names(found: Found) -> list[str]:
    return [f"{hit.case}/{hit.number}" if hit.number else hit.case for hit in found.hits]


def index_files() -> list[Path]:
    return sorted(cache_folder().glob("search-*"))


# --- Words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    ["résilier", "RESILIER", "résiliation", "resiliations", "résiliée", "l'assurance", "assurer"],
)
def test_all_forms_of_a_word_are_found(shelf: SmallBank, word: str) -> None:
    assert names(find(shelf, word))[0] == "contrat-auto"


def test_english_cases_are_read_as_english(shelf: SmallBank) -> None:
    assert "complaints/1" in names(find(shelf, "policy", "cancel"))


def test_a_question_is_found_by_its_prompt_its_ideas_and_its_documents(shelf: SmallBank) -> None:
    assert names(find(shelf, "cotisations")) == ["contrat-auto/2"]
    assert names(find(shelf, "imiter")) == ["hameconnage/1.1"]
    assert set(names(find(shelf, "franchise"))) == {"contrat-auto", "contrat-auto/2"}


def test_all_words_are_needed(shelf: SmallBank) -> None:
    assert names(find(shelf, "cotisation", "franchise")) == ["contrat-auto/2"]
    assert names(find(shelf, "cotisation", "fraude")) == []


def test_the_title_of_a_case_counts_for_its_questions(shelf: SmallBank) -> None:
    assert names(find(shelf, "cotisation", "résilier")) == ["contrat-auto/2"]


def test_words_of_a_phrase_stand_one_after_the_other(shelf: SmallBank) -> None:
    wanted = ["hameconnage/1.2"]
    assert names(find(shelf, "données personnelles")) == wanted
    assert names(find(shelf, '"donnees personnelles"')) == wanted
    assert (
        names(find(shelf, "«\N{NO-BREAK SPACE}données personnelles\N{NO-BREAK SPACE}»")) == wanted
    )
    assert names(find(shelf, "personnelles données")) == []
    assert names(find(shelf, "personnelles", "données")) == wanted


def test_a_beginning_finds_all_words_that_begin_so(shelf: SmallBank) -> None:
    assert names(find(shelf, "cotis*")) == ["contrat-auto/2"]
    assert names(find(shelf, "otis*")) == []


def test_words_are_left_out(shelf: SmallBank) -> None:
    assert names(find(shelf, "client")) == ["hameconnage/1.2"]
    assert names(find(shelf, "client", "-données")) == []
    everything = set(names(find(shelf)))
    assert everything - set(names(find(shelf, "-franchise"))) == {"contrat-auto", "contrat-auto/2"}
    assert names(find(shelf, "-données personnelles", cases=("hameconnage",))) == [
        "hameconnage",
        "hameconnage/1.1",
    ]


def test_grammatical_words_say_nothing_beside_others(shelf: SmallBank) -> None:
    assert names(find(shelf, "la", "cotisation", "annuelle")) == ["contrat-auto/2"]
    assert names(find(shelf, "dont")) == ["hameconnage/1.2"]


def test_titles_weigh_more_than_prompts_and_prompts_more_than_documents(shelf: SmallBank) -> None:
    filler = "Une phrase de plus pour la longueur."
    document = {"id": "d", "kind": "text", "title": "Note", "body": f"Le parrainage. {filler}"}
    shelf.put(
        case(
            "a", "Un cas", question("1", f"Lisez. {filler}", documents=["d"]), documents=[document]
        ),
        case("b", "Un cas", question("1", f"Proposez un parrainage. {filler}")),
        case("c", "Le parrainage", question("1", f"Lisez. {filler}")),
    )
    found = [name for name in names(find(shelf, "parrainage")) if name in {"a/1", "b/1", "c"}]
    assert found == ["c", "b/1", "a/1"]


def test_a_misspelt_word_has_near_ones(shelf: SmallBank) -> None:
    found = find(shelf, "cotization", "annuelle")
    assert (found.total, found.near) == (0, {"cotization": ("cotisation",)})
    assert find(shelf, "résilleir").near == {"resilleir": ("résilier",)}
    assert find(shelf, "zzzzzz").near == {"zzzzzz": ()}
    assert find(shelf, "cotisent").near == {}


def test_signs_that_mean_something_to_the_index_are_only_signs(shelf: SmallBank) -> None:
    for words in ('"', "*", "-", "a OR b", "prompt:x", "(", 'fin"', "'", "^x", "NEAR(a b)", "{}"):
        find(shelf, words)
    assert names(find(shelf, "OR")) == []
