"""A client hangs up at every step of submit and upload: all of it happens, or nothing, and soon."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from tortoise import connections

from server.clock import Clock
from server.edge.web.tasks import OwnedTasks
from server.features.quota.reconcile import reconcile
from storage.files.parts import PART_BYTES
from tests.world.application import World
from tests.world.client import Person, firm
from tests.world.halves import Parts, parts_of, ranked_state
from tests.world.hang_up import Scissors, http_post, take_scissors
from tests.world.installation import until
from tests.world.papers import pdf
from tests.world.wire import cut, open_wire

_MOST_STEPS = 60
BOUNDARY = "cut-here"


@pytest_asyncio.fixture
async def scissors(world: World, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scissors]:
    """Afterwards nothing is held any more: no connection, no transaction, no file."""
    before = held_files()
    taken = take_scissors(monkeypatch)
    yield taken
    taken.put_down()
    await until(lambda: _all_quiet(world), "connections were given back")
    await until(lambda: _given_back(before), "files were given back")
    assert world.ports.arrivals.held == 0


def held_files() -> int:
    """Files in memory that this process holds open."""
    found = 0
    for number in os.listdir("/proc/self/fd"):
        try:
            target = os.readlink(f"/proc/self/fd/{number}")
        except FileNotFoundError:
            continue
        found += target.startswith("/memfd:paper")
    return found


async def _given_back(before: int) -> bool:
    return held_files() == before


async def _all_quiet(world: World) -> bool:
    pool: Any = connections.get("default")._pool
    waiting = await world.fetch(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        " AND state LIKE 'idle in transaction%'"
    )
    idle = pool.get_idle_size() == pool.get_size()
    return bool(idle and not waiting and not len(world.ports.tasks))


async def idle(world: World) -> None:
    """Nothing that the application owns is still running."""

    async def ended() -> bool:
        return len(world.ports.tasks) == 0

    await until(ended, "owned tasks end")


def token(person: Person) -> str:
    return person.headers["authorization"]


async def submit_cut(
    world: World, scissors: Scissors, edition: str, step: int
) -> tuple[Person, str, str, bytes | None]:
    """Person, application, key and answer of a submission that was cut before that step."""
    person = await world.sme()
    application = await person.ready(edition)
    path, key = f"/api/v1/applications/{application['id']}/submit", uuid4().hex
    headers = {"content_type": "application/json", "idempotency_key": key}
    request = http_post(world.url, path, token(person), b"{}", **headers)
    answer = await scissors.send(world.url, request, step)
    await idle(world)
    scissors.put_down()
    return person, application["id"], key, answer


async def test_submit_happens_as_a_whole_or_not_at_all(world: World, scissors: Scissors) -> None:
    outcomes: list[Parts] = []
    edition = await world.publish()
    for step in range(1, _MOST_STEPS):
        person, application_id, key, answer = await submit_cut(world, scissors, edition, step)
        parts = await parts_of(world, application_id)
        assert parts.whole or parts.nothing, (step, parts, scissors.calls)
        if parts.whole:
            assert await ranked_state(world, application_id) == "funded", (step, scissors.calls)
        else:
            assert await ranked_state(world, application_id) is None
        again = await person.post(
            f"/applications/{application_id}/submit", headers={"Idempotency-Key": key}
        )
        assert again.ok()["status"] == "in_review", step
        assert (await parts_of(world, application_id)).whole, step
        outcomes.append(parts)
        if answer is not None:
            break
    assert answer is not None, "the last round was not cut"
    assert answer.startswith(b"HTTP/1.1 200")
    assert any(parts.nothing for parts in outcomes)
    assert sum(parts.whole for parts in outcomes) > 3


async def test_without_the_shield_a_place_in_the_line_is_lost(
    world: World, scissors: Scissors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above; and what was lost is what the reconciler is for."""

    async def bare(_: OwnedTasks, work: Any) -> Any:
        return await work

    monkeypatch.setattr(OwnedTasks, "shielded", bare)
    lost, edition = None, await world.publish()
    for step in range(1, _MOST_STEPS):
        _, application_id, _, answer = await submit_cut(world, scissors, edition, step)
        parts = await parts_of(world, application_id)
        if parts.whole and await ranked_state(world, application_id) is None:
            lost = application_id
            break
        assert answer is None, "nothing was ever lost: the test above proves nothing"
    assert lost is not None
    later = Clock(lambda: world.ports.clock.now() + timedelta(seconds=3))
    await reconcile(ranker=world.ports.ranker, clock=later)
    assert await ranked_state(world, lost) == "funded"


