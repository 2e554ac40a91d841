"""Finds every problem of a JSON value against a type, where msgspec stops at the first."""

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from models.rules.reasons import Reason, Text
from server.edge.web.msgspec_texts import explain
from server.edge.web.stray_values import join

_REQUIRED = Text("此项必填", "Required")
_UNKNOWN = Text("没有这一项,请检查字段名", "There is no such field; check its name")


def find_problems(value: Any, kind: Any, path: str = "") -> list[Reason]:
    """Every problem of `value`, in the order of the fields; empty if it converts."""
    problems = _inner_problems(value, _bare(kind, value), path)
    return problems or _own_problems(value, kind, path)


def _bare(kind: Any, value: Any) -> Any:
    """The type without its `Annotated`; of a union the one container that `value` can be."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, UnionType) and isinstance(value, dict | list):
        members = [_bare(member, value) for member in get_args(kind)]
        containers = [member for member in members if _holds(member, value)]
        return containers[0] if len(containers) == 1 else kind
    return kind


def _holds(kind: Any, value: Any) -> bool:
    if isinstance(value, list):
        return get_origin(kind) in (list, tuple)
    return get_origin(kind) is dict or _is_struct(kind)


def _is_struct(kind: Any) -> bool:
    origin = get_origin(kind) or kind
    return isinstance(origin, type) and issubclass(origin, msgspec.Struct)


def _inner_problems(value: Any, kind: Any, path: str) -> list[Reason]:
    if isinstance(value, dict) and _is_struct(kind):
        return _struct_problems(value, kind, path)
    arguments = get_args(kind)
    if isinstance(value, dict) and get_origin(kind) is dict:
        return [
            problem
            for name, inner in value.items()
            for problem in find_problems(name, arguments[0], join(path, name))
            + find_problems(inner, arguments[1], join(path, name))
        ]
    if isinstance(value, list) and get_origin(kind) is list:
        return [
            problem
            for index, inner in enumerate(value)
            for problem in find_problems(inner, arguments[0], f"{path}[{index}]")
        ]
    return []


def _struct_problems(value: dict[str, Any], kind: Any, path: str) -> list[Reason]:
    problems: list[Reason] = []
    hints = get_type_hints(get_origin(kind) or kind, include_extras=True)
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for name, field in fields.items():
        if name in value:
            problems += find_problems(value[name], hints[field.name], join(path, name))
        elif field.required:
            problems.append(Reason(join(path, name), "required", _REQUIRED))
    if (get_origin(kind) or kind).__struct_config__.forbid_unknown_fields:
        problems += [
            Reason(join(path, name), "unknown_field", _UNKNOWN)
            for name in value
            if name not in fields
        ]
    return problems


def _own_problems(value: Any, kind: Any, path: str) -> list[Reason]:
    """What is wrong with the value itself: its type, its length, a rule between its fields."""
    try:
        msgspec.convert(value, kind, strict=True)
    except msgspec.ValidationError as error:
        code, text = explain(str(error))
        return [Reason(path, code, text)]
    return []
