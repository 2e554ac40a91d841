"""Bodies made from a route's own description: one that fits it, and many that do not."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from msgspec import inspect as shapes

_TEXTS = (
    *("示例", "ab", "a@b.cn", "20", "123456", "2026-11", "91310115MA1K35BX5A", "https://a.cn"),
    "0a" * 32,
)
_SMALL = ("\u202e倒序", "文" * 5000, 0, -1, 10**30, 1.5, True, [], {}, [[1]], {"": {}})
_ID = "01890000-0000-7000-8000-000000000001"
DEEP = 20_000
JSON = {"content-type": "application/json"}
Broken = tuple[str, bytes, dict[str, str]]
"""What is wrong with it, the bytes, the headers."""


def fitting(kind: Any) -> Any:
    """A JSON value that converts to the msgspec type, with required fields only."""
    return _value(shapes.type_info(kind))


def broken_bodies(kind: Any) -> Iterator[Broken]:
    """Whatever comes, whoever sends it: what is no JSON object, then each field gone wrong."""
    yield from _not_an_object()
    body = fitting(kind)
    yield "unknown field", json.dumps({**body, "no_such_field": 1}).encode(), JSON
    yield "wrong media type", json.dumps(body).encode(), {"content-type": "text/plain"}
    yield (
        "wrong charset",
        json.dumps(body).encode(),
        {"content-type": "application/json; charset=gbk"},
    )
    for field in msgspec.structs.fields(kind):
        name = field.encode_name
        if field.required:
            rest = {key: value for key, value in body.items() if key != name}
            yield f"{name} missing", json.dumps(rest).encode(), JSON
        for wrong in _wrong(field.type):
            changed = json.dumps({**body, name: wrong})
            yield f"{name} = {repr(wrong)[:40]}", changed.encode(), JSON
        for literal in ("NaN", "1e999", '"\\ud800"'):
            if _is_free(field.type, literal):
                continue
            text = json.dumps({**body, name: "@@"}).replace('"@@"', literal)
            yield f"{name} = {literal}", text.encode(), JSON


def _not_an_object() -> Iterator[Broken]:
    for text in ("{", "[]", "null", "1", '"x"', "NaN", "{}{}", "{}\ufeff", "a=1&b=2"):
        yield text, text.encode(), JSON
    yield "broken UTF-8", b'{"name": "\xff\xfe"}', JSON
    yield "UTF-16", '{"name": "文"}'.encode("utf-16"), JSON
    yield "deep nesting", b'{"x":' * DEEP + b"1" + b"}" * DEEP, JSON
    yield "deep list", b"[" * DEEP + b"]" * DEEP, JSON
    yield "a huge number", b'{"x":' + b"9" * 100_000 + b"}", JSON
    yield "too large", b'{"x":"' + b"x" * (300 * 1024) + b'"}', JSON


def _wrong(kind: Any) -> Iterator[Any]:
    for value in (None, *_SMALL):
        try:
            msgspec.json.decode(json.dumps(value).encode(), type=kind)
        except (msgspec.ValidationError, msgspec.DecodeError):
            yield value


def _is_free(kind: Any, literal: str) -> bool:
    """Numbers that JSON can spell, where the field takes any number or any value."""
    if literal.startswith('"'):
        return False
    try:
        msgspec.json.decode(literal.encode(), type=kind)
    except (msgspec.ValidationError, msgspec.DecodeError):
        return False
    return True


@dataclass(frozen=True)
class TextPlace:
    """Where a body holds a text: `fill` makes a body with a text of one's own there.

    `fits` is one that it takes, of at most `most` signs where it is free text. Nothing may stand there
    if `is_optional`.
    """

    path: str
    fits: str
    is_optional: bool
    fill: Callable[[Any], Any]
    most: int | None = None
    pattern: str | None = None


def text_places(kind: Any) -> Iterator[TextPlace]:
    """Every text at any depth, also choices, ids, days and names of entries."""
    yield from _places(shapes.type_info(kind))


def _places(shape: shapes.Type, *, is_optional: bool = False) -> Iterator[TextPlace]:
    if isinstance(shape, shapes.Metadata):
        yield from _places(shape.type, is_optional=is_optional)
    elif isinstance(shape, shapes.UnionType):
        for one in shape.types:
            yield from _places(one, is_optional=shape.includes_none)
    elif isinstance(shape, _WRITTEN):
        empty = isinstance(shape, shapes.StrType) and not (shape.min_length or shape.pattern)
        most, pattern = getattr(shape, "max_length", None), getattr(shape, "pattern", None)
        fits = str(_value(shape))
        yield TextPlace("", fits, is_optional or empty, lambda text: text, most, pattern)
    else:
        for name, inner, wrap in _parts(shape):
            for place in _places(inner):
                yield _inside(place, name, wrap)


def _parts(shape: shapes.Type) -> Iterator[tuple[str, shapes.Type, Callable[[Any], Any]]]:
    """What a struct, list or mapping holds: its name in a path, its type, how it is put inside."""
    if isinstance(shape, shapes.StructType):
        for field in shape.fields:
            yield field.encode_name, field.type, _at_field(shape, field.encode_name)
    elif isinstance(shape, shapes.ListType):
        yield "[0]", shape.item_type, lambda inner: [inner]
    elif isinstance(shape, shapes.DictType):
        key, value = _value(shape.key_type), _value(shape.value_type)
        yield f".{key}", shape.value_type, lambda inner: {key: inner}
        yield ".", shape.key_type, lambda inner: {inner: value}


def _at_field(shape: shapes.StructType, name: str) -> Callable[[Any], Any]:
    return lambda inner: {**_value(shape), name: inner}


def _inside(place: TextPlace, name: str, wrap: Callable[[Any], Any]) -> TextPlace:
    dot = "." if place.path and place.path[0] not in "[." else ""
    fill = place.fill
    return replace(place, path=f"{name}{dot}{place.path}", fill=lambda text: wrap(fill(text)))


_WRITTEN = (
    shapes.StrType,
    shapes.LiteralType,
    shapes.UUIDType,
    shapes.DateType,
    shapes.DateTimeType,
)


def _value(shape: shapes.Type) -> Any:
    if isinstance(shape, shapes.Metadata):
        return _value(shape.type)
    if isinstance(shape, shapes.StructType):
        return {field.encode_name: _value(field.type) for field in shape.fields if field.required}
    if isinstance(shape, shapes.StrType):
        return _text(shape)
    if isinstance(shape, shapes.IntType):
        return max(shape.ge or 1, (shape.gt or 0) + 1)
    if isinstance(shape, shapes.UnionType):
        return _value(next(one for one in shape.types if not isinstance(one, shapes.NoneType)))
    if isinstance(shape, shapes.LiteralType):
        return shape.values[0]
    if isinstance(shape, shapes.ListType | shapes.VarTupleType):
        return [_value(shape.item_type)] * (shape.min_length or 0)
    return _plain(shape)


def _plain(shape: shapes.Type) -> Any:
    known: dict[type[shapes.Type], Any] = {
        shapes.BoolType: True,
        shapes.FloatType: 1.0,
        shapes.DictType: {},
        shapes.AnyType: None,
        shapes.DateType: "2026-01-05",
        shapes.DateTimeType: "2026-01-05T09:00:00+08:00",
        shapes.UUIDType: _ID,
    }
    return known[type(shape)]


def _text(shape: shapes.StrType) -> str:
    for text in _TEXTS:
        long_enough = (shape.min_length or 0) <= len(text) <= (shape.max_length or 10**6)
        if long_enough and (shape.pattern is None or re.search(shape.pattern, text)):
            return text
    raise LookupError(f"no sample text fits {shape}; add one to tests/world/bodies.py")
