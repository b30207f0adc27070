"""What pydantic finds wrong with a record, said in the user's words at the exact place.

Errors are told apart by their type, never by pydantic's text. Its `loc` also names the members of
unions (`criterion`, `sentence`, `each`); a walk down the model leaves these out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, Literal, NamedTuple, get_args, get_origin

from pydantic import Tag
from pydantic_core import ErrorDetails

from examen.bank.codes import Code
from examen.bank.yaml_door import Loc, Sheet
from examen.messages import _
from examen.model.award import AwardRule
from examen.model.base import Record
from examen.model.case import Document
from examen.model.recognition import KEYS
from examen.problems import Problem, Source


class Steps(NamedTuple):
    """What a field leads to: records by union tag, below so many lists and mappings."""

    records: dict[str, type[Record]]
    containers: int


def _tag(record: type[Record]) -> str:
    for name in ("rule", "kind"):
        if name in record.model_fields:
            choices = get_args(record.model_fields[name].annotation)
            if get_origin(record.model_fields[name].annotation) is Literal:
                return str(choices[0])
    return ""


def _records(annotation: Any, tag: str = "") -> Iterator[tuple[str, type[Record]]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield tag or _tag(annotation), annotation
        return
    metadata = getattr(annotation, "__metadata__", ())
    tag = next((item.tag for item in metadata if isinstance(item, Tag)), tag)
    for inner in get_args(annotation):
        yield from _records(inner, tag)


def _containers(annotation: Any) -> int:
    inner = max((_containers(part) for part in get_args(annotation)), default=0)
    return inner + (get_origin(annotation) in (tuple, dict))


@cache
def steps(model: type[Record], key: str) -> Steps | None:
    """What a key of a record leads to; None if there is no such key."""
    for name, field in model.model_fields.items():
        if (field.alias or name) == key:
            return Steps(dict(_records(field.annotation)), _containers(field.annotation))
    return None


def follow(model: type[Record], loc: Loc) -> tuple[Loc, type[Record] | None]:
    """`loc` without the tags of unions, and the record that it points at or into."""
    current: type[Record] | None = model
    clean: list[str | int] = []
    rest = list(loc)
    while rest:
        step = rest.pop(0)
        clean.append(step)
        found = steps(current, str(step)) if current else None
        if found is None or not found.records:
            clean.extend(rest)
            break
        clean.extend(rest[: found.containers])
        del rest[: found.containers]
        current = next(iter(found.records.values())) if len(found.records) == 1 else None
        if current is None and rest:
            current = found.records.get(str(rest.pop(0)))
    return tuple(clean), current


@dataclass(frozen=True, slots=True)
class _Fault:
    """One of pydantic's errors, with the record that it is about and the data around it."""

    error: ErrorDetails
    loc: Loc
    model: type[Record] | None
    around: Any

    @property
    def value(self) -> Any:
        """What was written."""
        return self.error["input"]

    @property
    def context(self) -> dict[str, Any]:
        """What pydantic knows about the rule that was broken."""
        return self.error.get("ctx", {})

    def choices(self) -> list[str]:
        """What is allowed, where that is a choice."""
        expected = str(self.context.get("expected") or "")
        return [word.strip("' ") for word in expected.replace(" or ", ", ").split(", ")]


def known_keys(model: type[Record]) -> list[str]:
    """The keys that a record may have, as they are written."""
    return [field.alias or name for name, field in model.model_fields.items()]


def suggestion(key: str, model: type[Record], present: Collection[str]) -> str | None:
    """The key that a misspelt one stands for: a known one that is not there yet."""
    left = [name for name in known_keys(model) if name not in present]
    near = get_close_matches(key, left, 1, 0.6)
    return near[0] if near else None


def _missing(fault: _Fault) -> str:
    return _("the key “{key}” is missing; add it").format(key=fault.loc[-1])


def _unknown_key(fault: _Fault) -> str:
    key, present = str(fault.loc[-1]), fault.around or ()
    keys = known_keys(fault.model) if fault.model else []
    near = suggestion(key, fault.model, present) if fault.model else None
    if near:
        return _("the key “{key}” is unknown here; write “{near}”").format(key=key, near=near)
    left = [name for name in keys if name not in present]
    message = _("the key “{key}” is unknown here; these are known: {keys}")
    return message.format(key=key, keys=", ".join(left or keys))


def _choice(fault: _Fault) -> str:
    choices = fault.choices()
    near = get_close_matches(str(fault.value), choices, 1, 0.6)
    if near and len(choices) > 1:
        message = _("“{value}” is not allowed here; write “{near}” or another of: {choices}")
    else:
        message = _("“{value}” is not allowed here; write one of: {choices}")
    near = [*near, ""]
    return message.format(value=fault.value, near=near[0], choices=", ".join(choices))


