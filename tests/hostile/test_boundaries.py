"""Every text of every route to its limit, over the limit, far over it, and with what does not belong.

Built from what the routes say of themselves, so that a new one is in it from its first day.
"""

import json
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

import pytest
from yarl import URL

from tests.architecture.sending import visitor
from tests.hostile.places import Call, Place, call_of, places_of
from tests.hostile.texts import MARK, MARK_IN_DIGITS, Typed, lengths, strange
from tests.rush.size import PROVING
from tests.world.application import World
from tests.world.client import Client
from tests.world.doors import Door
from tests.world.installation import Installation
from tests.world.neighbours import Neighbours

_EVERY = 1 if PROVING else 8
# Papers are taken until the appeal or objection is answered, which another route has done by then.
_OPEN_AGAIN = """
WITH appeal AS (UPDATE appeals SET state = 'open', decision = NULL, decided_by_id = NULL,
                       decided_at = NULL WHERE id = $1)
UPDATE objections SET state = 'open', answer = NULL, answered_by_id = NULL, answered_at = NULL
 WHERE id = $2
"""
_SAYS_WHY = "application/problem+json"


@dataclass(frozen=True)
class Answered:
    """`version` is the draft's, where it was changed."""

    status: int
    codes: set[str]
    media: str
    version: int | None


_LOGS = ("server", "worker", "postgres", "valkey")


@pytest.mark.timeout(1800 if PROVING else 600)
async def test_every_text_of_every_route(
    place: Installation, sides: Neighbours, doors: list[Door]
) -> None:
    wrong: list[str] = []
    seen: Counter[str] = Counter()
    for turn, one in enumerate(spot for door in doors for spot in places_of(door)):
        if one.where == "form":
            matters = [UUID(sides.here.ids[name]) for name in ("appeal_id", "objection_id")]
            await place.world.fetch(_OPEN_AGAIN, *matters)
        for typed in _typed(one, turn):
            if one.door.info.limited:
                await _forget_rates(place.world)
            call = call_of(one, typed.value, sides.here)
            who = visitor(one.door, sides.here, place.world.anyone)
            answer = await _answer(who, call, sides.here.draft["id"])
            seen[f"{typed.kind} {answer.status // 100}xx"] += 1
            if answer.version is not None:
                sides.here.draft["version"] = answer.version
            if (why := _fault(one, typed, answer)) is not None:
                wrong.append(f"{one}: {typed.kind} {repr(typed.value)[:40]}: {why}")
    assert not wrong, "\n".join(wrong)
    assert seen["over 4xx"] > 300, seen
    assert seen["fits 2xx"] > 25, seen
    for name in _LOGS:
        log = place.log_of(name)
        assert MARK not in log, f"the log of {name} repeats what was typed"
        assert MARK_IN_DIGITS not in log, f"the log of {name} repeats what was typed"


def _typed(place: Place, turn: int) -> list[Typed]:
    known = [] if place.most is None else list(lengths(place.most, place.pattern))
    if place.where == "key":
        return known
    odd = [
        one
        for one in strange(turn, _EVERY)
        if not place.name.endswith(".") or isinstance(one.value, str)
    ]
    return known + odd


def _fault(place: Place, typed: Typed, answer: Answered) -> str | None:
    """What the answer should not have been; None if it is well."""
    status, codes = answer.status, answer.codes
    if status >= 500:
        return f"{status}"
    if status >= 400 and answer.media != _SAYS_WHY:
        return f"{status} without saying why"
    if typed.kind == "fits" and "too_long" in codes:
        return "refused as too long"
    if typed.kind == "over" and status < 400:
        return f"taken with {status}"
    if typed.kind == "over" and not _is_about_length(place, answer):
        return f"{status} {sorted(codes)}"
    return None


def _is_about_length(place: Place, answer: Answered) -> bool:
    if place.where == "path":
        return answer.status == 404
    if place.where == "key":
        # 404 comes first: what is said of a key would show that the resource is there.
        return answer.status == 404 or "format" in answer.codes
    return "too_long" in answer.codes


async def _answer(who: Client, call: Call, draft: str) -> Answered:
    headers = who.headers | call.options["headers"]
    target = URL(who.url + call.path, encoded=True)
    options = {**call.options, "headers": headers}
    async with who.http.request(call.method, target, **options) as answer:
        media = answer.headers.get("content-type", "")
        raw = await answer.read()
        body = json.loads(raw) if raw and "json" in media else {}
        codes = {one["code"] for one in body.get("errors", ())}
        version = body.get("version") if body.get("id") == draft else None
        return Answered(answer.status, codes, media, version)


async def _forget_rates(world: World) -> None:
    namespace = world.settings.redis_namespace
    async for key in world.ports.redis.scan_iter(f"{namespace}:rate:*"):
        await world.ports.redis.delete(key)
