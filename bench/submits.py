"""(b) A submission against the same rows written by hand, as it is and on a slow disk."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial

from bench.case import Bench, Found
from bench.children import Served, served
from bench.load import posts
from bench.rounds import Compared, Run, compare, run_module
from bench.seed import TRACK, Client
from bench.serve_rows import ROWS_PLAN
from bench.stage import Stage
from bench.statements import time_statements
from bench.table import print_statements
from models.rules.exclusions import exclusion_keys
from models.rules.terms.programme import EditionDefinition

CLIENTS = 48
_ALONE = 40
_SLOW_DISK = {"commit_delay": 4000, "commit_siblings": 0}


async def measure_submits(bench: Bench) -> list[Found]:
    """As it is, then with every commit waiting 4 ms; statement times in between."""
    stage = bench.stage
    turns = 2 * 2 * (_requests(bench) * _rounds(bench) + _requests(bench))
    clients = await bench.drafts(CLIENTS, ready=turns // CLIENTS + 4 * _ALONE + 8)
    async with peer_server(stage, stage.definition) as peer:
        plain = await _compared(bench, peer, clients, "(b) submit")
        for name, side in (("ours", bench.ours), ("peer", peer)):
            alone = partial(submit_turn, bench, side, clients[:1])
            print_statements(f"(b) {name}", await time_statements(stage, alone, _ALONE))
        await stage.tune(**_SLOW_DISK)
        slow = await _compared(bench, peer, clients, "(b) submit, slow disk")
        await stage.tune()
    return [plain, slow]


def _requests(bench: Bench) -> int:
    return bench.choose(1_440, 480)


def _rounds(bench: Bench) -> int:
    return bench.choose(7, 3)


async def submit_turn(bench: Bench, side: Served, clients: Sequence[Client], requests: int) -> Run:
    """So many ready drafts submitted by these clients at once."""
    each = max(1, requests // len(clients))
    plan = {
        "port": side.port,
        "clients": [
            posts(client.token, "submit", [client.ready.pop() for _ in range(each)])
            for client in clients
        ],
    }
    return await run_module("bench.load", plan, bench.watched(side, "postgres", "valkey"))


async def _compared(bench: Bench, peer: Served, clients: Sequence[Client], name: str) -> Compared:
    return await compare(
        name,
        0.6,
        partial(submit_turn, bench, bench.ours, clients),
        partial(submit_turn, bench, peer, clients),
        requests=_requests(bench),
        warm_up=_requests(bench),
        rounds=_rounds(bench),
    )


@asynccontextmanager
async def peer_server(
    stage: Stage, definition: EditionDefinition, module: str = "bench.serve_rows"
) -> AsyncIterator[Served]:
    """A bare server that writes the rows of a submission to this edition."""
    track = definition.find_track(TRACK)
    if track is None:
        raise LookupError(TRACK)
    (exclusion,) = exclusion_keys(definition, track)
    edition = definition.edition.code
    (pool,) = await stage.fetch(
        "SELECT id, epoch FROM pools WHERE edition_id = $1 AND code = $2", edition, track.pool
    )
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
    async with served(stage.running.plan.folder, module, environ) as peer:
        yield peer
