"""`examen fmt`: one layout, no comment lost, the meaning unchanged and proved."""

from __future__ import annotations

import errno
import os
import re
from collections import Counter
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from examen.authoring import formatting
from examen.authoring.formatting import format_text, formatted
from examen.bank.commented import comments
from examen.bank.layout import laid_out
from examen.bank.reading import File, read_file
from examen.bank.yaml_door import parse
from examen.cli.main import run

ROOT = Path(__file__).resolve().parent.parent
HEAD = "schema: case/1\nid: c\ntitle: T\ncontext: C\n"
TAIL = """\
parts:
  - id: p
    title: P
    questions:
      - number: 1
        prompt: P
        points: 2
"""


def laid(text: str) -> str:
    """A text in the layout, which says the same and which the layout leaves alone."""
    record = read_file(File("x.yaml", text)).sound
    assert record is not None
    after, problem = format_text(text, "x.yaml", record)
    assert problem is None
    assert parse(after, "").data == parse(text, "").data
    again, problem = format_text(after, "x.yaml", record)
    assert (again, problem) == (after, None)
    return after


def case(middle: str) -> str:
    """A layout's lines for a piece of a case, from after its context to before its parts."""
    after = laid(HEAD + middle + TAIL)
    return after.removeprefix(HEAD).partition("\nparts:")[0]


RUBRIC = """\
schema: rubric/1
id: c
case: c
questions:
  - question: "1"
    criteria:
      - id: k
        title: T
        points: 2
        award: {rule: each, points: 1, expected: 2}
        ideas:
          - id: a
            says: A
"""


def idea(lines: str) -> list[str]:
    """The layout of the lines of an idea, without their margin."""
    margin = " " * 12
    text = RUBRIC + "".join(f"{margin}{line}\n" for line in lines.splitlines())
    found = laid(text + "    model_answer: M\n").partition("says: A\n")[2]
    return [line.removeprefix(margin) for line in found.splitlines()][:-1]


def test_keys_come_in_the_order_of_the_records_with_their_comments() -> None:
    text = (
        "# the file\n\nid: c\n# about the title\ntitle: T  # of the case\nschema: case/1\n" + TAIL
    ).replace("parts:", "# end\ncontext: C\nparts:")
    assert laid(text).startswith(
        "# the file\n\nschema: case/1\nid: c\n# about the title\ntitle: T  # of the case\n"
        "# end\ncontext: C\n\nparts:\n"
    )


def test_the_key_that_says_what_a_record_is_comes_first() -> None:
    after = case("documents:\n- title: D\n  id: d\n  body: B\n  # sort\n  kind: text\n")
    assert after == "\ndocuments:\n  # sort\n  - kind: text\n    id: d\n    title: D\n    body: B\n"


def test_texts_are_plain_where_they_may_be() -> None:
    assert idea("""hint: "du texte"\nnote: 'a: b'\nphrasings: ['# non', "oui", 'l''eau']""") == [
        "hint: du texte",
        'note: "a: b"',
        "phrasings:",
        '  - "# non"',
        "  - oui",
        "  - l'eau",
    ]


def test_quotes_stay_where_others_would_read_a_number() -> None:
    assert laid(HEAD + TAIL.replace("number: 1", 'number: "1.10"')).count('"1.10"') == 1
    assert idea('phrasings:\n  - ["1.10", "no", "1.1.2", 12]') == [
        "phrasings:",
        '  - ["1.10", "no", 1.1.2, 12]',
    ]


def test_a_regex_keeps_its_quotes() -> None:
    assert idea('phrasings:\n  - regex: "l\\\\s*eau"') == ["phrasings:", r"  - regex: 'l\s*eau'"]


def test_long_texts_are_folded_and_short_ones_are_not() -> None:
    long = " ".join(["mot"] * 60) + " !"
    lines = idea(f"hint: {long}\nnote: >-\n  un\n  deux")
    assert lines[0] == "hint: >-"
    assert lines[-1] == "note: un deux"
    assert all(len(line) + 12 <= 120 and line.startswith("  mot") for line in lines[1:-1])


