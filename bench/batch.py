"""A batch as platforms send one: rows and MiB a second, memory, and what firms feel of it meanwhile."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bench.case import Bench, Found, Table
from bench.children import at_work, cpu_seconds
from bench.made_batch import BatchFiles
from bench.memory import MEMORY_HEADINGS, Memory, memory_of
from bench.office import Batch, office_of
from bench.paced_firms import WAITS_HEADINGS, Waits, firms_of
from bench.rounds import call_module
from bench.table import aimed
from bench.true_papers import true_papers
from bench.work_ours import WORKER_DSN

_MEBIBYTE = 1024 * 1024
_THREADS = 8
_ALONE_S = 30
_RATIO, _WAITS, _MEMORY = 0.6, 1.5, 300


@dataclass(frozen=True, slots=True)
class _Peer:
    """Seconds of the minio client for each paper by itself, and for the archive as one object."""

    papers_s: float
    archive_s: float


async def measure_batch(bench: Bench) -> list[Found]:
    """A batch by itself against the minio client; another one while firms ask for their things."""
    office, folder = await office_of(bench), bench.stage.running.plan.folder
    firms, count = await firms_of(bench, turns=2), bench.choose(500, 100)
    made = [
        await office.made(folder.root / f"batch-{turn}", true_papers(), firms=count, first=first)
        for turn, first in enumerate((1, 100_001))
    ]
    peer = await _written_by_peer(bench, made[0])
    async with worker_of(bench) as worker:
        alone = await firms.alone(_ALONE_S)
        pids = {"server": bench.ours.pid, "worker": worker}
        watched = bench.watched(bench.ours, "postgres", "valkey", "s3") | {"worker": worker}
        before = {name: cpu_seconds(pid) for name, pid in watched.items()}
        async with memory_of(pids) as memory:
            by_itself = await office.handed_in(made[0])
        spent = {name: cpu_seconds(pid) - before[name] for name, pid in watched.items()}
        async with firms.asking() as beside:
            among_firms = await office.handed_in(made[1])
    return [
        _speed(made[0], by_itself, peer),
        _spent(made[0], spent),
        _felt(alone, beside, among_firms),
        _held(memory),
    ]


@asynccontextmanager
async def worker_of(bench: Bench) -> AsyncIterator[int]:
    """A worker beside our server, by its process id."""
    environ = bench.stage.environ | {WORKER_DSN: bench.stage.worker}
    async with at_work(bench.stage.running.plan.folder, "bench.work_ours", environ) as pid:
        yield pid


async def _written_by_peer(bench: Bench, files: BatchFiles) -> _Peer:
    settings = bench.stage.settings
    place = {
        "endpoint": settings.s3_endpoint,
        "access_key": settings.s3_access_key,
        "secret_key": settings.s3_secret_key,
        "bucket": settings.s3_bucket,
    }
    plan: dict[str, Any] = {"place": place, "threads": _THREADS}
    papers = await call_module("bench.put_papers", plan | {"folder": str(files.papers)})
    archive = await call_module("bench.put_papers", plan | {"file": str(files.archive)})
    return _Peer(papers["seconds"], archive["seconds"])


def _speed(files: BatchFiles, batch: Batch, peer: _Peer) -> Table:
    mebibytes, packed = files.paper_bytes / _MEBIBYTE, files.archive.stat().st_size / _MEBIBYTE
    ours, theirs = mebibytes / batch.ended_s, mebibytes / peer.papers_s
    uploaded, put = packed / batch.answered_s, packed / peer.archive_s
    shown = batch.shown
    rows = [
        ["", "seconds", "rows/s", "MiB/s", "minio client MiB/s", "ratio"],
        [
            "hand-in of the archive",
            f"{batch.answered_s:.1f}",
            "",
            *(f"{value:.1f}" for value in (uploaded, put)),
            f"{uploaded / put:.2f}",
        ],
        [
            "from the first byte to its end",
            f"{batch.ended_s:.1f}",
            f"{files.rows / batch.ended_s:.1f}",
            *(f"{value:.1f}" for value in (ours, theirs)),
            f"{ours / theirs:.2f}",
        ],
        *([f"  {stage} seen at", f"{at:.1f}", "", "", "", ""] for stage, at in batch.stages),
    ]
    said = f"{files.rows} rows, {files.files} papers, {mebibytes:.0f} MiB; {shown['status']}:"
    said += f" {shown['accepted']} accepted, {shown['rejected']} rejected"
    return Table(f"batch: {said}; {aimed(ours / theirs, at_least=_RATIO)}", rows)


def _spent(files: BatchFiles, seconds: Mapping[str, float]) -> Table:
    """With the readers of papers, which the worker starts, in its own."""
    rows = [["processor time", "seconds", "ms a paper"]]
    rows += [
        [name, f"{spent:.1f}", f"{spent * 1000 / files.files:.1f}"]
        for name, spent in seconds.items()
    ]
    return Table("batch: where the time goes", rows)


def _felt(alone: Waits, beside: Waits, batch: Batch) -> Table:
    starts = [("hand-in", 0.0), *batch.stages]
    ends = [at for _, at in starts[1:]] + [batch.ended_s]
    stages = [
        beside.between(start, end).row(f"  while {stage}")
        for (stage, start), end in zip(starts, ends, strict=True)
        if beside.between(start, end).found
    ]
    ratio = beside.quantile_ms(0.99) / alone.quantile_ms(0.99)
    rows = [WAITS_HEADINGS, alone.row("alone"), beside.row("beside a batch"), *stages]
    return Table(f"batch: p99 ratio {aimed(ratio, at_most=_WAITS)}", rows)


def _held(memory: dict[str, Memory]) -> Table:
    rows = [MEMORY_HEADINGS, *(seen.row(name) for name, seen in memory.items())]
    return Table(f"batch: worker {aimed(memory['worker'].above, at_most=_MEMORY)} MiB above", rows)
