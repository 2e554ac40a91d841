"""Each store is taken away in turn: what needs it says so, the rest goes on, and it comes back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.world.client import Answer, Person
from tests.world.installation import Installation, publish, until
from tests.world.papers import pdf


@asynccontextmanager
async def without(place: Installation, name: str) -> AsyncIterator[None]:
    """That part is dead inside the block, and runs again after it."""
    await place.kill(name)
    try:
        yield
    finally:
        await place.start(name)


def unavailable(answer: Answer, code: str = "unavailable") -> None:
    answer.refused(503, code)
    assert int(answer.headers["retry-after"]) >= 1


async def pool(place: Installation, edition: str) -> dict[str, Any]:
    quota = (await place.world.anyone.get(f"/programmes/{edition}/quota")).ok()
    return dict(quota["pools"][0])


async def submit(person: Person, application: dict[str, Any]) -> dict[str, Any]:
    return dict((await person.post(f"/applications/{application['id']}/submit")).ok())


async def shown(person: Person, application: dict[str, Any]) -> dict[str, Any]:
    return dict((await person.get(f"/applications/{application['id']}")).ok())


async def health(place: Installation) -> tuple[int, int, dict[str, str]]:
    """Status of live, status of ready, the parts' states."""
    live = await place.world.anyone.get("//health/live")
    ready = await place.world.anyone.get("//health/ready")
    return live.status, ready.status, {n: p["state"] for n, p in ready.body["parts"].items()}


async def ranked(place: Installation, edition: str, funded: int) -> bool:
    """Live figures that count so many as funded."""
    now = await pool(place, edition)
    return not now["stale"] and now["funded"] == funded


async def test_without_redis_everything_but_the_line_goes_on(place: Installation) -> None:
    world = place.world
    edition = await publish(world, "no-redis")
    await until(lambda: ranked(place, edition, 0), "the ranking is built")
    person, gone, leaving = [await world.sme() for _ in range(3)]
    before = await submit(person, await person.ready(edition))
    assert before["queue"]["state"] == "funded"
    (await gone.delete("/session")).ok(204)
    await until(lambda: _recorded(place, edition, 1), "the figures are recorded")

    async with without(place, "valkey"):
        (await person.get("/session")).ok()
        (await gone.get("/session")).refused(401, "unauthenticated")
        (await leaving.delete("/session")).ok(204)
        (await leaving.get("/session")).refused(401, "unauthenticated")
        late = await world.sme()
        after = await submit(late, await late.ready(edition))
        assert (after["status"], after["queue"]["state"]) == ("in_review", "pending")
        assert (await shown(person, before))["queue"]["state"] == "pending"
        figures = await pool(place, edition)
        assert (figures["stale"], figures["funded"]) == (True, 1)
        assert figures["funded_fen"] == before["award_fen"]
        assert await _refused_at_last(late)
        live, ready, parts = await health(place)
        assert (live, ready, parts["redis"], parts["database"]) == (200, 200, "down", "up")

    await world.ports.redis.flushall()
    await until(lambda: ranked(place, edition, 2), "the ranking is rebuilt from nothing")
    for owner, application in ((person, before), (late, after)):
        assert (await shown(owner, application))["queue"]["state"] == "funded"
    for out in (gone, leaving):
        (await out.get("/session")).refused(401, "unauthenticated")
    (await person.get("/session")).ok()


async def _recorded(place: Installation, edition: str, funded: int) -> bool:
    rows = await place.world.fetch(
        "SELECT (recorded_figures->>'funded')::int AS funded FROM pools WHERE edition_id = $1",
        edition,
    )
    return bool(rows[0]["funded"] == funded)


async def _refused_at_last(person: Person) -> bool:
    """Whether a limited route says 429 with Retry-After when it is called on and on."""
    for _ in range(100):
        answer = await person.post("/invitations/accept", {"token": "x" * 43})
        if answer.status == 429:
            return int(answer.headers["retry-after"]) >= 1
    return False