def test_what_cannot_be_broken_stays_on_its_line() -> None:
    address = "https://example.org/" + "x" * 120
    assert idea(f"hint: {address}\nnote: '{address}#'") == [f"hint: {address}", f"note: {address}#"]


def test_no_line_begins_with_a_sign_that_follows_a_space() -> None:
    text = " ; ".join(["« mot »", "12 000 €", "oui ?"] * 12)
    lines = idea(f"hint: {text}")
    assert len(lines) > 3
    assert [line for line in lines[1:] if re.match(r"\s*([;?!:»€]|000)|.*«$", line)] == []


def test_texts_of_several_lines_are_literal() -> None:
    assert idea('hint: "un\\n\\n  deux\\n"\nnote: |\n  un') == [
        "hint: |",
        "  un",
        "",
        "    deux",
        "note: |",
        "  un",
    ]


def test_blank_lines_and_spaces_at_the_end_of_a_text_stay() -> None:
    text = "context: |+\n  Un  \n    deux\n  trois   \n\n\n"
    after = laid(HEAD.replace("context: C\n", text) + TAIL + "# fin\n")
    assert after == HEAD.replace("context: C\n", "\n" + text) + TAIL + "# fin\n"
    prompt = "        prompt: |+\n          Un\n\n\n"
    assert f"{prompt}        points: 2\n" in laid(
        HEAD + TAIL.replace("        prompt: P\n", "") + prompt
    )


def test_what_ends_a_file_stays_at_its_end() -> None:
    flat = (
        "parts:\n- id: p\n  title: P\n  questions:\n  - number: 1\n    prompt: P\n    points: 2\n"
    )
    assert laid(HEAD + flat + "# fin\n").endswith("        points: 2\n# fin\n")


def test_word_groups_go_across_if_there_is_room_else_each_on_its_lines() -> None:
    words = ", ".join(f"mot{number:03}" for number in range(30))
    assert idea(f"phrasings:\n  - - [a, b]\n    - c\n  - words:\n      - [{words}]\n      - d") == [
        "phrasings:",
        "  - [[a, b], c]",
        "  - words:",
        "      - [" + ", ".join(f"mot{number:03}" for number in range(12)) + ",",
        "         " + ", ".join(f"mot{number:03}" for number in range(12, 24)) + ",",
        "         " + ", ".join(f"mot{number:03}" for number in range(24, 30)) + "]",
        "      - d",
    ]


def test_blank_lines_part_questions_and_documents() -> None:
    two = (
        TAIL
        + "      - {number: 2, prompt: P, points: 1}\n\n\n\n"
        + "      - number: 3\n        prompt: P\n        points: 1\n"
    )
    assert laid(HEAD + two).endswith(
        "        points: 2\n\n      - {number: 2, prompt: P, points: 1}\n\n      - number: 3\n"
        "        prompt: P\n        points: 1\n"
    )


def test_lists_of_formulas_go_down() -> None:
    written = "variables: {n: {from: 2, to: 9}}\nwhere: [n > 3, n != 5]\n"
    after = laid(HEAD + written + TAIL.replace("prompt: P", "prompt: P {{ n }}"))
    assert (
        "\nvariables: {n: {from: 2, to: 9}}\nwhere:\n  - n > 3\n  - n != 5\ncontext: C\n" in after
    )


