"""What a new version changes is told in readable lines, whatever it is."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from models.programme.diff import changes_between
from models.rules.terms.programme import EditionDefinition
from tests.programmes.slots import track_of
from tests.programmes.sources import compiled

# Compiled from other parts of the same track, so they never change alone.
_DERIVED = ("assumed", "at_most")


@pytest.fixture(scope="module")
def demo() -> EditionDefinition:
    return compiled("sh-shuangtui", "demo")


def told(before: EditionDefinition, after: EditionDefinition) -> list[str]:
    return [change.zh for change in changes_between(before, after)]


def with_track(definition: EditionDefinition, code: str, **changes: Any) -> EditionDefinition:
    tracks = tuple(
        replace(track, **changes) if track.code == code else track for track in definition.tracks
    )
    return replace(definition, tracks=tracks)


def test_equal_rules_have_no_changes(demo: EditionDefinition) -> None:
    assert changes_between(demo, compiled("sh-shuangtui", "demo")) == ()


def test_a_condition_is_told_with_both_of_its_values(demo: EditionDefinition) -> None:
    conditions = tuple(
        replace(one, value="苏州市") if one.id == "registered_city" else one
        for one in track_of(demo, "copay").conditions
    )
    assert told(demo, with_track(demo, "copay", conditions=conditions)) == [
        "copay · 条件 registered_city：由“须在本市企业登记机关合法登记：登记注册地须为“上海市”"
        "（四(二)1）”改为“须在本市企业登记机关合法登记：登记注册地须为“苏州市”（四(二)1）”"
    ]


def test_papers_and_steps_come_and_go(demo: EditionDefinition) -> None:
    copay = track_of(demo, "copay")
    fewer = with_track(demo, "copay", materials=copay.materials[1:], stages=copay.stages[1:])
    lines = told(demo, fewer)
    assert "删去 copay · 流程 endorse：平台企业收集并统一提交（平台企业）（四(二)3）" in lines
    assert any(line.startswith("删去 copay · 材料 commitment_letter") for line in lines)
    # The others only moved up by one.
    assert len(lines) == 2
    assert any(line.startswith("新增 copay · 流程 endorse") for line in told(fewer, demo))


def test_steps_in_another_order_are_told_as_that(demo: EditionDefinition) -> None:
    endorse, audit, approve, payout = track_of(demo, "copay").stages
    turned = with_track(demo, "copay", stages=(audit, endorse, approve, payout))
    line = "copay · 流程：先后顺序有调整，现为 audit → endorse → approve → payout"
    assert told(demo, turned) == [line]
    shorter = with_track(demo, "copay", stages=(audit, endorse, payout))
    dropped, moved = told(demo, shorter)
    assert dropped.startswith("删去 copay · 流程 approve")
    assert moved == "copay · 流程：先后顺序有调整，现为 audit → endorse → payout"


def test_a_track_that_comes_whole_is_one_line(demo: EditionDefinition) -> None:
    fewer = replace(demo, tracks=demo.tracks[:1])
    assert [line.split("：")[0] for line in told(fewer, demo)] == [
        "新增 copay · 事项",
        "新增 expansion · 事项",
    ]
    assert len(told(demo, fewer)) == 2


def test_money_is_told_as_people_say_it(demo: EditionDefinition) -> None:
    pools = (replace(demo.pools[0], budget_fen=600_000_000),)
    (line,) = told(demo, replace(demo, pools=pools))
    assert "由“预算 500 万元" in line
    assert "改为“预算 600 万元" in line


def test_another_order_alone_is_told_too(demo: EditionDefinition) -> None:
    copay = track_of(demo, "copay")
    turned = with_track(demo, "copay", materials=copay.materials[::-1])
    assert told(demo, turned) == ["只调整了顺序"]


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every plain value below."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    elif value is not None:
        yield path


def changed_at(definition: EditionDefinition, path: tuple[Any, ...]) -> EditionDefinition | None:
    """The definition with another value there; None where there is no other."""
    raw = msgspec.json.decode(msgspec.json.encode(definition))
    inner = raw
    for key in path[:-1]:
        inner = inner[key]
    old = inner[path[-1]]
    if isinstance(old, bool):
        inner[path[-1]] = not old
    elif isinstance(old, int):
        inner[path[-1]] = old + 1
    else:
        # A day stays a day.
        day = re.match(r"2\d{3}-\d\d-\d\d", old)
        inner[path[-1]] = f"1{old[1:]}" if day else f"{old}x"
    try:
        return msgspec.convert(raw, EditionDefinition)
    except msgspec.ValidationError:
        return None


@pytest.mark.parametrize("programme", ["sh-shuangtui", "cq-rongchang-ecommerce"])
def test_no_change_goes_untold(programme: str) -> None:
    definition = compiled(programme, "demo")
    raw = msgspec.json.decode(msgspec.json.encode(definition))
    paths = [path for path in leaves(raw) if path[-1] not in _DERIVED]
    tried = 0
    for path in paths[:: len(paths) // 120]:
        changed = changed_at(definition, path)
        if changed is None:
            continue
        tried += 1
        lines = told(definition, changed)
        assert lines, path
        assert lines != ["只调整了顺序"], path
    assert tried > 70