async def test_a_plain_change_gives_its_connection_back(world: World, scissors: Scissors) -> None:
    """Its handler is not shielded, so it is cancelled inside its transaction, at BEGIN too."""
    person = await world.sme()
    for step in range(1, _MOST_STEPS):
        given = firm()
        body = json.dumps(given).encode()
        request = http_post(
            world.url, "/api/v1/enterprises", token(person), body, content_type="application/json"
        )
        answer = await scissors.send(world.url, request, step)
        scissors.put_down()
        await until(lambda: _all_quiet(world), f"the connection of step {step} is free")
        rows = await world.fetch("SELECT id FROM enterprises WHERE uscc = $1", given["uscc"])
        members = await world.fetch(
            "SELECT id FROM enterprise_members WHERE enterprise_id = ANY($1)",
            [row["id"] for row in rows],
        )
        assert len(rows) == len(members) <= 1
        if answer is not None:
            break
    assert answer is not None, "the last round was not cut"
    assert answer.startswith(b"HTTP/1.1 201")


def form(kind: str, content: bytes) -> bytes:
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
    return b"".join(
        (
            f'{head}"kind"\r\n\r\n{kind}\r\n'.encode(),
            f'{head}"name"\r\n\r\n合同.pdf\r\n'.encode(),
            f'{head}"file"; filename="tmp_1"\r\n\r\n'.encode() + content + b"\r\n",
            f"--{BOUNDARY}--\r\n".encode(),
        )
    )


def upload_request(world: World, person: Person, draft: dict[str, Any], content: bytes) -> bytes:
    path = f"/api/v1/applications/{draft['id']}/evidence"
    body = form(draft["missing"][0]["kind"], content)
    media = f"multipart/form-data; boundary={BOUNDARY}"
    return http_post(world.url, path, token(person), body, content_type=media)


async def kept(world: World, application_id: str) -> tuple[int, bool]:
    """Papers in the database, and whether the store holds exactly these."""
    application = UUID(application_id)
    rows = await world.fetch(
        "SELECT object_name FROM evidence WHERE application_id = $1", application
    )
    known = {row["object_name"] for row in rows}
    stored = {
        item.name async for item in world.ports.bucket.list("") if application_id in item.name
    }
    bucket = world.ports.bucket
    on_their_way = await bucket.in_thread(lambda: bucket.parts.unfinished("evidence/"))
    return len(rows), stored == known and not on_their_way


async def test_an_upload_is_kept_as_a_whole_or_not_at_all(world: World, scissors: Scissors) -> None:
    person = await world.sme()
    outcomes = []
    for step in range(1, _MOST_STEPS):
        draft = await person.draft(world.edition)
        content = pdf(f"step {step}")
        request = upload_request(world, person, draft, content)
        answer = await scissors.send(world.url, request, step)
        await idle(world)
        scissors.put_down()
        papers, same = await kept(world, draft["id"])
        assert papers in (0, 1), step
        assert same, (step, papers, scissors.calls)
        outcomes.append(papers)
        again = await person.upload(draft["id"], draft["missing"][0]["kind"], content)
        assert again.status == (200 if papers else 201), (step, again.body)
        if answer is not None:
            break
    assert answer is not None, "the last round was not cut"
    assert answer.startswith(b"HTTP/1.1 201")
    assert {0, 1} <= set(outcomes)


async def test_a_body_that_breaks_off_leaves_nothing(world: World, scissors: Scissors) -> None:
    person = await world.sme()
    draft = await person.draft(world.edition)
    # A part of it is in the store before the last of these.
    request = upload_request(world, person, draft, pdf("long", padding=PART_BYTES + 700_000))
    head = request.index(b"\r\n\r\n") + 4
    for sent in (head, head + 1, head + 200, len(request) // 2, len(request) - 1):
        _, writer = await open_wire(world.url)
        writer.write(request[:sent])
        await writer.drain()
        scissors.lost.clear()
        cut(writer)
        await asyncio.wait_for(scissors.lost.wait(), 30)
        await idle(world)
        assert await kept(world, draft["id"]) == (0, True), sent
