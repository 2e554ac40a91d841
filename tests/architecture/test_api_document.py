"""The description of the API is a contract: complete, under version control, made for generators."""

import difflib
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from server.edge.web.describe import RouteInfo
from server.features.options.show import labels_view
from tests.architecture.api_document import PAGE, document, infos, rendered

DOCUMENT = document()
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
OPERATIONS = [operation for methods in DOCUMENT["paths"].values() for operation in methods.values()]
NOT_ECMA = re.compile(r"\\[AZz]|\(\?[a-zA-Z#P>(]|[*+?}]\+|\\N\{")
HAN = re.compile(r"[\u4e00-\u9fff]")


def operation_of(info: RouteInfo) -> dict[str, Any]:
    path = re.sub(r"<(\w+)(?::[^>]+)?>", r"{\1}", info.pattern)
    operation: dict[str, Any] = DOCUMENT["paths"][path][info.method.lower()]
    return operation


def patterns(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("pattern"), str):
            yield value["pattern"]
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from patterns(inner)


def test_the_kept_file_is_what_the_routes_say() -> None:
    kept, present = PAGE.read_text(encoding="utf-8"), rendered()
    changes = difflib.unified_diff(
        kept.splitlines(), present.splitlines(), "docs/openapi.json", "the routes", lineterm="", n=2
    )
    assert kept == present, "run `make openapi` if this is meant:\n" + "\n".join(changes)


def test_no_schema_is_named_by_its_module() -> None:
    assert not [name for name in SCHEMAS if "." in name]


def test_every_field_and_parameter_is_described_in_both_languages() -> None:
    fields = [
        (f"{name}.{field}", said.get("description", ""))
        for name, schema in SCHEMAS.items()
        for field, said in schema.get("properties", {}).items()
    ]
    fields += [
        (f"{operation['operationId']} {said['name']}", said.get("description", ""))
        for operation in OPERATIONS
        for said in operation["parameters"]
    ]
    assert not [name for name, text in fields if not HAN.search(text) or " / " not in text]


def test_every_operation_is_summarised_in_both_languages() -> None:
    summaries = [operation["summary"] for operation in OPERATIONS]
    assert not [text for text in summaries if not HAN.search(text) or " / " not in text]


def test_patterns_are_spelt_for_ecma_262() -> None:
    found = set(patterns(DOCUMENT))
    assert found
    assert not [pattern for pattern in found if NOT_ECMA.search(pattern)]


@pytest.mark.parametrize(
    "info",
    [info for info in infos() if info.description.request and not info.description.files],
    ids=lambda info: f"{info.method} {info.pattern}",
)
def test_the_example_of_a_body_is_one(info: RouteInfo) -> None:
    content = operation_of(info)["requestBody"]["content"]["application/json"]
    msgspec.convert(content["example"], info.description.request)


def test_what_is_an_instant_or_a_day_says_so() -> None:
    """But when it was signed and paid: either of the two, so that a pattern says it."""
    fields = {
        f"{name}.{field}": str(said)
        for name, schema in SCHEMAS.items()
        for field, said in schema["properties"].items()
        if re.search(r"(^|_)(at|on|as_of)$", field) and field not in ("signed_at", "paid_at")
    }
    assert fields
    assert not [name for name, said in fields.items() if "'format': 'date" not in said]


def enumerations(value: Any, where: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    if isinstance(value, dict):
        if isinstance(value.get("enum"), list):
            yield where, frozenset(value["enum"])
        value = {name: inner for name, inner in value.items() if name not in ("example", "enum")}
        for name, inner in value.items():
            yield from enumerations(inner, f"{where}/{name}")
    if isinstance(value, list):
        for inner in value:
            yield from enumerations(inner, where)


def test_every_code_has_its_words() -> None:
    """A group of the labels holds all of an enumeration; refusals theirs among the errors."""
    for english in (False, True):
        labels = msgspec.to_builtins(labels_view([], english=english))
        groups = [*labels.pop("more").values(), *labels.values()]
        found = [*enumerations(SCHEMAS), *enumerations(DOCUMENT["paths"])]
        assert len(found) > 100
        assert not [
            (where, codes)
            for where, codes in found
            if not any(codes <= set(group) for group in groups)
        ]
        assert all(word.strip() for group in groups for word in group.values())