def test_records_of_one_line_need_no_blank_line() -> None:
    lines = "".join(f"  - {{id: d{n}, kind: text, title: D, body: B}}\n" for n in range(3))
    assert case(f"documents:\n{lines}") == (
        "\ndocuments:\n" + lines.replace("kind: text, ", "").replace("{", "{kind: text, ")
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("# above\nhint: H", ["# above", "hint: H"]),
        ("hint: H # beside", ["hint: H  # beside"]),
        ("hint:\n  # between\n  H", ["# between", "hint: H"]),
        ("hint: > # header\n  H", ["hint: >  # header", "  H"]),
        ("hint: H\n  # further in", ["hint: H", "# further in"]),
        ("phrasings:  # list\n  - a", ["phrasings:  # list", "  - a"]),
        ("phrasings:\n- a\n# end", ["phrasings:", "  - a", "  # end"]),
        ("phrasings:\n  - a\n# end", ["phrasings:", "  - a", "# end"]),
        ("phrasings:\n  - a\n  # end", ["phrasings:", "  - a", "  # end"]),
        ("phrasings:\n  - # item\n    a", ["phrasings:", "  # item", "  - a"]),
        ("phrasings: [a] # beside", ["phrasings:  # beside", "  - a"]),
        (
            "phrasings:\n  - [[a, # one\n      b]]",
            ["phrasings:", "  - - - a  # one", "      - b"],
        ),
        ("phrasings: [a,\n  # end\n  ]", ["phrasings:", "  - a", "  # end"]),
        (
            "phrasings:\n\n  # one\n\n\n  # two\n  - a",
            ["phrasings:", "  # one", "", "  # two", "  - a"],
        ),
        ("hint: 'a # b'", ['hint: "a # b"']),
        ("hint: a#b #c", ["hint: a#b  #c"]),
    ],
)
def test_comments_stay_with_what_they_are_about(written: str, expected: list[str]) -> None:
    assert idea(written) == expected


def test_what_the_bank_holds_keeps_all_its_comments() -> None:
    path = ROOT / "rubrics/groupama-sportifs.yaml"
    found = formatted(path, lambda _path: {})
    assert found.problems == ()
    texts = path.read_text("utf-8"), found.rewriting.after
    before, after = (Counter(re.findall(r"^ *(#.*)$", text, re.MULTILINE)) for text in texts)
    assert before.total() > 150
    assert before == after
    data = [yaml.load(text, Loader=yaml.CBaseLoader) for text in texts]  # noqa: S506 - plain texts
    assert data[0] == data[1]


