"""Marks by idea from tables, the answers furthest apart, and the page with plots."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest

from examen.analysis import Agreement, agree, compare, read_marks
from examen.analysis.disagreements import MOST
from examen.cli import main
from examen.exchange.grades import read_grades
from examen.messages import using
from examen.model.grade import Grade
from examen.problems import Problem
from marked_copies import award, grades_file, marks, marks_file

# Marks by idea in a table


def grades_of_one(folder: Path) -> Path:
    return grades_file(
        folder, {"A": {"q": [award("c", "2", "+a -b +d")], "r": [award("e", "1", "")]}}
    )


@pytest.mark.parametrize(
    "text",
    [
        "copy,question,idea\nA,q,a\nA,q,b\nA,r,\n",
        "Copie;Question;Idée\nA;q;a\nA;q;b\nA;q;b\nA;r;\n",
        "copie;question;idee;citation\nA;q;a;les mots\nA;q;b;\nA;r;;\n",
    ],
)
def test_ideas_in_a_table(tmp_path: Path, text: str) -> None:
    path = marks_file(tmp_path, text, name="anne.csv")
    agreement = agree(grades_of_one(tmp_path), path)
    figures = agreement.to_json()
    assert agreement.problems == ()
    counts = figures["against"]["anne"]["ideas"]
    assert (counts["tp"], counts["fp"], counts["fn"]) == (1, 1, 1)
    assert figures["counts"]["findings"] == 3
    assert figures["machine"]["totals"]["bias"] is None
    assert figures["copies"] == []


def test_ideas_with_points_and_quotes_in_a_table(tmp_path: Path) -> None:
    text = (
        "copie;question;points;idée;citation;correcteur\n"
        "A;q;1,5;a;les mots;X\nA;q;;b;;X\nA;q;1,5;autre-1;hors liste;X\nA;r;0;;;X\n"
    )
    people, problems = read_marks([marks_file(tmp_path, text, name="notes.csv")])
    assert problems == []
    found = people["X"]["A"]["q"]
    assert (found.points, found.ideas) == (Decimal("1.5"), {"a": "les mots", "b": ""})
    assert (found.outside, found.outside_quotes) == (1, {"autre-1": ("hors liste",)})
    assert people["X"]["A"]["r"].points == 0
    assert people["X"]["A"]["r"].ideas == {}


def test_points_and_ideas_from_two_files_come_together(tmp_path: Path) -> None:
    points = marks_file(tmp_path, "copie;question;note;correcteur\nA;q;1;X\n", name="notes.csv")
    ideas = marks_file(tmp_path, "copie;question;idée;correcteur\nA;q;a;X\n", name="idees.csv")
    for paths in ([points, ideas], [ideas, points]):
        people, problems = read_marks(paths)
        assert problems == []
        assert people["X"]["A"]["q"].points == 1
        assert people["X"]["A"]["q"].ideas == {"a": ""}


def test_two_numbers_of_points_for_one_answer(tmp_path: Path) -> None:
    text = "copie;question;points;idée\nA;q;1;a\nA;q;2;b\n"
    people, problems = read_marks([marks_file(tmp_path, text, name="X.csv")])
    assert [(problem.source.line, problem.code) for problem in problems] == [(3, "marks-duplicate")]
    assert people["X"]["A"]["q"].points == 1


# The answers furthest apart


def far_apart(tmp_path: Path) -> Agreement:
    grades = grades_file(
        tmp_path,
        {
            "A": {"q": [award("c", "2", "+a -b ?d@0.4 -f")], "r": [award("e", "1", "+g")]},
            "B": {"q": [award("c", "4", "+a -b -d -f")], "r": [award("e", "1", "+g")]},
        },
    )
    people = marks_file(
        tmp_path,
        marks(
            "A", "m1", q={"ideas": {"a": "mot", "b": ["un", "deux"]}, "total": 3}, r={"total": 1}
        ),
        marks("A", "m2", q={"ideas": {"a": "mot", "z": "inconnu"}, "total": 2}, r={"total": 1}),
        marks("B", "m1", q={"ideas": {}, "total": 0}, r={"ideas": {"g": "dit"}, "total": 1}),
    )
    copies = tmp_path / "copies.jsonl"
    lines = [{"copy": name, "answers": {"q": f"a mot un deux {name}", "r": ""}} for name in "ABX"]
    copies.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return agree(grades, people, copies=[copies])


@pytest.fixture
def far(tmp_path: Path) -> Agreement:
    return far_apart(tmp_path)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> str:
    with using("fr"):
        return far_apart(tmp_path_factory.mktemp("far")).to_html()


def test_the_answers_furthest_apart_come_first_with_the_words_of_both(far: Agreement) -> None:
    rows = far.to_json()["disagreements"]
    assert far.problems == ()
    assert [(row["copy"], row["question"], row["difference"]) for row in rows] == [
        ("B", "q", 4),
        ("A", "q", -0.5),
    ]
    row = rows[1]
    assert (row["machine"], row["people"], row["markers"]) == (2, 2.5, {"m1": 3, "m2": 2})
    assert row["answer"] == "a mot un deux A"
    ideas = {idea["idea"]: idea for idea in row["ideas"]}
    assert list(ideas) == ["a", "b", "d", "z"]
    assert ideas["a"] == {
        "criterion": "c",
        "idea": "a",
        "status": "found",
        "confidence": 1,
        "reason": "about a",
        "evidence": [{"start": 0, "end": 1, "quote": "a"}],
        "given": {"m1": "mot", "m2": "mot"},
        "agreed": True,
    }
    assert (ideas["b"]["status"], ideas["b"]["given"]) == ("missing", {"m1": "un … deux"})
    assert (ideas["d"]["status"], ideas["d"]["agreed"]) == ("unsure", True)
    assert (ideas["z"]["status"], ideas["z"]["confidence"], ideas["z"]["agreed"]) == (
        *(None, None),
        False,
    )


def test_only_the_worst_are_kept_whatever_their_order(tmp_path: Path) -> None:
    names = [f"{number:03}" for number in range(12 * MOST)]
    people = marks_file(tmp_path, *(marks(name, "m", q={"total": 0}) for name in names))
    sheets = []
    for order in (names, names[::-1]):
        copies = {name: {"q": [award("c", str(int(name) % 200), "")]} for name in order}
        rows = agree(grades_file(tmp_path, copies), people).to_json()["disagreements"]
        sheets.append([row["copy"] for row in rows])
    assert sheets[0] == sheets[1] == [f"{number:03}" for number in range(199, 199 - MOST, -1)]


def test_of_answers_as_far_apart_those_with_more_ideas_apart_come_first(tmp_path: Path) -> None:
    grades = grades_file(
        tmp_path, {"A": {"q": [award("c", "2", "+a")]}, "B": {"q": [award("c", "2", "+a +b")]}}
    )
    people = marks_file(tmp_path, *(marks(name, "m", q={"ideas": "", "total": 1}) for name in "AB"))
    rows = agree(grades, people).to_json()["disagreements"]
    assert [row["copy"] for row in rows] == ["B", "A"]


def test_a_copy_is_compared_once(tmp_path: Path) -> None:
    line = grades_of_one(tmp_path).read_text("utf-8").strip()
    grades = grades_file(tmp_path, {}, line, line)
    agreement = agree(grades, marks_file(tmp_path, marks("A", "m", q={"total": 2})))
    assert [problem.code for problem in agreement.problems] == ["grade-duplicate"]
    assert agreement.to_json()["copies"][0]["machine"] == 2


def test_copies_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    people = marks_file(tmp_path, marks("A", "m", q={"total": 0}))
    copies = tmp_path / "copies.jsonl"
    copies.write_text("{", "utf-8")
    agreement = agree(grades_of_one(tmp_path), people, copies=[copies])
    assert [problem.code for problem in agreement.problems] == ["copy-json"]
    assert agreement.to_json()["disagreements"][0]["answer"] is None


# Key figures


def test_key_figures_from_memory_are_those_of_the_files(tmp_path: Path, far: Agreement) -> None:
    people, _ = read_marks([tmp_path / "marks.jsonl"])
    grades = [grade for grade in read_grades(tmp_path / "grades.jsonl") if isinstance(grade, Grade)]
    key = compare(grades, people).key_figures()
    assert key == far.key_figures()
    assert compare(reversed(grades), people).key_figures() == key
    figures = far.to_json()
    assert key.to_json() == {
        "copies": 2,
        "precision": figures["machine"]["ideas"]["precision"],
        "recall": figures["machine"]["ideas"]["recall"],
        "f1": figures["machine"]["ideas"]["f1"],
        "mean_difference": figures["machine"]["totals"]["mean_absolute_difference"],
        "bias": figures["machine"]["totals"]["bias"],
        "kappa": figures["machine"]["kappa"],
        "exact": figures["machine"]["exact"],
        "over": figures["machine"]["over"],
        "ece": figures["calibration"]["ece"],
        "unsure": 0.1,
    }


# The page

VOID = {"meta", "br", "link", "img", "hr", "col"}
PLOTS = ("totals", "differences", "bias", "kappa", "reliability", "risk-coverage")


class Page(HTMLParser):
    """What a page holds; a tag that is not closed is an error."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes.append((tag, dict(attrs)))
        self.ids.update(value or "" for name, value in attrs if name == "id")
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def all_of(page: Page, tag: str) -> list[dict[str, str | None]]:
    return [attributes for name, attributes in page.attributes if name == tag]


