"""Finding cases and questions: the right ones, in the right order, however the bank changes."""

from __future__ import annotations

import json
import os
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
from examen.cli import main
from examen.problems import ExamenError
from examen.search import Found, Range, Wanted, search
from examen.search.files import Seen, changes, path, scan
from examen.search.words import dictionary
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
NO_BREAK, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
MARKING = rubric("hameconnage", q1_1=["L'adresse imite celle de la banque."], q1_2=["Des excuses"])


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallBank:
    """A bank of three cases, whose index is kept in a cache of its own."""
    dictionary("fr"), dictionary("en")
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


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        (
            "Le nouveau banquier, actif, envoie un e-mail à 1 340 clients.",
            "banquière banquières banquier nouveau nouvelles active actif email E-mails 1340",
        ),
        ("La nouvelle banquière, un email, 1340 clients.", "nouveau banquier email e-mail 1340"),
    ],
)
def test_words_are_found_however_they_are_written(
    shelf: SmallBank, prompt: str, words: str
) -> None:
    shelf.put(case("a", "Un cas", question("1", prompt)))
    for word in (*words.split(), "1 340"):
        found = find(shelf, word, cases=("a",))
        assert (word, names(found), found.near) == (word, ["a/1"], {})
        assert found.hits[0].excerpt.marks
    assert names(find(shelf, "courriel", cases=("a",))) == []


def test_english_cases_are_read_as_english(shelf: SmallBank) -> None:
    assert "complaints/1" in names(find(shelf, "policy", "cancel"))


def test_a_question_is_found_by_its_prompt_its_ideas_and_its_documents(shelf: SmallBank) -> None:
    assert names(find(shelf, "cotisations")) == ["contrat-auto/2"]
    assert names(find(shelf, "imiter")) == ["hameconnage/1.1"]
    assert set(names(find(shelf, "franchise"))) == {"contrat-auto", "contrat-auto/2"}


def test_a_case_is_found_by_what_the_jury_plays(shelf: SmallBank) -> None:
    scenario = {
        "minutes": "20",
        "role": "Vous jouez un client pressé.",
        "opening": "« Je n'ai que cinq minutes. »",
        "challenges": [{"says": "« C'est trop cher. »", "expected": "Une concession chiffrée."}],
    }
    shelf.put(case("oral", "Oral", question("1", "Vendez."), form="role-play", scenario=scenario))
    (hit,) = find(shelf, "concessions").hits
    assert (hit.case, hit.number, hit.excerpt.field) == ("oral", "", "scenario")


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
    assert names(find(shelf, "annuel* cotisation")) == ["contrat-auto/2"]


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
    found = find(shelf, "chez", "cotisations")
    assert (names(found), found.near) == (["contrat-auto/2"], {})
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
    assert find(shelf, "résilleir").near == {"résilleir": ("résilier",)}
    assert find(shelf, "Cotîser", "Frode").near == {"Frode": ("fraude",)}
    assert find(shelf, "zzzzzz").near == {"zzzzzz": ()}
    assert find(shelf, "cotisent").near == {}


def test_near_words_are_those_that_the_bank_has_the_most_frequent_first(shelf: SmallBank) -> None:
    shelf.put(
        case("p", "P", question("1", "La prime."), question("2", "La prime.")),
        case("c", "C", question("1", "Le crime.")),
    )
    assert find(shelf, "brime").near == {"brime": ("prime", "crime")}
    (shelf.bank / "cases" / "p.yaml").unlink()
    assert find(shelf, "brime").near == {"brime": ("crime",)}


def test_signs_that_mean_something_to_the_index_are_only_signs(shelf: SmallBank) -> None:
    for words in ("a OR b", "prompt:x", 'fin"', "^x", "NEAR(a b)", "col:(fin", "x' --", "-fin*"):
        find(shelf, words)
    assert names(find(shelf, "OR")) == []


@pytest.mark.parametrize("words", ['"', "*", "-", "(", "'", "{}", "€", ""])
def test_something_must_be_asked(shelf: SmallBank, words: str) -> None:
    with pytest.raises(ExamenError, match="rien à chercher"):
        find(shelf, words)