def test_cases_with_variables_keep_their_expressions(
    bank: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A rubric's numbers are expressions, which only its case's variables make numbers."""
    case = (
        HEAD
        + "variables:\n  n: {from: 2, to: 9}\n"
        + TAIL.replace("prompt: P", "prompt: '{{ n }}'")
    )
    (bank / "c.yaml").write_text(case)
    rubrics = bank.parent.parent / "rubrics"
    rubrics.mkdir()
    margin = " " * 12
    lines = f"{margin}phrasings:\n{margin}- number: {{value: '{{{{ n + 1 }}}}'}}\n"
    (rubrics / "c.yaml").write_text(RUBRIC + lines + "    model_answer: 'M {{ n + 1 }}'\n")
    assert run(["fmt"]) == 0, capsys.readouterr().err
    assert 'prompt: "{{ n }}"' in (bank / "c.yaml").read_text()
    assert '- number: {value: "{{ n + 1 }}"}' in (rubrics / "c.yaml").read_text()


def test_windows_files_become_plain_ones(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + ("# é\n" + HEAD + TAIL).replace("\n", "\r\n").encode())
    formatted(path, lambda _path: {}).rewriting.write()
    assert path.read_bytes() == laid("# é\n" + HEAD + TAIL).encode()


# --- Any data, with any comments -----------------------------------------------------------------

RESOLVER: Any = yaml.resolver.Resolver()
TEXTS = st.text("ab é:#-'\"[]{}&*!|>%@`,?\\~=<\n\t0.1", min_size=1, max_size=30).filter(str.strip)
LONG = st.lists(
    st.sampled_from(["mot", "a:b", "l'eau", ";", "«", "12", "#x"]), min_size=1, max_size=60
)
PROSE = st.one_of(
    TEXTS, LONG.map(" ".join), st.sampled_from(["no", "1.10", "~", "null", "2026-01-01"])
)
GROUPS = st.lists(st.lists(PROSE, min_size=1, max_size=4), min_size=1, max_size=3)
PHRASINGS = st.lists(
    st.one_of(
        PROSE,
        GROUPS,
        st.fixed_dictionaries({"words": GROUPS}, optional={"without": st.lists(PROSE, max_size=9)}),
        st.fixed_dictionaries({"regex": PROSE}, optional={"ignore_case": st.just("true")}),
    ),
    max_size=4,
)
IDEAS = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from("abc"), "says": PROSE},
        optional={
            "hint": PROSE,
            "note": PROSE,
            "phrasings": PHRASINGS,
            "contradictions": PHRASINGS,
        },
    ),
    min_size=1,
    max_size=3,
)


def rubric(ideas: list[Any], note: str) -> dict[str, Any]:
    criterion = {
        "id": "k",
        "title": "T",
        "points": "2",
        "award": {"rule": "each", "points": "1", "expected": "2"},
        "ideas": ideas,
    }
    question = {"question": "1", "criteria": [criterion], "model_answer": note}
    head = {"schema": "rubric/1", "id": "c", "case": "c", "note": note}
    return {**head, "questions": [question]}


def node(value: Any, draw: Any, *, in_flow: bool = False) -> yaml.Node:
    """A value as YAML in a style at random, its keys in an order at random."""
    flow = in_flow or draw(st.booleans())
    if isinstance(value, dict):
        pairs = draw(st.permutations(list(value.items())))
        return yaml.MappingNode(
            "tag:yaml.org,2002:map",
            [(node(key, draw, in_flow=True), node(one, draw, in_flow=flow)) for key, one in pairs],
            flow_style=flow,
        )
    if isinstance(value, list):
        items = [node(one, draw, in_flow=flow) for one in value]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", items, flow_style=flow)
    style = draw(st.sampled_from([None, None, "'", '"'] if in_flow else [None, "'", '"', "|", ">"]))
    if value in ("", "~"):
        style = '"'
    tag = RESOLVER.resolve(yaml.ScalarNode, value, (True, False))
    return yaml.ScalarNode(tag if style is None else "tag:yaml.org,2002:str", value, style=style)


def with_comments(text: str, draw: Any) -> tuple[str, list[str]]:
    """A text with comments put wherever YAML lets them stand."""
    inside: set[int] = set()  # lines that begin inside a text
    opened: set[int] = set()  # lines that do not end in a text
    after_block: dict[int, int] = {}  # how far in a comment may stand, not to belong to the text
    last: Any = None
    for token in yaml.scan(text):
        if isinstance(token, yaml.ScalarToken):
            end = token.end_mark.line + (token.end_mark.column > 0 or token.style not in ("|", ">"))
            inside |= set(range(token.start_mark.line + 1, end))
            opened |= set(range(token.start_mark.line, end - 1))
            if token.style in ("|", ">"):
                opened.add(token.start_mark.line)
                inside |= set(range(token.start_mark.line + 1, token.end_mark.line))
                opened |= set(range(token.start_mark.line, token.end_mark.line))
        if last is not None and isinstance(last, yaml.ScalarToken) and last.style in ("|", ">"):
            for at in range(last.end_mark.line, token.start_mark.line + 1):
                after_block[at] = token.start_mark.column
        if not isinstance(token, yaml.BlockEndToken):
            last = token
    written: list[str] = []
    result = []
    for number, line in enumerate(text.splitlines()):
        if number not in inside and draw(st.integers(0, 5)) == 0:
            column = draw(st.integers(0, after_block.get(number, 12)))
            written.append(f"#{len(written)}.")
            result.append(" " * column + written[-1])
        if number not in opened and number not in after_block and draw(st.integers(0, 5)) == 0:
            written.append(f"#{len(written)}.")
            line = f"{line} {written[-1]}"  # noqa: PLW2901 - the line with its comment
        result.append(line)
    return "".join(f"{line}\n" for line in result), written


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(IDEAS, PROSE, st.data())
def test_any_file_keeps_its_data_and_its_comments(ideas: Any, note: str, data: Any) -> None:
    tree = node(rubric(ideas, note), data.draw)
    text, written = with_comments(
        yaml.serialize(tree, allow_unicode=True, width=data.draw(st.sampled_from([40, 9999]))),
        data.draw,
    )
    if read_file(File("x", text)).sound is None:
        return  # a text of nothing but signs that a record refuses
    assert sorted(comments(text)) == sorted(written)
    assert sorted(comments(laid(text))) == sorted(written)


# --- The command ---------------------------------------------------------------------------------


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "bank/cases").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "bank/cases"


def test_the_command_writes_what_changes(bank: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd, good = bank / "odd.yaml", bank / "good.yaml"
    odd.write_text(HEAD.replace("T\n", "'T'\n") + TAIL)
    odd.chmod(0o640)
    good.write_text(laid(HEAD + TAIL))
    assert run(["fmt", "--check"]) == 1
    assert capsys.readouterr().out == "bank/cases/odd.yaml\n"
    assert run(["fmt", "--diff"]) == 0
    assert "-title: 'T'\n+title: T\n" in capsys.readouterr().out
    assert run(["fmt"]) == 0
    assert capsys.readouterr().out == "Écrit\xa0: bank/cases/odd.yaml\n"
    assert odd.read_text() == good.read_text()
    assert odd.stat().st_mode & 0o777 == 0o640
    assert run(["fmt", "--check"]) == 0
    assert sorted(path.name for path in bank.iterdir()) == ["good.yaml", "odd.yaml"]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + TAIL + "nope: 1\n",
        HEAD + TAIL + "title: again\n",
        HEAD + TAIL + "status: &a draft\n",
        HEAD + TAIL + "minutes:\n",
        "- 1\n",
        "",
        "a: [\n",
        HEAD + TAIL + "---\n" + HEAD,
    ],
)
def test_a_file_with_problems_stays_as_it_is(
    text: str, bank: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = bank / "c.yaml"
    path.write_text(text)
    assert run(["fmt"]) == 1
    assert path.read_text() == text
    assert capsys.readouterr().err.startswith("bank/cases/c.yaml:")


def test_what_cannot_be_opened_or_written_does_not_stop_the_others(
    bank: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "c"):
        (bank / f"{name}.yaml").write_text((HEAD + TAIL).replace("T\n", "'T'\n"))
    (bank / "b.yaml").symlink_to("absent.yaml")
    assert run(["fmt"]) == 1
    shown = capsys.readouterr()
    assert [line[-6:] for line in shown.out.splitlines()] == ["a.yaml", "c.yaml"]
    assert "bank/cases/b.yaml: unreadable-file: " in shown.err
    assert "2 fichiers modifiés, 0 déjà en forme, 1 laissé tel quel." in shown.err
    for name in ("a", "c"):
        (bank / f"{name}.yaml").write_text((HEAD + TAIL).replace("T\n", "'T'\n"))

    replace = Path.replace

    def full(self: Path, target: Path) -> None:
        if target.name == "a.yaml":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    assert run(["fmt"]) == 1
    shown = capsys.readouterr()
    assert shown.out == "Écrit\xa0: bank/cases/c.yaml\n"
    assert "le disque est plein" in shown.err


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (("prompt: P", "prompt: Q"), "bank/cases/c.yaml:12:17: layout: "),
        (("# one", "# two"), ":2:1: layout: "),
        (("# in", ""), ":9:12: layout: "),
    ],
)
def test_what_cannot_be_proved_is_refused(
    change: tuple[str, str],
    place: str,
    bank: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A layout that changes a text, or changes or loses a comment."""
    path = bank / "c.yaml"
    text = "# one\n" + HEAD + "parts:\n  - id: p\n    # in\n" + TAIL.partition("id: p\n")[2]
    path.write_text(text)
    monkeypatch.setattr(formatting, "laid_out", lambda root: laid_out(root).replace(*change))
    assert run(["fmt"]) == 1
    assert path.read_text() == text
    assert place in capsys.readouterr().err


def test_a_layout_that_does_not_come_to_rest_is_refused(
    bank: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = bank / "c.yaml"
    path.write_text(HEAD + TAIL)
    times = count(1)
    monkeypatch.setattr(formatting, "laid_out", lambda root: laid_out(root) + "\n" * next(times))
    assert run(["fmt"]) == 1
    assert path.read_text() == HEAD + TAIL
    assert ":1:1: layout: " in capsys.readouterr().err