async def test_without_storage_only_papers_wait(place: Installation) -> None:
    world = place.world
    person = await world.sme()
    ready = await person.ready(world.edition)
    draft = await person.draft(world.edition)
    kind = draft["missing"][0]["kind"]
    paper = (await person.upload(draft["id"], kind)).ok(201)
    content = f"/applications/{draft['id']}/evidence/{paper['id']}/content"
    again = pdf("again")

    async with without(place, "s3"):
        waits = asyncio.gather(person.upload(draft["id"], kind, again), person.get(content))
        assert (await submit(person, ready))["status"] == "in_review"
        (await world.anyone.get("/programmes")).ok()
        live, status, parts = await health(place)
        assert (live, status, parts["storage"]) == (200, 200, "down")
        for answer in await waits:
            unavailable(answer)
        assert [one["id"] for one in (await shown(person, draft))["evidence"]] == [paper["id"]]

    async def stored() -> bool:
        return (await person.upload(draft["id"], kind, again)).status == 201

    await until(stored, "papers are taken again")
    assert (await person.get(content)).status == 200


async def test_without_the_database_nothing_is_promised(place: Installation) -> None:
    world = place.world
    person = await world.sme()
    ready, other = await person.ready(world.edition), await person.ready(world.edition)
    kept = await submit(person, ready)

    async with without(place, "postgres"):
        unavailable(await person.get("/applications"))
        unavailable(await person.post(f"/applications/{other['id']}/submit"))
        unavailable(await person.upload(other["id"], "contract"))
        unavailable(await world.anyone.post("/session/wechat", {"code": "sandbox-no-database"}))
        live, status, parts = await health(place)
        assert (live, status, parts["database"]) == (200, 503, "down")

    async def submitted() -> Any:
        return await submit(person, other)

    assert (await until(submitted, "the pool of connections recovers"))["status"] == "in_review"
    assert (await shown(person, kept))["receipt"] == kept["receipt"]
    assert (await health(place))[1] == 200


async def test_without_wechat_nobody_logs_in_but_those_inside_work(place: Installation) -> None:
    world = place.world
    person = await world.sme()

    async with without(place, "wechat"):
        answer = await world.anyone.post("/session/wechat", {"code": "sandbox-outside"})
        unavailable(answer, "wechat_unavailable")
        unavailable(await person.post("/session/phone", {"code": "x"}), "wechat_unavailable")
        done = await submit(person, await person.ready(world.edition))
        assert done["status"] == "in_review"
        await world.staff("auditor")

    async def inside() -> bool:
        answer = await world.anyone.post("/session/wechat", {"code": "sandbox-outside"})
        return answer.status == 200

    await until(inside, "people log in again")


async def test_a_database_that_dies_under_load_is_never_an_error_of_ours(
    place: Installation,
) -> None:
    world = place.world
    person = await world.sme()
    ready = await person.ready(world.edition)
    over, statuses = asyncio.Event(), set[int]()

    async def keep_asking(method: str, path: str, **options: Any) -> None:
        while not over.is_set():
            statuses.add((await person.call(method, path, **options)).status)

    body = {"kind": "x", "name": "y"}
    calls = [
        asyncio.create_task(keep_asking(method, path, **options))
        for method, path, options in (
            ("GET", "/applications", {}),
            ("GET", f"/applications/{ready['id']}", {}),
            ("POST", f"/applications/{ready['id']}/submit", {"json": {}}),
            ("POST", f"/applications/{ready['id']}/evidence", {"json": body}),
            ("GET", "/enterprises", {}),
            ("GET", f"/programmes/{world.edition}/quota", {}),
        )
    ]
    for _ in range(3):
        statuses.clear()
        async with without(place, "postgres"):
            await until(lambda: _seen(statuses, 503), "the loss is noticed")
        statuses.clear()
        await until(lambda: _seen(statuses, 200), "calls succeed again")
    over.set()
    await asyncio.gather(*calls)
    assert statuses <= {200, 409, 415, 503}
    unforeseen = [line for line in place.log_of("server").splitlines() if "unexpected " in line]
    assert not unforeseen


async def _seen(statuses: set[int], status: int) -> bool:
    return status in statuses