def _boolean(fault: _Fault) -> str:
    message = _("“{value}” is not allowed here; write one of: {choices}")
    return message.format(value=fault.value, choices="true, false")


_TAGS = {"rule": dict(_records(AwardRule)), "kind": dict(_records(Document))}


def _member(fault: _Fault) -> str:
    """Which member of a union this is: an award's `rule`, a document's `kind`."""
    key = str(fault.context["discriminator"]).strip("'")
    choices = ", ".join(_TAGS[key])
    if "tag" not in fault.context:
        message = _("the key “{key}” is missing; write it with one of: {choices}")
        return message.format(key=key, choices=choices)
    message = _("“{value}” is not a {key}; write one of: {choices}")
    return message.format(value=fault.context["tag"], key=key, choices=choices)


def _phrasing(fault: _Fault) -> str:
    if isinstance(fault.value, dict):
        for key in fault.value:
            if near := get_close_matches(key, KEYS, 1, 0.6):
                message = _("the key “{key}” is unknown here; write “{near}”")
                return message.format(key=key, near=near[0])
    message = _(
        "this is not a phrasing; write a sentence, a list of word groups, or a mapping with "
        "one of these keys: {keys}"
    )
    return message.format(keys=", ".join(KEYS))


def _found(value: Any) -> str:
    if isinstance(value, dict):
        return _("a mapping")
    return _("a list") if isinstance(value, list) else _("a text")


def _text_expected(fault: _Fault) -> str:
    message = _("a text is expected here, not {found}; put a text with {{ }} [ ] in quotes")
    return message.format(found=_found(fault.value))


def _list_expected(fault: _Fault) -> str:
    message = _("a list is expected here, not {found}; begin each item with “- ” on a line")
    return message.format(found=_found(fault.value))


def _mapping_expected(fault: _Fault) -> str:
    needed = [
        field.alias or name
        for name, field in (fault.model.model_fields if fault.model else {}).items()
        if field.is_required()
    ]
    if len(needed) == 1 and isinstance(fault.value, str):
        message = _("a mapping is expected here, not {found}; write “{{{key}: {value}}}”")
        return message.format(found=_found(fault.value), key=needed[0], value=fault.value)
    message = _("a mapping is expected here, not {found}; write “key: value” lines")
    return message.format(found=_found(fault.value))


def _number_expected(fault: _Fault) -> str:
    message = _("a number is expected here, not {found}")
    return message.format(found=_found(fault.value))


def _too_small(fault: _Fault) -> str:
    return _("{value} is too small; the least is {ge}").format(value=fault.value, **fault.context)


def _not_above(fault: _Fault) -> str:
    message = _("{value} is too small; write a number above {gt}")
    return message.format(value=fault.value, **fault.context)


def _too_large(fault: _Fault) -> str:
    return _("{value} is too large; the most is {le}").format(value=fault.value, **fault.context)


def _too_precise(fault: _Fault) -> str:
    message = _("{value} has too many decimals; {decimal_places} is the most")
    return message.format(value=fault.value, **fault.context)


def _number(fault: _Fault) -> str:
    message = _("“{value}” is not a number; write digits such as 3 or 0.5")
    return message.format(value=fault.value)


def _integer(fault: _Fault) -> str:
    message = _("“{value}” is not a whole number; write digits such as 3")
    return message.format(value=fault.value)


def _date(fault: _Fault) -> str:
    message = _("“{value}” is not a date; write it as year-month-day, such as 2018-05-25")
    return message.format(value=fault.value)


def _identifier(fault: _Fault) -> str:
    pattern = str(fault.context["pattern"])
    if "[A-Z]+" in pattern:
        message = _("“{value}” is not a code; write capital letters and numbers such as C2.7")
    elif "(/[" in pattern:
        message = _("“{value}” names no case or question; write one such as club-judo/1.2")
    elif "(_[" in pattern:
        message = _(
            "“{value}” cannot be a variable’s name; write lower-case letters without accents, "
            "digits and underscores, such as clients_fideles"
        )
    elif "A-Za-z" in pattern:
        message = _("“{value}” is not a question number; write one such as 1.1.2")
    else:
        message = _(
            "“{value}” is not an identifier; write lower-case letters without accents, "
            "digits and hyphens, such as clients-fideles"
        )
    return message.format(value=fault.value)


def _too_long(fault: _Fault) -> str:
    return _("this is too long; {max_length} characters are the most").format(**fault.context)


def _empty_text(_fault: _Fault) -> str:
    return _("this text is empty; write it, or take the key out")


