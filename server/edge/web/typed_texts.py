"""What people typed into a body, a query or a form as it is kept, by what each field takes."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, reduce
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from models.rules.reasons import Reason
from models.rules.text.personal_numbers import mask_personal
from models.rules.text.typed import typed_line, typed_lines
from models.rules.typed_time import read_day
from server.edge.web.field_types import Writing
from server.edge.web.given_twice import given_twice
from server.edge.web.stray_values import join

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a place takes: how a text is cleaned, and what lists and mappings there hold."""

    writing: Writing = Writing.LINE
    is_optional: bool = False
    is_day: bool = False
    items: "_Shape | None" = None
    entries: "tuple[_Shape, _Shape] | None" = None
    fields: "Mapping[str, _Shape] | None" = None


def as_typed(value: Any, kind: Any) -> tuple[Any, list[Reason]]:
    """`value` (JSON read into dicts and lists) for `kind`, and what cannot be cleaned of it.

    Texts become what `models/rules/text/typed.py` makes of them, also keys of mappings; in those of
    several lines the numbers of persons are masked (`personal_numbers.py`). Days are in ISO 8601. A
    text that nothing remains of is null where the field takes null.
    """
    problems: list[Reason] = []
    return _read(value, _shape_of(kind), "", problems), problems


def _read(value: Any, shape: _Shape, path: str, problems: list[Reason]) -> Any:
    if isinstance(value, str):
        return _text(value, shape)
    if isinstance(value, list) and shape.items:
        items = shape.items
        return [_read(one, items, f"{path}[{at}]", problems) for at, one in enumerate(value)]
    if isinstance(value, dict) and shape.fields is not None:
        return _struct(value, shape.fields, path, problems)
    if isinstance(value, dict) and shape.entries:
        return _entries(value, shape.entries, path, problems)
    return value


def _struct(
    value: dict[str, Any], fields: Mapping[str, _Shape], path: str, problems: list[Reason]
) -> dict[str, Any]:
    kept = {}
    for name, inner in value.items():
        if (shape := fields.get(name)) is None:
            kept[name] = inner
        elif isinstance(inner, str):
            # Most are; nobody needs their path.
            kept[name] = _text(inner, shape)
        else:
            kept[name] = _read(inner, shape, join(path, name), problems)
    return kept


def _entries(
    value: dict[str, Any], entry: tuple[_Shape, _Shape], path: str, problems: list[Reason]
) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, inner in value.items():
        key = _CLEANING[entry[0].writing](name)
        if key in kept:
            problems.append(given_twice(key, join(path, key)))
        kept[key] = _read(inner, entry[1], join(path, key), problems)
    return kept


def _text(text: str, shape: _Shape) -> str | None:
    clean = _CLEANING[shape.writing](text)
    if not clean and shape.is_optional:
        return None
    return _in_one_form(clean) if shape.is_day and not _ISO.fullmatch(clean) else clean


def _in_one_form(text: str) -> str:
    try:
        return read_day(text).isoformat()
    except ValueError:
        return text


def _shape_of(kind: Any, writing: Writing = Writing.LINE) -> _Shape:
    origin, arguments = get_origin(kind) or kind, get_args(kind)
    if origin is Annotated:
        marks = [mark for mark in arguments[1:] if isinstance(mark, Writing)]
        return _shape_of(arguments[0], marks[-1] if marks else writing)
    if origin in (Union, UnionType):
        return _either(_shape_of(member, writing) for member in arguments)
    if origin is list:
        return _Shape(items=_shape_of(arguments[0]))
    if origin is dict:
        return _Shape(entries=(_shape_of(arguments[0]), _shape_of(arguments[1])))
    if isinstance(origin, type) and issubclass(origin, msgspec.Struct):
        return _Shape(fields=_fields(kind))
    return _Shape(writing=writing, is_optional=kind in (None, NoneType), is_day=kind is date)


def _either(members: Iterable[_Shape]) -> _Shape:
    """A union takes what its members take; no two of them are lists, or mappings."""
    return reduce(
        lambda one, other: _Shape(
            writing=max(one.writing, other.writing),
            is_optional=one.is_optional or other.is_optional,
            is_day=one.is_day or other.is_day,
            items=one.items or other.items,
            entries=one.entries or other.entries,
            fields=one.fields or other.fields,
        ),
        members,
    )


@cache
def _fields(kind: Any) -> Mapping[str, _Shape]:
    hints = get_type_hints(get_origin(kind) or kind, include_extras=True)
    return {
        field.encode_name: _shape_of(hints[field.name]) for field in msgspec.structs.fields(kind)
    }


_CLEANING: Mapping[Writing, Callable[[str], str]] = {
    Writing.LINE: typed_line,
    Writing.LINES: lambda text: mask_personal(typed_lines(text)),
    Writing.AS_IS: str,
}
