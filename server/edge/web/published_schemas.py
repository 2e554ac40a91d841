"""Makes schemas fit to be published: words for every field, ECMA patterns, an example of each body."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from server.edge.web.field_words import WORDS

Document = dict[str, Any]
_PLAIN: Final = {
    "uuid": "01890a5d-ac96-774b-bcce-b302099a8057",
    "date": "2026-03-01",
    "date-time": "2026-03-01T09:00:00+08:00",
}


def finish_schemas(schemas: Document) -> None:
    """Complete the fields of these schemas by name, in place, and spell their patterns for ECMA."""
    for schema in schemas.values():
        for name, said in schema.get("properties", {}).items():
            _add_words(name, said)
    _spell_patterns(schemas)


def published_schema(kind: Any) -> Document:
    """The schema of a type that names no other, such as a part of a path."""
    schema: Document = msgspec.json.schema(kind)
    _spell_patterns(schema)
    return schema


def _spell_patterns(schemas: Document) -> None:
    for part in _parts(schemas):
        if isinstance(part.get("pattern"), str):
            part["pattern"] = part["pattern"].replace(r"\Z", "$")


def _add_words(name: str, said: Document) -> None:
    known = WORDS.get(name)
    if known is None or "description" in said:
        return
    said["description"] = known.description
    if known.examples:
        said["examples"] = list(known.examples)


def _parts(value: Any) -> Iterator[Document]:
    """Every mapping inside, also the outermost."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            yield from _parts(inner)


def example_of(schema: Document, schemas: Document) -> Any:
    """A value that the schema takes: its own example, or one put together from its fields'.

    A field that may be left out is in it only where it has an example of its own; null stands
    where nothing is known.
    """
    if "examples" in schema:
        return schema["examples"][0]
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].rsplit("/", 1)[-1]], schemas)
    if "properties" in schema:
        return _object_example(schema, schemas)
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "array":
        return [example_of(schema["items"], schemas)]
    return _PLAIN.get(schema.get("format", ""))


def _object_example(schema: Document, schemas: Document) -> Document:
    required = schema.get("required", ())
    return {
        name: example_of(said, schemas)
        for name, said in schema["properties"].items()
        if name in required or "examples" in said
    }