def test_the_page_is_whole_and_can_be_listened_to(drawn: str) -> None:
    page = Page(drawn)
    assert all_of(page, "html") == [{"lang": "fr"}]
    assert max(page.ids.values()) == 1
    drawings = all_of(page, "svg")
    assert [drawing["aria-labelledby"] for drawing in drawings] == [
        f"{name}-title {name}-description" for name in PLOTS
    ]
    assert all(drawing["role"] == "img" for drawing in drawings)
    assert {f"{name}-{part}" for name in PLOTS for part in ("title", "description")} <= {*page.ids}
    assert page.tags["figure"] == page.tags["figcaption"] == len(PLOTS)
    assert page.tags["table"] == page.tags["caption"]
    assert all("scope" in cell for cell in all_of(page, "th"))
    assert page.tags["h1"] == 1
    referred = {
        (attributes.get("xlink:href") or "")[1:] for attributes in all_of(page, "use")
    } | set(re.findall(r"url\(#([^)]*)\)", drawn))
    assert referred <= {*page.ids}


def test_the_page_asks_for_nothing_outside_it(drawn: str) -> None:
    page = Page(drawn)
    assert not {"script", "link", "img", "iframe", "object"} & page.tags.keys()
    for _tag, attributes in page.attributes:
        named = {name: value for name, value in attributes.items() if not name.startswith("xmlns")}
        assert not [value for value in named.values() if value and "://" in value]
    assert "@import" not in drawn


