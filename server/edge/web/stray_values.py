"""Refuses days and instants so far off that no column holds them in every time zone."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import msgspec

from models.rules.reasons import Reason
from models.rules.typed_time import in_years, out_of_years
from server.edge.web.field_labels import label_of


def join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, join(path, str(key)))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _leaves(inner, f"{path}[{index}]")
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _leaves(getattr(value, name), join(path, name))
    else:
        yield path, value


def is_far_date(value: Any) -> bool:
    """True for a date or an instant too far off to be converted between time zones."""
    return isinstance(value, date) and not in_years(value)


def stray_dates(value: Any) -> list[Reason]:
    """One reason per such date, anywhere in a value that was read."""
    return [
        Reason(path, "out_of_range", out_of_years(label_of(type(value), path), leaf))
        for path, leaf in _leaves(value, "")
        if is_far_date(leaf)
    ]


@cache
def needs_date_check(kind: Any) -> bool:
    """True if a body of this type can hold a date or an instant anywhere."""
    described = repr(msgspec.inspect.type_info(kind))
    return "DateType" in described or "DateTimeType" in described
