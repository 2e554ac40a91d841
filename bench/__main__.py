"""`python -m bench [--quick] [--only a,b,c]`: prints one table, and where the time goes."""

import argparse
import asyncio
import os
import platform
import shutil
import tempfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import monotonic

from bench.cases import (
    UPLOADERS,
    Bench,
    Sizes,
    compare_lists,
    compare_submits,
    compare_uploads,
    our_server,
    rows_peer,
    submit_turn,
)
from bench.rounds import Compared
from bench.seed import Client, seed_clients
from bench.stage import Stage, staged
from bench.statements import time_statements
from bench.table import print_cpu, print_statements, print_table

FULL = Sizes(7, 24_000, 1_440, 1_440, 120, 64)
QUICK = Sizes(3, 6_400, 480, 480, 40, 24)
_ALONE = 40
SLOW_DISK = {"commit_delay": 4000, "commit_siblings": 0}


async def main() -> None:
    options = _parse()
    sizes = QUICK if options.quick else FULL
    only = set(options.only.split(","))
    # Not the system's own temporary folder if that is memory: syncs must cost what they cost.
    folder = Path(tempfile.mkdtemp(prefix="shuangtui-bench-", dir=options.data))
    try:
        async with staged(folder / "data") as stage, our_server(stage) as ours:
            bench = Bench(stage, ours, await _seeded(stage, sizes, only), sizes)
            await _measure(bench, only)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer, shorter rounds")
    parser.add_argument("--only", default="a,b,c", help="cases to run, such as a,c")
    parser.add_argument("--data", type=Path, default=Path("/var/tmp"), help="a folder on a disk")  # noqa: S108
    return parser.parse_args()


async def _seeded(stage: Stage, sizes: Sizes, only: set[str]) -> list[Client]:
    turns = 2 * (2 * (sizes.submits * sizes.rounds + sizes.submits_warm_up))
    ready = turns // sizes.clients + 4 * _ALONE + 8 if "b" in only else 0
    uploads = sizes.uploads * sizes.rounds + sizes.uploads_warm_up
    empty = uploads // UPLOADERS + 8 if "c" in only else 0
    return await seed_clients(stage, sizes.clients, ready=ready, empty=empty)


async def _measure(bench: Bench, only: set[str]) -> None:
    began = monotonic()
    where = f"{os.cpu_count()} cores, {platform.machine()}, load before {os.getloadavg()[0]:.1f}"
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {where}", flush=True)
    cases: list[Compared] = []
    if "a" in only:
        cases.append(await compare_lists(bench))
    if "b" in only:
        cases += await _submits(bench)
    if "c" in only:
        cases.append(await compare_uploads(bench))
    print()
    print_table(cases)
    print_cpu(cases)
    print(f"\nMeasured in {monotonic() - began:.0f} s, after the stage was set.")


async def _submits(bench: Bench) -> list[Compared]:
    """As it is, then with every commit waiting 4 ms; statement times in between."""
    stage = bench.stage
    async with rows_peer(stage) as peer:
        plain = await compare_submits(bench, peer, "(b) submit")
        for name, side in (("ours", bench.ours), ("peer", peer)):
            alone = partial(submit_turn, bench, side, clients=1)
            print_statements(f"(b) {name}", await time_statements(stage, alone, _ALONE))
        await stage.tune(**SLOW_DISK)
        slow = await compare_submits(bench, peer, "(b) submit, slow disk")
        await stage.tune()
    return [plain, slow]


if __name__ == "__main__":
    asyncio.run(main())
