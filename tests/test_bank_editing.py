"""Adding to YAML: the items are there, and taking them out again gives back every byte."""

from __future__ import annotations

import pytest
import yaml

from examen.bank.editing import Addition, NoPlaceError, add

TEXT = """\
# en-tête
a:
  - id: x   # c
    list:
      - un
      - - [deux, deux bis]   # fin
        - trois

      # fin de liste
  - {id: y, list: [un, "d'eux", ]}
  - id: z
    says: >-
      une phrase
      longue

  # rien
b: fin"""


def added(text: str, *additions: Addition) -> str:
    return add(text, additions)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(
    ("loc", "item", "piece"),
    [
        (("a", 0, "list"), [["q", "no"]], "      - [[q, 'no']]⏎"),
        (("a", 0, "list"), [["q"], ["r"]], "      - - [q]⏎        - [r]⏎"),
        (("a", 0, "list", 1, 0), "deux ter", ", deux ter"),
        (("a", 0, "list", 1, "words", 0), "a, b", ", 'a, b'"),
        (("a", 1, "list"), [["q"]], ", [[q]]"),
        (("a", 2, "list"), [["q"]], "    list: [[[q]]]⏎"),
        (("a",), {"id": "w", "says": "Dire: oui"}, "  - id: w⏎    says: 'Dire: oui'⏎"),
    ],
)
def test_an_item_is_put_in_and_nothing_else_changes(
    loc: tuple[str | int, ...], item: str, piece: str, mark: str, newline: str
) -> None:
    text = mark + TEXT.replace("\n", newline)
    found = added(text, Addition(loc, item))
    piece = piece.replace("⏎", newline)
    assert found.replace(piece, "", 1) == text
    assert found.count(piece) == 1
    assert yaml.safe_load(found.removeprefix("\ufeff"))


def test_a_text_alone_becomes_a_list() -> None:
    found = added(TEXT, Addition(("a", 0, "list", 1, 1), "quatre"))
    assert found == TEXT.replace("- trois", "- [trois, quatre]")


def test_items_of_an_inner_list_come_before_those_of_the_outer() -> None:
    text = "a:\n  - b:\n      - 1"
    found = added(text, Addition(("a",), "3"), Addition(("a", 0, "b"), "2"))
    assert yaml.safe_load(found.replace("'", "")) == {"a": [{"b": [1, 2]}, 3]}


def test_a_comment_stands_above_its_item() -> None:
    assert added("a:\n- x\n", Addition(("a",), "y", "pourquoi")) == "a:\n- x\n# pourquoi\n- y\n"


@pytest.mark.parametrize("loc", [("c", "d"), ("a", 9, "list"), ("b", 0), ("a", 2, "says")])
def test_a_place_that_does_not_exist_is_refused(loc: tuple[str | int, ...]) -> None:
    with pytest.raises(NoPlaceError):
        added(TEXT, Addition(loc, "x"))


def test_an_empty_list_takes_an_item() -> None:
    assert added("a: []\n", Addition(("a",), "x")) == "a: [x]\n"


def test_a_wide_list_goes_on_in_a_new_line() -> None:
    wide = "a: [" + "b" * 135
    assert added(f"{wide}]\n", Addition(("a",), "cccc")) == f"{wide},\n    cccc]\n"


def test_a_wide_item_is_broken_after_a_comma() -> None:
    words = [f"mot{number:03}" for number in range(40)]
    found = added("a:\n  - [x]\n", Addition(("a",), words))
    assert yaml.safe_load(found) == {"a": [["x"], words]}
    assert max(map(len, found.split("\n"))) <= 140


def test_a_long_text_at_the_end_keeps_its_blank_lines_below() -> None:
    text = "a:\n  - id: x\n    says: |\n      une\n\n      deux\n\n  # rien\nb: 1\n"
    found = added(text, Addition(("a",), "y"))
    assert found == text.replace("deux\n", "deux\n  - y\n")