# --- What cases and questions are -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"competencies": ("C2.7",)}, ["contrat-auto/2"]),
        ({"competencies": ("C2.7", "C1.2")}, ["contrat-auto/2", "hameconnage/1.1"]),
        ({"blocks": ("B1",)}, ["hameconnage/1.1"]),
        ({"level": Range(Decimal(1), Decimal(1))}, ["contrat-auto/1"]),
        ({"level": Range(Decimal(3))}, ["contrat-auto/2"]),
        ({"minutes": Range(None, Decimal(24))}, ["contrat-auto/1"]),
        ({"points": Range(Decimal("2.5"), Decimal(4))}, ["contrat-auto/2"]),
        ({"forms": ("letter", "calculation")}, ["contrat-auto/1", "contrat-auto/2"]),
        ({"assessments": ("role-play",)}, ["hameconnage", "hameconnage/1.1", "hameconnage/1.2"]),
        ({"statuses": ("validated",)}, ["contrat-auto", "contrat-auto/1", "contrat-auto/2"]),
        ({"cases": ("complaints",)}, ["complaints", "complaints/1"]),
        ({"words": ("cotisation",), "level": Range(None, Decimal(2))}, []),
    ],
)
def test_filters(shelf: SmallBank, wanted: dict[str, Any], expected: list[str]) -> None:
    assert names(find(shelf, *wanted.pop("words", ()), **wanted)) == expected


def test_blocks_are_those_of_the_framework_of_the_case(shelf: SmallBank) -> None:
    shelf.put({**framework(B1=["C2.7"]), "id": "autre"})
    assert names(find(shelf, blocks=("B1",))) == ["hameconnage/1.1"]


def test_a_question_may_have_a_status_of_its_own(shelf: SmallBank) -> None:
    asked = (question("1", "Lisez.", status="retired"), question("2", "Lisez."))
    shelf.put(case("mixte", "Mixte", *asked, status="validated"))
    assert names(find(shelf, statuses=("retired",))) == ["mixte/1"]


def test_use_is_told_and_filtered(shelf: SmallBank) -> None:
    shelf.put_uses(use("2026-03-01", hameconnage=["1.1"]), use("2025-10-01", hameconnage=["1.1"]))
    last = {hit.number: hit.last_used for hit in find(shelf, cases=("hameconnage",)).hits}
    assert last == {"": "2026-03-01", "1.1": "2026-03-01", "1.2": None}
    assert names(find(shelf, never_used=True, cases=("hameconnage",))) == ["hameconnage/1.2"]
    assert "hameconnage/1.1" not in names(find(shelf, unused_since="2026-03-01"))
    assert "hameconnage/1.1" in names(find(shelf, unused_since="2026-03-02"))


def test_results_are_sorted_and_limited(shelf: SmallBank) -> None:
    by_points = find(shelf, sort="points", limit=2, forms=("text", "letter", "calculation"))
    assert (names(by_points), by_points.total) == (["complaints/1", "contrat-auto/1"], 5)
    by_level = find(shelf, sort="level", cases=("contrat-auto",))
    assert names(by_level) == ["contrat-auto/1", "contrat-auto/2", "contrat-auto"]
    by_minutes = find(shelf, sort="minutes", cases=("contrat-auto",))
    assert names(by_minutes) == ["contrat-auto/1", "contrat-auto/2", "contrat-auto"]


@pytest.mark.parametrize(
    "wanted", [{"competencies": ("C2.8",)}, {"blocks": ("B9",)}, {"cases": ("contrat-aut",)}]
)
def test_what_the_bank_does_not_have_is_told(shelf: SmallBank, wanted: dict[str, Any]) -> None:
    with pytest.raises(ExamenError, match="rien ne porte le nom"):
        find(shelf, **wanted)


# --- What is shown --------------------------------------------------------------------------------


