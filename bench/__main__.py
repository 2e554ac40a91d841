"""`python -m bench [--quick] [--only submit,growth]`: prints tables, and where the time goes."""

import argparse
import asyncio
import os
import platform
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from bench.case import Bench, Case, Found
from bench.children import served
from bench.registry import CASES
from bench.stage import staged
from bench.table import print_found


async def main() -> None:
    options = _parse()
    # Not the system's own temporary folder if that is memory: syncs must cost what they cost.
    folder = Path(tempfile.mkdtemp(prefix="shuangtui-bench-", dir=options.data))
    try:
        await _measure(options, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _parse() -> argparse.Namespace:
    names = [case.name for case in CASES]
    usual = ",".join(case.name for case in CASES if not case.long)
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer, shorter rounds")
    parser.add_argument("--only", default=usual, help=f"cases to run, of {','.join(names)}")
    parser.add_argument("--data", type=Path, default=Path("/var/tmp"), help="a folder on a disk")  # noqa: S108
    options = parser.parse_args()
    options.only = set(options.only.split(","))
    if unknown := options.only - set(names):
        parser.error(f"no such case: {', '.join(sorted(unknown))}")
    return options


async def _measure(options: argparse.Namespace, folder: Path) -> None:
    began = monotonic()
    where = f"{os.cpu_count()} cores, {platform.machine()}, {_memory_gib():.0f} GiB"
    load = "/".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {where}, load before {load}", flush=True)
    chosen = [case for case in CASES if case.name in options.only]
    shared = [case for case in chosen if not case.own_stage]
    alone = [[case] for case in chosen if case.own_stage]
    found: list[Found] = []
    for number, cases in enumerate([shared, *alone] if shared else alone):
        async with _set_up(folder / str(number), quick=options.quick) as bench:
            for case in cases:
                found += await _timed(case, bench)
        shutil.rmtree(folder / str(number))
    print()
    print_found(found)
    load = "/".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"\nTook {monotonic() - began:.0f} s with setting up; load after {load}.")


async def _timed(case: Case, bench: Bench) -> Sequence[Found]:
    began = monotonic()
    found = await case.measure(bench)
    print(f"[{case.name}: {monotonic() - began:.0f} s]", flush=True)
    return found


@asynccontextmanager
async def _set_up(folder: Path, *, quick: bool) -> AsyncIterator[Bench]:
    async with (
        staged(folder) as stage,
        served(stage.running.plan.folder, "bench.serve_ours", stage.environ) as ours,
    ):
        yield Bench(stage, ours, quick)


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


if __name__ == "__main__":
    # SIGTERM ends the bench as Ctrl-C does: servers stopped, folder removed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        sys.exit("stopped")
