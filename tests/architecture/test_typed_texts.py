"""Every text of every route: nothing is no text, and blanks around one do not make another of it."""

import json
from collections.abc import Iterator
from typing import Any

from server.edge.web.bodies import decode_bytes
from server.errors import Invalid
from tests.architecture.sending import own_ids, send, takes_json, visitor
from tests.world.application import World
from tests.world.bodies import JSON, TextPlace, text_places
from tests.world.doors import Door
from tests.world.neighbours import Neighbours
from tests.world.rows import nothing_changes

NUMBER = "11010519491231002X"
NOTHING, AROUND = "\u200b\u3164", (" \ufeff", "\u200d\u3000")
AS_TYPED = {"password", "old_password", "new_password", "policy", "edition_file"}


def _places(doors: list[Door]) -> Iterator[tuple[Door, TextPlace]]:
    for door in doors:
        kind = door.info.description.request
        if kind is not None:
            for place in text_places(kind):
                if place.path not in AS_TYPED:
                    yield door, place


async def test_nothing_is_refused_by_name_or_is_left_out(
    world: World, neighbours: Neighbours, doors: list[Door]
) -> None:
    side, seen, wrong = neighbours.here, 0, []
    async with nothing_changes(world):
        for door, place in _places(doors):
            if not takes_json(door) or place.is_optional:
                continue
            body = json.dumps(place.fill(NOTHING)).encode()
            answer = await send(world, side, door, ("nothing", body, JSON))
            seen += 1
            fields = {field for field, _ in answer.reasons()} if answer.status == 422 else set()
            if place.path not in fields:
                wrong.append((door.name, place.path, answer.status, answer.body))
    assert not wrong, "\n".join(map(str, wrong))
    assert seen > 80


def test_blanks_and_unseen_signs_around_a_text_go(doors: list[Door]) -> None:
    seen = 0
    for door, place in _places(doors):
        kind: Any = door.info.description.request
        plain, padded = (
            decode_bytes(json.dumps(place.fill(text)).encode(), kind)
            for text in (place.fits, place.fits.join(AROUND))
        )
        assert padded == plain, (door.name, place.path)
        seen += 1
    assert seen > 120


def test_what_is_written_at_length_keeps_no_number_of_a_person(doors: list[Door]) -> None:
    """Reasons, comments, remarks: whatever takes several lines. Names and codes stay as they are."""
    seen = 0
    for door, place in _places(doors):
        kind: Any = door.info.description.request
        try:
            body = repr(decode_bytes(json.dumps(place.fill(f"甲\n{NUMBER}")).encode(), kind))
        except Invalid:
            continue
        if "甲\\n" in body:
            assert NUMBER not in body, (door.name, place.path)
            seen += 1
    assert seen > 20


def test_what_may_be_left_out_is_by_nothing(doors: list[Door]) -> None:
    seen = 0
    for door, place in _places(doors):
        if place.is_optional:
            kind: Any = door.info.description.request
            body = decode_bytes(json.dumps(place.fill(NOTHING)).encode(), kind)
            assert NOTHING not in repr(body)
            seen += 1
    assert seen > 20


async def test_a_query_of_nothing_is_none(
    world: World, neighbours: Neighbours, doors: list[Door]
) -> None:
    asked = 0
    for door in doors:
        kind = door.info.description.query
        if door.method != "GET" or kind is None:
            continue
        client = visitor(door, neighbours.here, world.anyone)
        path = f"/{door.path(own_ids(door, neighbours.here))}"
        without = await client.get(path)
        for name in kind.__struct_fields__:
            if name != "cursor":
                answer = await client.get(f"{path}?{name}=%E2%80%8B%E3%85%A4")
                assert answer.status == without.status, (door.name, name, answer.body)
                asked += 1
    assert asked > 30
