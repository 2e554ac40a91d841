"""Whatever stands in a file, the answer is a definition or a list of mistakes, never a crash."""

import copy
import json
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from models.programme.file import (
    ProgrammeFile,
    ProgrammeFileError,
    compile_edition,
    definition_from,
    definition_json,
)
from tests.programmes.page import city

HERE = Path(__file__).parent
DAY = date(2026, 11, 21)
GARBAGE: tuple[object, ...] = (
    "x",
    "",
    -5,
    10**30,
    1.5,
    True,
    [],
    {},
    [1, "a"],
    [{}],
    {"value": {}},
    {"days": 10**9},
    date(2026, 1, 1),
    datetime(2026, 1, 1, 9),  # noqa: DTZ001  TOML knows instants without offset
)
DELETED = object()


def spelled(value: object) -> str:
    """Any TOML value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {spelled(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(spelled(item) for item in value) + "]"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def places(value: object, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """The path of every key and list item below a value."""
    items: list[tuple[object, object]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    for key, inner in items:
        yield (*path, key)
        yield from places(inner, (*path, key))


def replaced(raw: dict[str, object], path: tuple[object, ...], new: object) -> str:
    root = copy.deepcopy(raw)
    inner: object = root
    for key in path[:-1]:
        inner = inner[key]  # type: ignore[index]
    if new is DELETED:
        del inner[path[-1]]  # type: ignore[attr-defined]
    else:
        inner[path[-1]] = new  # type: ignore[index]
    return "\n".join(f"{json.dumps(key)} = {spelled(value)}" for key, value in root.items())


def is_taken(files: dict[str, ProgrammeFile]) -> bool:
    """Whether the files compile; what compiles must also survive storing."""
    try:
        definition = compile_edition(files["policy"], files["edition"], DAY)
    except ProgrammeFileError as error:
        return not error.problems
    assert definition_from(definition_json(definition)) == definition
    return True


def _minimal() -> dict[str, str]:
    return {
        name: (HERE / "minimal" / f"{name}.toml").read_text(encoding="utf-8")
        for name in ("policy", "edition")
    }


def _city() -> dict[str, str]:
    """The page's city: titles with duties, scores, places, declarations, two pools."""
    files = city()
    return {"policy": files["linshan/policy.toml"], "edition": files["linshan/2027.toml"]}


@pytest.mark.parametrize("side", ["policy", "edition"])
@pytest.mark.parametrize(
    ("texts", "every"), [(_minimal(), 1), (_city(), 11)], ids=["small", "city"]
)
def test_no_value_at_any_place_breaks_the_reading(
    texts: dict[str, str], every: int, side: str
) -> None:
    raw = tomllib.loads(texts[side])
    tried = [(path, new) for path in places(raw) for new in (*GARBAGE, DELETED)]
    refused = 0
    for path, new in tried[::every]:
        files = {name: ProgrammeFile(name, text) for name, text in texts.items()}
        files[side] = ProgrammeFile(side, replaced(raw, path, new))
        refused += not is_taken(files)
    assert refused > len(tried) // every * 0.7
