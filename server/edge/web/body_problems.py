"""Finds every problem of a JSON value against a type, where msgspec stops at the first."""

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from models.rules.reasons import Reason, Text
from models.rules.typed_time import out_of_years
from server.edge.web.field_labels import SECRETS, in_row, label_of
from server.edge.web.msgspec_texts import explain, missing
from server.edge.web.stray_values import is_far_date, join

_CONTENT = Text("提交的内容", "the body")
_LINE = Text("内容", "the entry")


def unknown_field(name: str) -> Text:
    """That no field is called so."""
    return Text(
        f"没有“{name}”这一项，请删去或改正名称", f"There is no field named {name}; check its name"
    )


def find_problems(value: Any, kind: Any, path: str = "", of: Any = None) -> list[Reason]:
    """Every problem of `value`, in the order of the fields; empty if it converts.

    `of`: the struct that the field at the end of `path` belongs to.
    """
    problems = _inner_problems(value, bare(kind, value), path, of)
    return problems or _own_problems(value, kind, path, of)


def salvage(value: Any, kind: Any) -> Any:
    """`value` as `kind` as far as it goes, at any depth.

    None stands for whatever does not convert or could not be kept. For the rules of single fields,
    which are told beside problems of shape; never to be stored.
    """
    plain = bare(kind, value)
    if isinstance(value, dict) and is_struct(plain):
        return _salvaged_struct(value, plain)
    if isinstance(value, list) and get_origin(plain) is list:
        return [salvage(inner, get_args(plain)[0]) for inner in value]
    if isinstance(value, dict) and get_origin(plain) is dict:
        return {name: salvage(inner, get_args(plain)[1]) for name, inner in value.items()}
    try:
        held = msgspec.convert(value, kind, strict=True)
    except msgspec.ValidationError:
        return None
    return None if is_far_date(held) else held


def _salvaged_struct(value: dict[str, Any], kind: Any) -> Any:
    hints = get_type_hints(get_origin(kind) or kind, include_extras=True)
    held = {
        field.name: salvage(value[field.encode_name], hints[field.name])
        if field.encode_name in value
        else None
        for field in msgspec.structs.fields(kind)
        if field.encode_name in value or field.required
    }
    return (get_origin(kind) or kind)(**held)


def bare(kind: Any, value: Any) -> Any:
    """The type without its `Annotated`; of a union the one container that `value` can be."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, UnionType) and isinstance(value, dict | list):
        members = [bare(member, value) for member in get_args(kind)]
        containers = [member for member in members if _holds(member, value)]
        return containers[0] if len(containers) == 1 else kind
    return kind


def _holds(kind: Any, value: Any) -> bool:
    if isinstance(value, list):
        return get_origin(kind) in (list, tuple)
    return get_origin(kind) is dict or is_struct(kind)


def is_struct(kind: Any) -> bool:
    origin = get_origin(kind) or kind
    return isinstance(origin, type) and issubclass(origin, msgspec.Struct)


def _inner_problems(value: Any, kind: Any, path: str, of: Any) -> list[Reason]:
    if isinstance(value, dict) and is_struct(kind):
        return _struct_problems(value, kind, path)
    arguments = get_args(kind)
    if isinstance(value, dict) and get_origin(kind) is dict:
        return [
            problem
            for name, inner in value.items()
            for problem in find_problems(name, arguments[0], join(path, name), of)
            + find_problems(inner, arguments[1], join(path, name), of)
        ]
    if isinstance(value, list) and get_origin(kind) is list:
        return [
            problem
            for index, inner in enumerate(value)
            for problem in find_problems(inner, arguments[0], f"{path}[{index}]", of)
        ]
    return []


def _struct_problems(value: dict[str, Any], kind: Any, path: str) -> list[Reason]:
    problems: list[Reason] = []
    hints = get_type_hints(get_origin(kind) or kind, include_extras=True)
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for name, field in fields.items():
        if name in value:
            problems += find_problems(value[name], hints[field.name], join(path, name), kind)
        elif field.required:
            label = label_of(kind, name, path)
            problems.append(Reason(join(path, name), "required", missing(label)))
    if (get_origin(kind) or kind).__struct_config__.forbid_unknown_fields:
        problems += [
            Reason(join(path, name), "unknown_field", unknown_field(name))
            for name in value
            if name not in fields
        ]
    return problems


def _own_problems(value: Any, kind: Any, path: str, of: Any) -> list[Reason]:
    """What is wrong with the value itself: its type, its length, a rule between its fields."""
    try:
        held = msgspec.convert(value, kind, strict=True)
    except msgspec.ValidationError as error:
        name = _field_name(path)
        given = None if name in SECRETS else value
        code, text = explain(str(error), _label(path, of), name, given)
        return [Reason(path, code, text)]
    if not is_far_date(held):
        return []
    return [Reason(path, "out_of_range", out_of_years(_label(path, of), value))]


def _field_name(path: str) -> str:
    return path.rpartition(".")[2].partition("[")[0]


def _label(path: str, of: Any) -> Text:
    """What the end of `path` is called; an entry of a list of its own is the list's."""
    name = _field_name(path)
    if not name:
        return in_row(_LINE, path) if path else _CONTENT
    return _CONTENT if of is None else label_of(of, name, path)