def test_the_page_is_the_same_each_time_and_bears_no_date(far: Agreement, drawn: str) -> None:
    users_own: dict[Any, Any] = {"axes.labelcolor": "red", "lines.linewidth": 9}
    with mpl.rc_context(users_own):
        assert far.to_html() == drawn
    assert "dc:date" not in drawn
    assert not re.search(r"\b202\d-\d\d", drawn)


def test_the_page_shows_the_words_of_both(drawn: str) -> None:
    text = drawn
    assert "<h3>Copie B, question q</h3>" in text
    assert "Machine\u00a0: 4,00\u202f; correcteurs\u00a0: 0,00\u202f; écart\u00a0: +4,00." in text
    assert '<mark class="unsure">a</mark> mot un deux B' in text  # counted by the machine alone
    assert '<mark class="found">mot</mark> <mark class="unsure">un</mark>' in text  # by people
    assert "m1\u00a0: «\u00a0un … deux\u00a0»" in text
    assert "Le barème n’a pas cette idée." in text
    assert "Copies corrigées par la machine\u00a0: 2" in text
    assert "diffèrent de 2 points au plus\u00a0: 1 sur 2." in text


def test_the_page_in_english(far: Agreement) -> None:
    with using("en"):
        text = far.to_html()
    assert Page(text).attributes[0] == ("html", {"lang": "en"})
    assert "Points given by people" in text
    assert not re.search(r"[àéêè]", "".join(Page(text).texts).replace("épreuve", ""))