def test_an_excerpt_shows_the_words_found(shelf: SmallBank) -> None:
    long = " ".join(f"Phrase numéro {n}." for n in range(60))
    shelf.put(case("long", "Long", question("1", f"{long} Traitez l'objection. {long} Objection.")))
    shown = next(hit.excerpt for hit in find(shelf, "objections").hits)
    assert [shown.text[start:end] for start, end in shown.marks] == ["objection"]
    assert shown.text.startswith("…")
    assert shown.text.endswith("…")
    assert len(shown.text) < 200
    assert shown.field == "prompt"


def test_an_excerpt_marks_a_phrase_whole_and_none_of_its_words_elsewhere(shelf: SmallBank) -> None:
    prompt = "À vous d'écrire à un client. Calculez son reste à vivre, sans reste."
    shelf.put(case("budget", "Budget", question("1", prompt)))
    (hit,) = find(shelf, "reste à vivre").hits
    shown = hit.excerpt
    assert [shown.text[start:end] for start, end in shown.marks] == ["reste à vivre"]


def test_an_excerpt_tells_where_it_stands(shelf: SmallBank) -> None:
    asked = ("imiter", "franchise")
    fields = {word: find(shelf, word).hits[0].excerpt.field for word in asked}
    assert fields == {"imiter": "ideas", "franchise": "tarif"}


def test_texts_are_shown_without_marks_of_layout(shelf: SmallBank) -> None:
    (hit,) = find(shelf, "cotisation").hits
    assert hit.excerpt.text == "Calculez la cotisation annuelle."
    assert (hit.points, hit.level, hit.minutes, hit.competencies) == (Decimal(4), 3, 25, ("C2.7",))


def test_texts_are_shown_with_the_signs_that_a_printer_sets(shelf: SmallBank) -> None:
    shelf.put(case("liste", "Liste", question("1", "Citez :\n\n- l'objet ;\n- la date.")))
    (hit,) = find(shelf, "citer", "date").hits
    assert hit.excerpt.text == f"Citez{NO_BREAK}: l’objet{THIN}; la date."


# --- The index follows the files ------------------------------------------------------------------


def test_files_are_listed_as_a_bank_lists_them(shelf: SmallBank) -> None:
    (shelf.bank / "cases" / ".hidden.yaml").write_text("schema: case/1\n")
    (shelf.bank / ".git").mkdir()
    (shelf.bank / ".git" / "x.yaml").write_text("")
    (shelf.bank / "b").mkdir()
    (shelf.bank / "b" / "z.yml").write_text("")
    (shelf.bank / "b" / "link.yaml").symlink_to(shelf.path(CONTRACT))
    (shelf.bank / "b" / "loop").symlink_to(shelf.bank)
    (shelf.bank / "b-c").mkdir()
    (shelf.bank / "b-c" / "a.yaml").write_text("")
    folders = (shelf.bank, shelf.rubrics)
    assert [path(folders, name) for name in scan(folders)] == list(yaml_files(*folders))


