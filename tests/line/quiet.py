"""Repair until it is quiet: the worker's loops by hand, and what must be true once they rest."""

from itertools import pairwise
from typing import Any
from uuid import UUID

import msgspec

from server.features.messages.events.of_applications import MOVED
from server.features.quota.rebuild import rebuild_differing
from server.ports import Ports
from tests.line.place import Place
from tests.line.truth import (
    Rows,
    held_states,
    read_held,
    read_rows,
    same_versions,
    states_of,
)

_ROUNDS = 8
_MESSAGES = """
SELECT event_key, user_id, data->>'state' AS state FROM notifications WHERE event = $1
"""
WORDS = {"funded": "暂列额度内", "waiting": "候补排队", "locked": "已锁定额度"}


async def repaired(place: Place, edition: str) -> bool:
    """Rule 4: after a bounded number of rounds the states are those of the reference.

    False for a line that nobody looks after any more.
    """
    for _ in range(_ROUNDS):
        await _one_round(place)
        rows = await read_rows(place.database, edition)
        held = await read_held(place.ports.quota, rows.pool["id"])
        if rows.closed and not rows.live:
            # Nobody looks after the line of a closed edition once everything in it has ended.
            return False
        equal = held_states(held) == states_of(rows.reference())
        if held.report.status == "ready" and equal and same_versions(rows, held):
            break
    else:
        raise AssertionError((held.report, held_states(held), states_of(rows.reference())))
    place.traffic.missed.clear()
    await _one_round(place)
    await as_worker(place, "tell movements")
    await _is_recorded(place, edition)
    return True


async def _one_round(place: Place) -> None:
    """A rebuilder that stands still is not waited for, as if it had been silent for half a minute."""
    server: Ports = place.app.ctx.ports
    await server.ranker.marks.flush()
    await as_worker(place, "reconcile")
    quota = place.worker_ports.quota
    rebuilding = rebuild_differing(place.worker_dsn, quota=quota, patience_seconds=0)
    await place.task(rebuilding, as_worker=True)
    for name in ("check", "record"):
        await as_worker(place, name)


async def as_worker(place: Place, name: str) -> None:
    """One round of a loop of the leading worker."""
    await place.task(_awaited(place.loops[name].act()), as_worker=True)


async def _awaited(work: Any) -> Any:
    return await work


async def _is_recorded(place: Place, edition: str) -> None:
    """States and figures are written down; whoever waits for news has been told the state."""
    rows = await read_rows(place.database, edition)
    expected = {claim_id: one.state for claim_id, one in rows.reference().items()}
    assert {claim["id"]: claim["state"] for claim in rows.live} == expected
    assert {claim["id"]: claim["told_state"] for claim in rows.live} == expected
    figures = msgspec.json.decode(rows.pool["recorded_figures"])
    counted = [figures[state] for state in ("locked", "funded", "waiting")]
    states = list(expected.values())
    assert counted == [states.count(state) for state in ("locked", "funded", "waiting")]
    await the_log_is_whole(place, rows)


async def the_log_is_whole(place: Place, rows: Rows) -> None:
    """Each line a change, in order, the last one the present; each message tells one of them once."""
    log: dict[UUID, list[Any]] = {claim_id: [] for claim_id in rows.claims}
    for line in await place.database.fetch("SELECT * FROM claim_log ORDER BY id"):
        log[line["claim_id"]].append(line)
    for claim_id, lines in log.items():
        steps = [(line["epoch"], line["revision"]) for line in lines]
        assert steps == sorted(steps)
        values = [(line["state"], line["granted_fen"]) for line in lines]
        assert all(one != next_one for one, next_one in pairwise(values)), values
        assert (lines[-1]["state"] if lines else "pending") == rows.claims[claim_id]["state"]
    told = [_movement(message, log) for message in await place.database.fetch(_MESSAGES, MOVED)]
    assert len(told) == len(set(told)), told


def _movement(message: Any, log: dict[UUID, list[Any]]) -> int:
    """The log's line that a message tells of."""
    _, claim_id, revision = message["event_key"].split(":")
    step = tuple(int(part) for part in revision.split("-"))
    line = [one for one in log[UUID(claim_id)] if (one["epoch"], one["revision"]) <= step][-1]
    assert WORDS[line["state"]] == message["state"], (line, message)
    number: int = line["id"]
    return number
