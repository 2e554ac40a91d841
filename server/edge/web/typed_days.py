"""Days in a body as people type them, before the body is told what is wrong with it."""

from datetime import date
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from models.rules.typed_time import read_day
from server.edge.web.body_problems import bare, is_struct


def with_days_read(value: Any, kind: Any) -> Any:
    """`value` with each text that a day is expected of in ISO 8601, where it is one."""
    kind = bare(kind, value)
    if isinstance(value, str):
        return _in_one_form(value) if date in (kind, *map(_unwrapped, get_args(kind))) else value
    if isinstance(value, dict) and is_struct(kind):
        hints = get_type_hints(get_origin(kind) or kind, include_extras=True)
        names = {field.encode_name: field.name for field in msgspec.structs.fields(kind)}
        return {
            name: with_days_read(inner, hints[names[name]]) if name in names else inner
            for name, inner in value.items()
        }
    if isinstance(value, list) and get_origin(kind) is list:
        return [with_days_read(inner, get_args(kind)[0]) for inner in value]
    return value


def _unwrapped(kind: Any) -> Any:
    return bare(kind, None)


def _in_one_form(text: str) -> str:
    try:
        return read_day(text).isoformat()
    except ValueError:
        return text
