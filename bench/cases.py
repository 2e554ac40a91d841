"""The three cases: a read that many ask for, a submission, an upload; each with its peer."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.request import urlopen
from uuid import UUID

from bench.children import Served, served
from bench.rounds import Compared, Run, compare, run_module
from bench.seed import TRACK, Client
from bench.serve_bytes import BODY_FILE
from bench.serve_rows import ROWS_PLAN
from bench.stage import Stage
from models.rules.exclusions import exclusion_keys
from storage.embedded.plan import ServerName

_PAPER_KIND = "service_contract"
_READERS = 32
UPLOADERS = 8


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured; `clients` submit at once."""

    rounds: int
    reads: int
    submits: int
    submits_warm_up: int
    uploads: int
    uploads_warm_up: int
    clients: int = 48


@dataclass(frozen=True, slots=True)
class Bench:
    """The stage, our server on it, and the seeded clients."""

    stage: Stage
    ours: Served
    clients: Sequence[Client]
    sizes: Sizes

    def watched(self, server: Served, *stores: ServerName) -> dict[str, int]:
        """Processes by name, for their processor time."""
        running = self.stage.running
        return {"server": server.pid} | {store: running.pid(store) for store in stores}


@asynccontextmanager
async def our_server(stage: Stage) -> AsyncIterator[Served]:
    """Our server process on the stage."""
    folder = stage.running.plan.folder
    async with served(folder, "bench.serve_ours", stage.environ) as ours:
        yield ours


async def compare_lists(bench: Bench) -> Compared:
    """(a) the platform list against the same bytes."""
    target = f"/api/v1/programmes/{bench.stage.definition.edition.code}/platforms?limit=20"
    folder = bench.stage.running.plan.folder
    body = folder.root / "list.json"
    body.write_bytes(await asyncio.to_thread(_fetch, bench.ours.port, target))
    async with served(folder, "bench.serve_bytes", {BODY_FILE: str(body)}) as bare:

        async def turn(side: Served, requests: int) -> Run:
            times = requests // _READERS
            client = {"method": "GET", "headers": "", "targets": [target], "times": times}
            plan = {"port": side.port, "clients": [client] * _READERS}
            return await run_module("bench.load", plan, bench.watched(side))

        return await compare(
            "(a) platform list",
            0.75,
            lambda n: turn(bench.ours, n),
            lambda n: turn(bare, n),
            requests=bench.sizes.reads,
            warm_up=bench.sizes.reads // 4,
            rounds=bench.sizes.rounds,
        )


@asynccontextmanager
async def rows_peer(stage: Stage) -> AsyncIterator[Served]:
    """The bare server that writes the rows of a submission."""
    track = stage.definition.find_track(TRACK)
    if track is None:
        raise LookupError(TRACK)
    (exclusion,) = exclusion_keys(stage.definition, track)
    (pool,) = await stage.fetch("SELECT id, epoch FROM pools WHERE code = $1", track.pool)
    plan = {
        "dsn": stage.settings.postgres_dsn,
        "pool_size": stage.settings.postgres_pool,
        "redis_url": stage.settings.redis_url,
        "namespace": stage.settings.redis_namespace,
        "pool_id": str(pool["id"]),
        "epoch": pool["epoch"],
        "exclusion": exclusion,
        "receipt": "r" * 1200,
        "award_fen": 1_000_000,
    }
    environ = {ROWS_PLAN: json.dumps(plan)}
    async with served(stage.running.plan.folder, "bench.serve_rows", environ) as peer:
        yield peer


async def submit_turn(bench: Bench, side: Served, requests: int, clients: int) -> Run:
    """So many ready drafts submitted by so many clients at once."""
    each = max(1, requests // clients)
    plan = {
        "port": side.port,
        "clients": [
            _posts(client, "submit", [client.ready.pop() for _ in range(each)])
            for client in bench.clients[:clients]
        ],
    }
    return await run_module("bench.load", plan, bench.watched(side, "postgres", "valkey"))


async def compare_submits(bench: Bench, peer: Served, name: str) -> Compared:
    """(b) submit against the same rows by hand."""
    sizes = bench.sizes
    return await compare(
        name,
        0.6,
        lambda n: submit_turn(bench, bench.ours, n, sizes.clients),
        lambda n: submit_turn(bench, peer, n, sizes.clients),
        requests=sizes.submits,
        warm_up=sizes.submits_warm_up,
        rounds=sizes.rounds,
    )


async def compare_uploads(bench: Bench) -> Compared:
    """(c) upload of 2 MiB against the minio client."""
    settings = bench.stage.settings
    place = {
        "endpoint": settings.s3_endpoint,
        "access_key": settings.s3_access_key,
        "secret_key": settings.s3_secret_key,
        "bucket": settings.s3_bucket,
    }
    watched = bench.watched(bench.ours, "postgres", "s3")

    async def ours(requests: int) -> Run:
        each = max(1, requests // UPLOADERS)
        clients = [
            _posts(client, "evidence", [client.empty.pop() for _ in range(each)])
            | {"paper": _PAPER_KIND}
            for client in bench.clients[:UPLOADERS]
        ]
        return await run_module(
            "bench.load", {"port": bench.ours.port, "clients": clients}, watched
        )

    async def peer(requests: int) -> Run:
        plan = {"place": place, "threads": UPLOADERS, "count": requests}
        return await run_module("bench.put_files", plan, {"s3": watched["s3"]})

    sizes = bench.sizes
    return await compare(
        "(c) upload of 2 MiB",
        0.7,
        ours,
        peer,
        requests=sizes.uploads,
        warm_up=sizes.uploads_warm_up,
        rounds=sizes.rounds,
    )


def _fetch(port: int, target: str) -> bytes:
    with urlopen(f"http://127.0.0.1:{port}{target}") as answer:  # our own server
        found: bytes = answer.read()
        return found


def _posts(client: Client, verb: str, applications: Sequence[UUID]) -> dict[str, Any]:
    return {
        "method": "POST",
        "headers": f"authorization: Bearer {client.token}\r\n",
        "targets": [f"/api/v1/applications/{one}/{verb}" for one in applications],
        "times": 1,
    }