HOSTILE = '<script>alert("1")</script>&amp; $x_1$'


def test_what_candidates_and_markers_write_stays_text(tmp_path: Path) -> None:
    grades = grades_file(tmp_path, {HOSTILE: {"q": [award("c", "9", "+<b>idea</b>")]}})
    given = {"ideas": {"other": HOSTILE}, "total": 0}
    people = marks_file(tmp_path, marks(HOSTILE, f"m {HOSTILE}", q=given))
    figures = agree(grades, people).to_json()
    figures["disagreements"][0]["answer"] = f"<b>idea</b> and <i>more</i> {HOSTILE}."
    page = Page(Agreement(figures).to_html())
    assert not {"script", "b", "i"} & page.tags.keys()
    assert any(HOSTILE in text for text in page.texts)
    assert "<b>idea</b>" in page.texts


def test_what_differs_shows_where_passages_overlap(tmp_path: Path) -> None:
    """And what is unsure is not shown as counted."""
    grades = grades_file(
        tmp_path, {"A": {"q": [award("c", "2", "+le +le-chat ?le-chat-dort@0.6")]}}
    )
    people = marks_file(tmp_path, marks("A", "m", q={"ideas": "le", "total": 1}))
    copies = tmp_path / "copies.jsonl"
    copies.write_text(json.dumps({"copy": "A", "answers": {"q": "le-chat-dort"}}), "utf-8")
    text = agree(grades, people, copies=[copies]).to_html()
    assert '<mark class="unsure">le</mark><mark class="unsure">-chat</mark>-dort</div>' in text


def test_the_page_without_points_ideas_or_grades_in_common(tmp_path: Path) -> None:
    grades = grades_of_one(tmp_path)
    points = marks_file(tmp_path, marks("A", "m", q={"total": 2}), name="points.jsonl")
    ideas = marks_file(tmp_path, marks("A", "m", q={"ideas": "a d"}), name="ideas.jsonl")
    others = marks_file(tmp_path, marks("B", "m", q={"total": 2}), name="others.jsonl")
    drawn = {
        path.stem: Page(agree(grades, path).to_html()).tags["svg"]
        for path in (points, ideas, others)
    }
    assert drawn == {"points": 4, "ideas": 2, "others": 0}


# The command


def test_the_command_writes_the_page(
    tmp_path: Path, far: Agreement, drawn: str, capsys: pytest.CaptureFixture[str]
) -> None:
    del far
    page = tmp_path / "new/accord.html"
    files = [str(tmp_path / name) for name in ("grades.jsonl", "marks.jsonl")]
    copies = str(tmp_path / "copies.jsonl")
    assert main(["agree", *files, "--copies", copies, "--html", str(page)]) == 0
    assert page.read_text("utf-8") == drawn
    assert capsys.readouterr().out.endswith(f"Page avec les graphiques\u00a0: {page}\n")
    assert main(["agree", *files, "--html", str(page), "--json"]) == 0
    shown: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert shown["disagreements"][0]["answer"] is None
    assert [path.name for path in page.parent.iterdir()] == ["accord.html"]


def test_a_page_that_cannot_be_written(
    tmp_path: Path, far: Agreement, capsys: pytest.CaptureFixture[str]
) -> None:
    del far
    (tmp_path / "file").write_text("", "utf-8")
    files = [str(tmp_path / name) for name in ("grades.jsonl", "marks.jsonl")]
    assert main(["agree", *files, "--html", str(tmp_path / "file/page.html")]) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1)


def test_problems_are_values(tmp_path: Path) -> None:
    people = marks_file(tmp_path, "copie;question\nA;q\n", marks("A", "m"), name="notes.csv")
    _marks, found = read_marks([people, marks_file(tmp_path, marks("A", "m", q={"total": 1}))])
    assert [isinstance(problem, Problem) for problem in found] == [True]
    assert "points ou idée" in found[0].message
