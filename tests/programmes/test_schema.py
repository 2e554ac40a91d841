"""The printed schemas say of the files what the reader of the files says: no more, no less."""

import json
import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from config.files import PROGRAMMES, TEMPLATE
from models.programme.file import FileProblem, ProgrammeFile, ProgrammeFileError, compile_edition
from models.programme.schema import file_schema
from models.programme.schema_files import File
from tests.cli.terminal import programme
from tests.programmes.broken_files import BROKEN, DAY, minimal, read_case
from tests.programmes.json_schema import followed, node_at, refusals, tables
from tests.programmes.page import city, examples

SCHEMAS: dict[File, Any] = {"policy": file_schema("policy"), "year": file_schema("year")}
PAIRS = [(file.parent / "policy.toml", file) for file in PROGRAMMES.glob("*/[d2]*[!s].toml")]
GROUPS, LEAF = ("all", "any"), ("fact", "op", "value", "value_fact", "by_region")
VALUES = {"string": "x", "integer": 1, "boolean": True}


def pairs() -> Iterator[tuple[str, str]]:
    """Policy and year of every programme and example that compiles."""
    yield (minimal("policy").text, minimal("edition").text)
    yield (city()["linshan/policy.toml"], city()["linshan/2027.toml"])
    yield from ((one.policy.text, one.edition.text) for one in examples())
    yield from ((policy.read_text("utf-8"), year.read_text("utf-8")) for policy, year in PAIRS)


def told(schema: Any, text: str) -> list[str]:
    return list(refusals(schema, tomllib.loads(text), schema))


def test_every_good_file_is_good_by_its_schema() -> None:
    assert len(PAIRS) >= 10
    for policy, year in pairs():
        assert told(SCHEMAS["policy"], policy) == []
        assert told(SCHEMAS["year"], year) == []
    for file in TEMPLATE.glob("*.toml"):
        text = file.read_text("utf-8").replace("__CODE__", "my-city").replace("__YEAR__", "2027")
        kind = "policy" if file.name == "policy.toml" else "year"
        assert text.splitlines()[0] == f"#:schema ./{kind}.schema.json"
        assert told(SCHEMAS[kind], text) == []


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_key_is_described(kind: str) -> None:
    described = 0
    for path, node in tables(SCHEMAS[kind]):
        for name, inner in node.get("properties", {}).items():
            if "oneOf" not in path:
                assert inner.get("description"), f"{path}: {name}"
                described += 1
    assert described > 100


def test_the_mistakes_of_shape_show_while_typing() -> None:
    """What follows from other parts of the files stays with `programme check`."""
    shown = 0
    for case in map(read_case, BROKEN):
        with suppress(tomllib.TOMLDecodeError):
            shown += told(SCHEMAS["policy" if case.side == "policy" else "year"], case.text) != []
    assert shown >= 28


def marked(value: object) -> Any:
    """The same file with a key in every table that nobody knows."""
    if isinstance(value, dict):
        return {**{key: marked(inner) for key, inner in value.items()}, "zzz": 1}
    return [marked(item) for item in value] if isinstance(value, list) else value


def problems_of(raw: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> tuple[FileProblem, ...]:
    """What the reader says of two files that were parsed already."""
    with monkeypatch.context() as patched:
        patched.setattr(tomllib, "loads", raw.get)
        with pytest.raises(ProgrammeFileError) as refused:
            compile_edition(ProgrammeFile("policy", "policy"), ProgrammeFile("year", "year"), DAY)
    return refused.value.problems


def known_keys(policy: str, year: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """File, table and the keys that its reader takes, as `no such key` lists them."""
    raw = {"policy": marked(tomllib.loads(policy)), "year": marked(tomllib.loads(year))}
    for problem in problems_of(raw, monkeypatch):
        listed = re.fullmatch(r"no such key; known: (.*)", problem.expected.en)
        if listed and problem.key.endswith("zzz"):
            keys = set(listed[1].split(", ")) - {"-"}
            yield problem.file, problem.key.removesuffix("zzz").rstrip("."), keys


def test_the_schema_has_every_key_that_the_reader_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = 0
    for policy, year in pairs():
        for file, path, keys in known_keys(policy, year, monkeypatch):
            assert keys <= set(node_at(SCHEMAS[file], path)["properties"]), (file, path)
            seen += 1
    assert seen > 1000


def filled(node: Any, root: Any) -> Any:
    """A value with every key that a schema has; everything whose name is free is called x."""
    node = followed(node, root)
    if "anyOf" in node:
        return filled(node["anyOf"][0], root)
    if node.get("type") == "array":
        return _listed(node["items"], root)
    if node.get("type") != "object":
        return node.get("enum", [VALUES.get(str(node.get("type")), 1)])[0]
    if "properties" not in node:
        return {"x": filled(node["additionalProperties"], root)}
    known = node["properties"].items()
    return {name: filled(inner, root) for name, inner in known if name not in GROUPS}


def _listed(item: Any, root: Any) -> list[Any]:
    """One of a kind; of conditions, one that compares and one for each way of grouping."""
    leaf = filled(item, root)
    groups = [name for name in GROUPS if name in item.get("properties", ())]
    head = {name: leaf[name] for name in leaf if name not in LEAF} if groups else {}
    member = filled(root["definitions"]["member"], root)
    return [leaf, *({**head, name: [member]} for name in groups)]


@pytest.mark.parametrize("path_in_year", [False, True])
@pytest.mark.parametrize("scopes", [False, True])
def test_the_reader_takes_every_key_of_the_schema(
    path_in_year: bool, scopes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = {kind: filled(schema, schema) for kind, schema in SCHEMAS.items()}
    track, open_part = (raw[kind]["tracks"]["x"] for kind in ("policy", "year"))
    if path_in_year:
        for part in (track, track["recognition"]["re_review"], track["recognition"]["summary"]):
            del part["stages"]
    if scopes:
        of_a_year = node_at(SCHEMAS["year"], "tracks.x")["properties"]["exclusions"]["anyOf"][1]
        open_part["exclusions"] = filled(of_a_year, SCHEMAS["year"])
    told = [problem.in_words().en for problem in problems_of(raw, monkeypatch)]
    assert len(told) > 10
    assert [line for line in told if "no such key" in line] == []


async def test_the_schemas_are_printed_and_lie_beside_the_files_of_a_new_city(
    tmp_path: Path,
) -> None:
    await programme("new", "my-city", "--into", tmp_path)
    for kind, schema in SCHEMAS.items():
        said = await programme("schema", "--file", kind)
        assert (said.status, said.err) == (0, "")
        assert json.loads(said.out) == schema
        beside = (tmp_path / "my-city" / f"{kind}.schema.json").read_text("utf-8")
        assert beside == said.out
    said = await programme("check", tmp_path / "my-city")
    assert (said.status, said.err) == (0, "")
