"""The ground of a rush: an installation of four servers, and drafts that wait to be handed in."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from bench.seed import TRACK, Client, seed_clients
from bench.stage import Stage
from models.rules.award.copay import split_rates
from models.rules.money import FeeSplit, split_fee
from storage.postgres.core.connect import raw_connection
from tests.world.application import demo_definition
from tests.world.client import Person
from tests.world.installation import Installation, Shape, installation, until
from tests.world.sandbox import PROJECT
from tests.world.servers import Embedded

SERVERS = 4
LINE_TEMPLATE = "sT1-qUeUe-pRoGrEsS_6hD4fR8jK2pV9tG5sB3nM7xW"
_FEES_FEN = (300_001, 450_017, 799_999, 1_000_000, 1_234_567, 1_900_003, 2_600_011)
"""No two alike, so that what is left at the line fits one claim and not another."""
_VARY = """
UPDATE applications a
   SET fee_fen = f.fee, paid_fen = f.fee, government_fen = f.government, platform_fen = f.platform,
       enterprise_fen = f.enterprise
  FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[])
       WITH ORDINALITY AS f(fee, government, platform, enterprise, number)
 WHERE a.status = 'draft' AND right(a.number, 8)::int % cardinality($1) = f.number - 1
"""
_HAND_OVER = (
    "UPDATE enterprise_members SET user_id = $2 WHERE user_id = $1",
    "UPDATE applications SET created_by_id = $2 WHERE created_by_id = $1",
    "UPDATE evidence SET uploaded_by_id = $2 WHERE uploaded_by_id = $1",
)
_CONSENT = """
INSERT INTO consent_ledger (user_id, template_id, delta, source, source_ref, at)
VALUES ($1, $2, 10000, 'popup', 'callback:rush', now())
"""


@dataclass(frozen=True)
class Submitter:
    """Somebody with a session, and the drafts that are theirs."""

    token: str
    applications: list[str]


@dataclass(frozen=True)
class Ground:
    """`pool_id` is the pool `copay` of the installation's edition."""

    place: Installation
    pool_id: UUID
    budget_fen: int
    people: list[Submitter]

    @property
    def edition(self) -> str:
        return self.place.world.edition

    @property
    def every(self) -> set[str]:
        return {one for person in self.people for one in person.applications}


@asynccontextmanager
async def ground(
    embedded: Embedded, name: str, *, drafts: int, people: int, real: bool = False, **shape: Any
) -> AsyncIterator[Ground]:
    """The budget fits about a third. `real` people are known to WeChat and consent to messages.

    `shape` changes that of the installation.
    """
    each, splits = drafts // people, _splits()
    awards = [splits[number % len(splits)].government_fen for number in range(drafts)]
    budget_fen = sum(awards) // 3
    usual = Shape(servers=SERVERS, pool={"budget_fen": budget_fen})
    async with installation(embedded, name, replace(usual, **shape)) as place:
        stage = _stage(place)
        clients = await seed_clients(stage, stage.definition, people, ready=each, empty=0)
        await _vary(place, splits)
        given = await _real(place, clients) if real else [_as_seeded(one) for one in clients]
        yield Ground(place, await _pool(place), budget_fen, given)


def _stage(place: Installation) -> Stage:
    """The installation as the bench's seeding takes it."""
    definition = demo_definition()
    edition = replace(definition.edition, code=place.world.edition)
    definition = replace(definition, edition=edition)
    owner = place.world.owner
    return Stage(place.running, place.world.settings, owner, place.worker_dsn, definition)


def _splits() -> list[FeeSplit]:
    track = demo_definition().find_track(TRACK)
    assert track is not None
    rates = split_rates(track.award)
    return [split_fee(fee_fen, rates) for fee_fen in _FEES_FEN]


async def _vary(place: Installation, splits: list[FeeSplit]) -> None:
    await place.world.fetch(
        _VARY,
        [split.fee_fen for split in splits],
        [split.government_fen for split in splits],
        [split.platform_fen for split in splits],
        [split.enterprise_fen for split in splits],
    )


async def _pool(place: Installation) -> UUID:
    """Its id, once the worker has built its ranking."""
    (row,) = await place.world.fetch(
        "SELECT id FROM pools WHERE edition_id = $1", place.world.edition
    )
    found: UUID = row["id"]
    await until(lambda: place.world.ports.quota.figures(found), "the ranking is built")
    return found


def _as_seeded(client: Client) -> Submitter:
    return Submitter(client.token, [str(one) for one in client.ready])


async def _real(place: Installation, clients: list[Client]) -> list[Submitter]:
    """The drafts in the hands of people who logged in through WeChat."""
    await place.world.sandbox.control("options", accept_all=True)
    connection = await raw_connection(place.world.owner)
    given = []
    try:
        for client in clients:
            person: Person = await place.world.sme()
            user_id = UUID(person.user["id"])
            for statement in _HAND_OVER:
                await connection.execute(statement, client.user_id, user_id)
            await connection.execute(_CONSENT, user_id, LINE_TEMPLATE)
            token = person.headers["authorization"].removeprefix("Bearer ")
            given.append(replace(_as_seeded(client), token=token))
    finally:
        await connection.close()
    return given


@asynccontextmanager
async def submitting(
    on: Ground, shares: Mapping[str, float], *, seed: int, pause_s: float = 0.0
) -> AsyncIterator[Process]:
    """The people at work; `journal_of` hurries them and waits for what they were answered."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.rush.clients"), cwd=PROJECT, stdin=PIPE, stdout=PIPE
    )
    plan = {
        "ports": on.place.ports(),
        "people": [vars(person) for person in on.people],
        "shares": shares,
        "pause_s": pause_s,
        "seed": seed,
    }
    assert process.stdin is not None
    process.stdin.write(json.dumps(plan).encode() + b"\n")
    await process.stdin.drain()
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def journal_of(process: Process) -> dict[str, Any]:
    """What they were answered, once all is handed in."""
    assert process.stdin is not None
    if not process.stdin.is_closing():
        # Else all was handed in before.
        process.stdin.write(b"hurry\n")
    answer, _ = await process.communicate()
    assert process.returncode == 0
    return dict(json.loads(answer))
