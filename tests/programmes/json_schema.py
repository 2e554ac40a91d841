"""As much of JSON Schema (draft 7) as the printed schemas use: what it refuses, and where it leads."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

_TYPES: Mapping[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
}


def refusals(schema: Any, value: object, root: Any, path: str = "") -> Iterator[str]:
    """Every place at which a value is not what the schema says; dates count as texts."""
    value = value.isoformat() if isinstance(value, date | datetime) else value
    if schema is False:
        yield f"{path}: must not be there"
        return
    schema = followed(schema, root)
    if not _fits(schema, value):
        yield f"{path}: {value!r} is not {schema.get('description')}"
        return
    for name, most in (("anyOf", len(schema.get("anyOf", ()))), ("oneOf", 1)):
        fitting = [one for one in schema.get(name, ()) if not [*refusals(one, value, root)]]
        if name in schema and not 1 <= len(fitting) <= most:
            yield f"{path}: {name}"
    if isinstance(value, dict):
        yield from _in_table(schema, value, root, path)
    if isinstance(value, list) and "items" in schema:
        for index, item in enumerate(value):
            yield from refusals(schema["items"], item, root, f"{path}[{index}]")


def _fits(schema: Any, value: Any) -> bool:
    """By all that is said of the value alone, whatever lies within it."""
    return (
        ("type" not in schema or _is_of(value, schema["type"]))
        and ("enum" not in schema or value in schema["enum"])
        and ("const" not in schema or value is schema["const"])
        and (not isinstance(value, str) or _is_good_text(schema, value))
        and schema.get("minimum", value) <= value <= schema.get("maximum", value)
        if not isinstance(value, dict | list)
        else "type" not in schema or _is_of(value, schema["type"])
    )


def followed(schema: Any, root: Any) -> Any:
    """The definition that a reference names."""
    if "$ref" in schema:
        return root["definitions"][schema["$ref"].rpartition("/")[2]]
    return schema


def node_at(root: Any, path: str) -> Any:
    """The schema of the table at a path such as `tracks.grant.conditions[0].any[1]`."""
    node = root
    for step in re.findall(r"\[\d+\]|[^.\[]+", path):
        inner = node.get("properties", {})
        if step.startswith("["):
            node = node["items"]
        else:
            node = inner[step] if step in inner else node["additionalProperties"]
        node = followed(node, root)
        if "anyOf" in node and "type" not in node:
            node = node["anyOf"][0]
    return node


def tables(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every schema within a schema that describes keys or values."""
    if isinstance(node, dict):
        yield path, node
        for key, inner in node.items():
            if isinstance(inner, dict | list):
                yield from tables(inner, f"{path}/{key}")
    if isinstance(node, list):
        for index, inner in enumerate(node):
            yield from tables(inner, f"{path}/{index}")


def _in_table(schema: Any, value: Mapping[str, object], root: Any, path: str) -> Iterator[str]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    yield from (f"{path}: no {name}" for name in schema.get("required", ()) if name not in value)
    for name, inner in value.items():
        below = f"{path}.{name}" if path else name
        if name in known:
            yield from refusals(known[name], inner, root, below)
        elif others is not True:
            yield from refusals(others, inner, root, below)


def _is_of(value: object, names: str | list[str]) -> bool:
    listed = [names] if isinstance(names, str) else names
    if isinstance(value, bool):
        return "boolean" in listed
    return any(isinstance(value, _TYPES[name]) for name in listed)


def _is_good_text(schema: Any, value: str) -> bool:
    least, most = schema.get("minLength", 0), schema.get("maxLength", len(value))
    return least <= len(value) <= most and re.search(schema.get("pattern", ""), value) is not None
