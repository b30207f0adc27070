"""The variant of a file: its data filled with the values of its case's variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from examen.bank.variants.drawing import REFERENCE, FaultyError, draw
from examen.bank.variants.expressions import Values
from examen.bank.variants.filling import fill
from examen.bank.yaml_door import Sheet
from examen.model.variables import Parameters

# By case; None for a case whose variables could not be read.
Known = Mapping[str, Parameters | None]
_OWN = ("variables", "where")


def filled(data: Any, known: Known, variant: int = REFERENCE) -> Any:
    """A file's data in a variant; the data themselves if the file has no variables.

    Args:
        data: nested dicts, lists and texts.
        known: the variables of cases, for their rubrics.
        variant: from 1.

    Raises:
        FaultyError: values cannot be drawn, or texts not be filled.
        ValidationError: the variables are not written as they must be.
    """
    values = _values(data, known, variant)
    return data if values is None else fill(data, None, values, _language(data))[0]


def filled_sheet(sheet: Sheet, known: Known, variant: int = REFERENCE) -> Sheet:
    """A file in a variant, with the places of everything; raises what `filled` raises."""
    values = _values(sheet.data, known, variant)
    if values is None:
        return sheet
    data, spot = fill(sheet.data, sheet.spot, values, _language(sheet.data))
    return replace(sheet, data=data, spot=spot)


def usable(data: Any) -> Parameters | None:
    """The variables of a case's data; None if they cannot be read or drawn."""
    if not isinstance(data, dict):
        return None
    try:
        own = _own(data)
        draw(str(data.get("id")), own, REFERENCE)
    except (FaultyError, ValidationError):
        return None
    return own


def _own(data: dict[str, Any]) -> Parameters:
    return Parameters.model_validate({key: data[key] for key in _OWN if key in data})


def _language(data: dict[str, Any]) -> str:
    return str(data.get("language", "fr"))


def _values(data: Any, known: Known, variant: int) -> Values | None:
    """What the variables are worth that a file uses; None if it has none."""
    if not isinstance(data, dict):
        return None
    kind = str(data.get("schema")).partition("/")[0]
    case = data.get("case")
    if kind == "rubric" and isinstance(case, str) and case in known:
        parameters = known[case]
        if parameters is None:
            raise FaultyError  # what is wrong is said of the case
        return draw(case, parameters, variant)
    if kind == "case" and any(key in data for key in _OWN):
        return draw(str(data.get("id")), _own(data), variant)
    return None