def _empty_list(_fault: _Fault) -> str:
    return _("this list is empty; write at least one item")


def _other(_fault: _Fault) -> str:
    return _("this value is not understood here; compare it with the JSON Schema")


Say = Callable[[_Fault], str]
SAYINGS: dict[str, tuple[Code, Say]] = {
    "missing": (Code.MISSING_KEY, _missing),
    "extra_forbidden": (Code.UNKNOWN_KEY, _unknown_key),
    "literal_error": (Code.WRONG_CHOICE, _choice),
    "enum": (Code.WRONG_CHOICE, _choice),
    "bool_parsing": (Code.WRONG_CHOICE, _boolean),
    "union_tag_invalid": (Code.WRONG_RULE, _member),
    "union_tag_not_found": (Code.WRONG_RULE, _member),
    "phrasing_kind": (Code.WRONG_PHRASING, _phrasing),
    "string_type": (Code.WRONG_KIND, _text_expected),
    "bool_type": (Code.WRONG_KIND, _text_expected),
    "date_type": (Code.WRONG_KIND, _text_expected),
    "tuple_type": (Code.WRONG_KIND, _list_expected),
    "dict_type": (Code.WRONG_KIND, _mapping_expected),
    "model_type": (Code.WRONG_KIND, _mapping_expected),
    "model_attributes_type": (Code.WRONG_KIND, _mapping_expected),
    "int_type": (Code.WRONG_KIND, _number_expected),
    "decimal_type": (Code.WRONG_KIND, _number_expected),
    "int_parsing": (Code.WRONG_NUMBER, _integer),
    "int_parsing_size": (Code.WRONG_NUMBER, _integer),
    "int_from_float": (Code.WRONG_NUMBER, _integer),
    "decimal_parsing": (Code.WRONG_NUMBER, _number),
    "finite_number": (Code.WRONG_NUMBER, _number),
    "greater_than": (Code.NUMBER_RANGE, _not_above),
    "greater_than_equal": (Code.NUMBER_RANGE, _too_small),
    "less_than_equal": (Code.NUMBER_RANGE, _too_large),
    "decimal_max_places": (Code.NUMBER_RANGE, _too_precise),
    "date_parsing": (Code.WRONG_DATE, _date),
    "date_from_datetime_parsing": (Code.WRONG_DATE, _date),
    "date_from_datetime_inexact": (Code.WRONG_DATE, _date),
    "string_pattern_mismatch": (Code.WRONG_IDENTIFIER, _identifier),
    "string_too_long": (Code.WRONG_IDENTIFIER, _too_long),
    "string_too_short": (Code.EMPTY_TEXT, _empty_text),
    "too_short": (Code.EMPTY_LIST, _empty_list),
}


def _around(data: Any, loc: Loc) -> Any:
    for step in loc[:-1]:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _place(sheet: Sheet, loc: Loc, fault: _Fault) -> Source:
    if sheet.spot is None:
        return Source(sheet.path)
    at_key = fault.error["type"] == "extra_forbidden" or loc[-1:] == ("[key]",)
    if "discriminator" in fault.context:
        loc = (*loc, str(fault.context["discriminator"]).strip("'"))
    reach = sheet.spot.descend(tuple(step for step in loc if step != "[key]"))
    key_is_there = at_key and not reach.missing
    return Source(sheet.path, *(reach.spot.of_key() if key_is_there else reach.spot.best()))


def _already_said(sheet: Sheet, fault: _Fault) -> bool:
    """Whether a missing key is there, but empty or misspelt, which is a problem of its own."""
    if fault.error["type"] != "missing" or sheet.spot is None or fault.model is None:
        return False
    if not sheet.spot.descend(fault.loc).missing:
        return True
    present = fault.around if isinstance(fault.around, dict) else {}
    unknown = [key for key in present if key not in known_keys(fault.model)]
    return fault.loc[-1] in [suggestion(key, fault.model, present) for key in unknown]


def problem(sheet: Sheet, model: type[Record], error: ErrorDetails) -> Problem | None:
    """One of pydantic's errors as a problem; None where another problem says it already."""
    loc, record = follow(model, error["loc"])
    if error["type"] == "missing":
        record = follow(model, error["loc"][:-1])[1]  # the record that lacks the key
    fault = _Fault(error, loc, record, _around(sheet.data, loc))
    if _already_said(sheet, fault):
        return None
    code, say = SAYINGS.get(error["type"], (Code.WRONG_KIND, _other))
    if fault.context.get("discriminator") == "'kind'":
        code = Code.WRONG_CHOICE
    return Problem(_place(sheet, loc, fault), code, say(fault))
