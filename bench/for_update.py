"""A rush against what most people would write: FOR UPDATE on the budget's row and a COUNT."""

from bench.case import Bench, Found, Table
from bench.children import Served
from bench.editions import Filled, filled_editions
from bench.rounds import Side
from bench.seed import Client
from bench.submits import peer_server, submit_turn

_CLIENTS = 48
_FULL = (1_000, 20_000, 100_000)
_QUICK = (1_000, 20_000)
_HEADINGS = ("claims", "ours/s", "theirs/s", "times faster", "p50/p99 ours", "p50/p99 theirs")


async def measure_for_update(bench: Bench) -> list[Found]:
    """48 clients at once into pools that hold few and many claims; the two sides take turns."""
    rows = [_HEADINGS]
    sizes = _QUICK if bench.quick else _FULL
    for filled in await filled_editions(bench.stage, "rush", sizes):
        ours, theirs = await _rush(bench, filled)
        ratio = ours.rate / theirs.rate
        rows.append(
            (
                f"{filled.size} to {await _claims(bench, filled)}",
                f"{ours.rate:.0f}",
                f"{theirs.rate:.1f}",
                f"{ratio:.1f}",
                f"{ours.quantile_ms(0.5):.0f}/{ours.quantile_ms(0.99):.0f} ms",
                f"{theirs.quantile_ms(0.5):.0f}/{theirs.quantile_ms(0.99):.0f} ms",
            )
        )
    return [Table(f"Submission against FOR UPDATE and COUNT, {_CLIENTS} clients at once", rows)]


async def _rush(bench: Bench, filled: Filled) -> tuple[Side, Side]:
    requests, rounds = bench.choose(288, 240), bench.choose(5, 2)
    # Theirs takes as long as it holds claims: what 48 clients can wait for is enough to tell.
    theirs_requests = _CLIENTS * max(1, min(requests // _CLIENTS, 100_000 // filled.size))
    drafts = (rounds + 1) * (requests + theirs_requests) // _CLIENTS + 4
    clients = await bench.drafts(_CLIENTS, ready=drafts, definition=filled.definition)
    ours, theirs = Side(), Side()
    async with peer_server(bench.stage, filled.definition, "bench.serve_for_update") as peer:
        sides = [(bench.ours, ours, requests), (peer, theirs, theirs_requests)]
        for number in range(-1, rounds):
            for served, side, count in sides if number % 2 else sides[::-1]:
                await _turn(bench, served, side, clients, count=count, keep=number >= 0)
    return ours, theirs


async def _turn(
    bench: Bench, served: Served, side: Side, clients: list[Client], *, count: int, keep: bool
) -> None:
    run = await submit_turn(bench, served, clients, count)
    if keep:  # the first round only warms up
        side.runs.append(run)


async def _claims(bench: Bench, filled: Filled) -> int:
    query = "SELECT count(*) FROM claims WHERE pool_id = $1 AND live"
    ((found,),) = await bench.stage.fetch(query, filled.pool_id)
    return int(found)
