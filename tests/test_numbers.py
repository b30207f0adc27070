"""Numbers as candidates write them, and whether they say the value expected."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import cases
from examen.language.normalise import normalise
from examen.language.numbers import Quantity, equals, quantities
from examen.model.recognition import NumberKind, ValueSpec
from growth import in_proportion

HERE = Path(__file__).parent


def _said(text: str, quantity: Quantity) -> str:
    parts = [f"{text[quantity.start : quantity.end]} = {quantity.value:f} {quantity.kind}"]
    if quantity.scale != 1:
        parts.append(f"× {quantity.scale:f}")
    if quantity.direction:
        parts.append(quantity.direction)
    parts += ["operand"] * quantity.operand + ["result"] * quantity.result
    if quantity.other is not None:
        parts.append(f"or {quantity.other:f}")
    return " ".join(parts)


def _spec(text: str) -> ValueSpec:
    kind, value, *rest = text.split()
    spec: dict[str, object] = {"kind": kind, "value": value}
    if rest[:1] == ["±"]:
        spec["tolerance"] = rest[1]
    elif rest:
        spec["unit"] = rest[0]
    return ValueSpec.model_validate(spec)


def says(text: str, spec: ValueSpec) -> bool:
    return any(equals(quantity, spec) for quantity in quantities(normalise(text).text))


@pytest.mark.parametrize(("given", "expected"), cases(HERE / "cases/quantities.md", parts=2))
def test_quantities(given: str, expected: str) -> None:
    text = normalise(given).text
    assert "\n".join(_said(text, quantity) for quantity in quantities(text)) == expected


@pytest.mark.parametrize(("spec", "yes", "no"), cases(HERE / "cases/number-equals.md", parts=3))
def test_equals(spec: str, yes: str, no: str) -> None:
    value = _spec(spec)
    wrong = [line for line in yes.splitlines() if not says(line, value)]
    wrong += [f"not {line}" for line in no.splitlines() if says(line, value)]
    assert wrong == []


VALUES = st.decimals(min_value=0, max_value=10**8, places=2)


@given(VALUES)
def test_every_way_of_writing_a_number_reads_back(value: Decimal) -> None:
    english = f"{value:,.2f}"
    french = english.replace(",", " ").replace(".", ",")
    german = english.translate(str.maketrans(",.", ".,"))
    for written in (english, french, german, french.replace(" ", "\u202f"), f"{value:f}"):
        found = quantities(normalise(f"soit {written} en tout").text)
        assert [quantity.value for quantity in found] == [value], written


@given(VALUES, st.sampled_from(NumberKind))
def test_a_value_is_equal_to_itself_and_to_no_other(value: Decimal, kind: NumberKind) -> None:
    unit = {"percent": " %", "ratio": " %", "gap": " points", "money": " €"}.get(kind, "")
    text = f"{value:f}".replace(".", ",") + unit
    assert says(text, ValueSpec(value=value, kind=kind))
    assert not says(text, ValueSpec(value=value + 1, kind=kind))
    assert says(text, ValueSpec(value=value + 1, kind=kind, tolerance=Decimal(1)))


@given(
    VALUES.filter(bool),
    st.booleans(),
    st.sampled_from(["{}{}", "{}{} points", "({}{} pts)", "auto : {} {} points", "= {} {}"]),
)
def test_a_gap_never_has_the_opposite_sign(value: Decimal, below: bool, form: str) -> None:  # noqa: FBT001
    text = form.format("-" if below else "+", f"{value:f}")
    signed = -value if below else value
    assert says(text, ValueSpec(value=signed, kind=NumberKind.GAP))
    assert not says(text, ValueSpec(value=-signed, kind=NumberKind.GAP, tolerance=value * 3))


@given(
    st.text(
        alphabet="0123456789 ,.-+/x%€|\n()=: points de moins deux cent fois inférieur", max_size=200
    )
)
def test_spans_stand_in_the_text_in_order(text: str) -> None:
    found = quantities(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert [each.start for each in found] == sorted(each.start for each in found)


@pytest.mark.parametrize(
    "piece",
    [
        *(" ", "1", "|", "a", "\n ", "1,", "1.1", "-1", "1)", "a@", "cent-", "en ", "1 ", "1/"),
        *("5 % ", "plus ", "manque 1 ", "inférieur de ", "1 a b c ", "(1) ", "| 1 ", "deux "),
    ],
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    longest = 200_000 if piece in " 1|a" else 60_000

    def read(length: int) -> None:
        quantities(piece * (length // len(piece)))

    assert in_proportion(read, longest // 10, longest)