def test_a_change_is_seen_even_where_size_and_time_are_the_same(shelf: SmallBank) -> None:
    file = shelf.path(PHISHING)
    assert find(shelf, "fraude").total == 1
    before = file.stat()
    file.write_text(file.read_text("utf-8").replace("fraude", "presse"), "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert (find(shelf, "fraude").total, find(shelf, "presse").total) == (0, 1)


def test_what_is_new_changed_or_gone_is_followed(shelf: SmallBank) -> None:
    find(shelf)
    shelf.put(case("nouveau", "La tontine", question("1", "Expliquez.")))
    shelf.put(rubric("hameconnage", q1_1=["Le logo est flou."], q1_2=["Des excuses"]))
    shelf.put(framework(B1=["C1.1"], B2=["C2.7"], B3=["C1.2"]))
    assert names(find(shelf, "tontine")) == ["nouveau", "nouveau/1"]
    assert names(find(shelf, "logo")) == ["hameconnage/1.1"]
    assert names(find(shelf, "imiter")) == []
    assert names(find(shelf, blocks=("B3",))) == ["hameconnage/1.1"]
    shelf.path(PHISHING).unlink()
    found = find(shelf, "fraude")
    assert (found.total, list(found.near)) == (0, ["fraude"])


def test_what_is_gone_leaves_nothing_behind(shelf: SmallBank) -> None:
    shelf.put(case("z", "Z", question("1", "Lisez.", competencies=["C1.1"])))
    assert names(find(shelf, competencies=("C1.1",))) == ["hameconnage/1.1", "z/1"]
    shelf.put(case("z", "Z", question("1", "Lisez.")))
    assert names(find(shelf, competencies=("C1.1",))) == ["hameconnage/1.1"]


def test_a_file_read_as_it_was_changed_is_looked_into(shelf: SmallBank) -> None:
    folders = (shelf.bank, shelf.rubrics)
    found = scan(folders)
    name, stamp = next(iter(found.items()))
    for late, expected in ((10**9, (name,)), (3 * 10**9, ())):
        seen = Seen(stamp, stamp.changed + late, b"of another content")
        assert changes({name: seen}, {name: stamp}, folders).read_again == expected


def test_only_what_changed_is_read_again(shelf: SmallBank) -> None:
    read: list[int] = []
    search(shelf.bank, shelf.rubrics, Wanted(), read.append)
    assert sum(read) == 5
    shelf.put(case("complaints", "Autre", question("1", "Expliquez.")))
    read.clear()
    search(shelf.bank, shelf.rubrics, Wanted(), read.append)
    assert sum(read) == 1


def test_an_index_that_followed_finds_what_a_new_one_finds(shelf: SmallBank) -> None:
    find(shelf)
    shelf.put(case("contrat-auto", "La cotisation", question("1", "Calculez la prime.")), ENGLISH)
    shelf.path(MARKING).unlink()
    find(shelf)
    shelf.put(MARKING, {**PHISHING, "title": "La cotisation volée"})
    asked = [("cotisation",), ("fraude", "signe"), (), ("pol*",), ("cotisations", "-prime")]
    followed = [find(shelf, *words) for words in asked]
    (index,) = index_files()
    index.unlink()
    assert [find(shelf, *words) for words in asked] == followed


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: raw[:0],
        lambda raw: b"not an index at all" * len(raw),
        lambda raw: raw[: len(raw) // 2],
        lambda raw: raw[:4096] + bytes(len(raw) - 4096),
        lambda raw: raw[:100] + bytes(3996) + raw[4096:],
        lambda raw: raw[:8192] + os.urandom(4096) * (len(raw) // 4096 - 2),
    ],
    ids=["empty", "other", "half", "blank", "no schema", "noise"],
)
def test_a_damaged_index_is_built_again(shelf: SmallBank, damage: Callable[[bytes], bytes]) -> None:
    expected = find(shelf, "cotisation")
    (index,) = index_files()
    whole = index.read_bytes()
    index.write_bytes(damage(whole))
    assert find(shelf, "cotisation") == expected
    assert find(shelf, "cotisation") == expected
    assert index_files() == [index]
    assert abs(index.stat().st_size - len(whole)) < len(whole)


def test_an_index_made_by_other_rules_is_built_again(
    shelf: SmallBank, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    find(shelf)
    monkeypatch.setattr("examen.search.index.__version__", "0.0.9")
    search(shelf.bank, shelf.rubrics, Wanted(), read.append)
    assert sum(read) == 5


def test_without_a_cache_folder_all_is_found(
    shelf: SmallBank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = find(shelf, "cotisation")
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("EXAMEN_CACHE", str(tmp_path / "file"))
    assert find(shelf, "cotisation") == expected


def test_several_at_once_find_the_same(shelf: SmallBank) -> None:
    command = [sys.executable, "-m", "examen", "search", "cotisation", "--json"]
    running = [
        subprocess.Popen(command, cwd=shelf.folder, stdout=subprocess.PIPE)  # noqa: S603 - ours
        for _ in range(3)
    ]
    with ThreadPoolExecutor() as threads:
        outputs = [output for output, _none in threads.map(lambda one: one.communicate(), running)]
    assert len(set(outputs)) == 1
    assert b'"total": 1' in outputs[0]
    assert len(index_files()) == 1


def test_a_file_with_problems_is_left_out_and_told(shelf: SmallBank) -> None:
    find(shelf)
    file = shelf.path(PHISHING)
    sound = file.read_text("utf-8")
    file.write_text(sound.replace('"prompt"', '"promt"'), "utf-8")
    for _again in range(2):
        found = search(shelf.bank, shelf.rubrics, Wanted(("fraude",)))
        assert found.total == 0
        assert {problem.code for problem in found.problems} == {"unknown-key"}
        assert {Path(problem.source.path) for problem in found.problems} == {file}
    assert search(shelf.bank, shelf.rubrics, Wanted(("cotisation",))).total == 1
    file.write_text(sound, "utf-8")
    assert find(shelf, "fraude").total == 1


# --- The command ----------------------------------------------------------------------------------


def test_a_search_loads_neither_the_bank_nor_the_language(shelf: SmallBank) -> None:
    find(shelf)
    program = (
        "import sys; from examen.cli import main; main(['search', 'cotisation']); "
        "print([name for name in ('pydantic', 'spacy', 'yaml', 'examen.language', 'examen.bank') "
        "if name in sys.modules])"
    )
    words = [sys.executable, "-c", program]
    done = subprocess.run(words, cwd=shelf.folder, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - ours
    assert done.stdout.splitlines()[-1] == "[]"


Out = Callable[..., tuple[int, str, str]]


@pytest.fixture
def out(
    shelf: SmallBank, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Out:
    monkeypatch.chdir(shelf.folder)

    def call(*arguments: str) -> tuple[int, str, str]:
        status = main(["search", *arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


def test_the_command_shows_what_was_found(out: Out) -> None:
    status, shown, _err = out("cotisation", "--minutes", "≤30")
    assert status == 0
    assert shown.replace(NO_BREAK, " ") == (
        "1 résultat\n\n"
        "contrat-auto/2 · 4 points · niveau 3 · 25 min · calcul · C2.7 · validé · "
        "aucune utilisation\n"
        "  Résilier un contrat d’assurance – Dossier unique\n"
        "  Calculez la [cotisation] annuelle.\n"
    )


def test_the_command_asks_for_the_right_word(out: Out) -> None:
    _status, shown, _err = out("cotization")
    assert shown.replace(NO_BREAK, " ").replace(THIN, " ") == (
        "La banque n’a pas « cotization ». Vouliez-vous dire « cotisation » ?\n0 résultat\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["C2.7"], "«\u00a0C2.7\u00a0» est une compétence"),
        (["B2"], "«\u00a0B2\u00a0» est un bloc"),
        (["contrat-auto"], "«\u00a0contrat-auto\u00a0» est un cas"),
        (["cotisation", "fraude"], "rien ne réunit tout ce qui est demandé"),
        (["cotisation", "--level", "1"], "rien ne réunit tout ce qui est demandé"),
    ],
)
def test_the_command_says_why_nothing_is_found(out: Out, words: list[str], said: str) -> None:
    _status, shown, err = out(*words)
    assert said in shown + err
    assert "n’a pas" not in shown


@pytest.mark.parametrize(
    "wrong",
    [
        ("--level", "a"),
        ("--level", "3-"),
        ("--level", "2,5"),
        ("--level", "9"),
        ("--level", "3-1"),
        ("--minutes", "2.5"),
        ("--points", "4-2"),
        ("--unused-since", "hier"),
        ("--lvl", "2"),
    ],
)
def test_wrong_use_is_refused(out: Out, wrong: tuple[str, str]) -> None:
    status, _shown, err = out("cotisation", *wrong)
    assert status == 2
    assert err.startswith("Utilisation")


def test_a_word_after_a_hyphen_is_left_out(out: Out) -> None:
    assert json.loads(out("client", "-données", "--json")[1])["total"] == 0
    assert json.loads(out("client", "--json")[1])["total"] == 1


def test_a_file_with_problems_is_a_problem_of_the_command(out: Out, shelf: SmallBank) -> None:
    shelf.path(ENGLISH).write_text("schema: case/1\n")
    status, _shown, err = out("cotisation")
    assert status == 1
    assert "complaints.yaml" in err
