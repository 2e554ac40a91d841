"""Servers that cannot read what they keep: Valkey's makes way, the truth stops the run."""

import asyncio
import os
import re
import shutil
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from redis.asyncio import Redis

from tests.rush.size import PROVING
from tests.world.runs import Run, left_in, running, said, started, until
from tests.world.small_up import REFUSED

Damage = Callable[[Path], None]


def _files(valkey: Path, part: str) -> Path:
    return next((valkey / "appendonlydir").glob(f"*{part}*"))


def _overwrite(part: str, content: bytes | None = None, *, at: float = 0.0) -> Damage:
    def damage(valkey: Path) -> None:
        file = _files(valkey, part)
        whole = file.read_bytes()
        start = int(len(whole) * at)
        put = os.urandom(len(whole) - start) if content is None else content
        file.write_bytes(whole[:start] + put)

    return damage


def _hole(valkey: Path) -> None:
    file = _files(valkey, "incr")
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 3] + whole[2 * len(whole) // 3 :])


def _shorten(part: str) -> Damage:
    def damage(valkey: Path) -> None:
        file = _files(valkey, part)
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    return damage


def _remove(part: str) -> Damage:
    return lambda valkey: _files(valkey, part).unlink()


def _a_file_instead(valkey: Path) -> None:
    shutil.rmtree(valkey / "appendonlydir")
    (valkey / "appendonlydir").write_text("not a folder", "utf-8")


def _too_long_a_value(valkey: Path) -> None:
    """A length as a damaged file can hold: no machine has that much memory."""
    file = _files(valkey, "incr")
    file.write_bytes(file.read_bytes() + b"*3\r\n$3\r\nSET\r\n$900000000000000000\r\nx\r\n")


UNREADABLE: dict[str, Damage] = {
    "garbage in the middle of the log": _overwrite("incr", at=0.5),
    "garbage all over the log": _overwrite("incr"),
    "a hole in the log": _hole,
    "a length out of this world": _too_long_a_value,
    "half of the base": _shorten("base"),
    "garbage in the base": _overwrite("base", at=0.5),
    "base gone": _remove("base"),
    "log gone": _remove("incr"),
    "manifest of garbage": _overwrite("manifest", b"garbage\n"),
    "empty manifest": _overwrite("manifest", b""),
    "binary manifest": _overwrite("manifest", os.urandom(2000)),
    "a file instead of the folder": _a_file_instead,
}
# Each takes three starts: a third of them in every run.
TRIED = UNREADABLE if PROVING else dict([*UNREADABLE.items()][::3])
READABLE: dict[str, Damage] = {
    "nothing": lambda valkey: None,
    "half of the log's last command": _shorten("incr"),
    "manifest gone": _remove("manifest"),
    "everything gone": lambda valkey: shutil.rmtree(valkey / "appendonlydir"),
}


@pytest_asyncio.fixture
async def run(quick_path: Path) -> AsyncIterator[Run]:
    async with running(quick_path / "data", names=["valkey"]) as run:
        yield run


async def fill(run: Run) -> None:
    """A base and a log that both hold something."""
    async with Redis.from_url(run.told["redis_url"]) as redis:
        for half in ("base", "log"):
            await redis.mset({f"{half}{n}": "双推" * 20 for n in range(500)})
            if half == "base":
                await redis.bgrewriteaof()
                while (await redis.info("persistence"))["aof_rewrite_in_progress"]:  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
        await redis.waitaof(1, 0, 5000)


async def held(run: Run) -> int:
    async with Redis.from_url(run.told["redis_url"]) as redis:
        return int(await redis.dbsize())


def set_aside(data: Path) -> list[Path]:
    return sorted(data.glob("valkey-unreadable-*"))


@pytest.mark.parametrize("damage", TRIED.values(), ids=TRIED)
async def test_after_the_second_failure_it_starts_empty_and_keeps_what_was_there(
    quick_path: Path, damage: Damage
) -> None:
    """While it runs, and at the next start."""
    data = quick_path / "data"
    async with running(data, names=["valkey"]) as run:
        await fill(run)
        os.kill(run.pid("valkey"), signal.SIGSTOP)  # writes nothing over the damage
        damage(data / "valkey")
        os.kill(run.pid("valkey"), signal.SIGKILL)
        await run.until_started("valkey", times=2)
        (aside,) = set_aside(data)
        assert run.events("data.unreadable") == ["valkey"]
        assert run.facts("data.set_aside", "folder") == [str(aside)]
        assert await held(run) == 0
        await fill(run)
    damage(data / "valkey")
    async with running(data, names=["valkey"]) as again:
        assert len(set_aside(data)) == 2
        await again.until_started("valkey", times=1)
        assert await held(again) == 0
        async with Redis.from_url(again.told["redis_url"]) as redis:
            assert await redis.set("after", "written")
    assert (aside / "valkey.conf").exists()
    assert not (aside / "sockets").exists()
    assert left_in(data) == []


@pytest.mark.parametrize("damage", READABLE.values(), ids=READABLE)
async def test_what_it_can_start_from_is_left_in_place(quick_path: Path, damage: Damage) -> None:
    data = quick_path / "data"
    async with running(data, names=["valkey"]) as run:
        await fill(run)
        os.kill(run.pid("valkey"), signal.SIGSTOP)
        damage(data / "valkey")
        os.kill(run.pid("valkey"), signal.SIGKILL)
        await run.until_started("valkey", times=2)
        assert run.events("data.unreadable") == []
    assert set_aside(data) == []


async def test_a_healthy_folder_is_never_set_aside(run: Run) -> None:
    """Killed while it starts, its socket's place taken, its folder closed to it by a full disk."""
    await fill(run)
    for times in (2, 3, 4):
        os.kill(run.pid("valkey"), signal.SIGKILL)
        await run.until_started("valkey", times=times)
    sockets = run.data / "valkey" / "sockets"
    sockets.rename(run.data / "valkey" / "sockets.away")
    sockets.write_text("in the way", "utf-8")
    os.kill(run.pid("valkey"), signal.SIGKILL)
    await until(lambda: run.events("child.failed").count("valkey") >= 3, "three failed starts")
    sockets.unlink()
    (run.data / "valkey" / "sockets.away").rename(sockets)
    await run.until_started("valkey", times=5)
    assert await held(run) == 1000
    assert run.events("data.unreadable") == []
    assert set_aside(run.data) == []


def _cut_control_file(data: Path) -> None:
    (data / "postgres/cluster/global/pg_control").write_bytes(b"cut short")


def _no_control_file(data: Path) -> None:
    (data / "postgres/cluster/global/pg_control").unlink()


def _no_wal(data: Path) -> None:
    shutil.rmtree(data / "postgres/cluster/pg_wal")


def _garbage_wal(data: Path) -> None:
    for file in (data / "postgres/cluster/pg_wal").glob("0*"):
        file.write_bytes(os.urandom(file.stat().st_size))


def _no_version(data: Path) -> None:
    (data / "postgres/cluster/PG_VERSION").unlink()


def _empty_version(data: Path) -> None:
    (data / "postgres/cluster/PG_VERSION").write_bytes(b"")


def _no_map(data: Path) -> None:
    (data / "postgres/cluster/global/pg_filenode.map").unlink()


def _no_tables(data: Path) -> None:
    shutil.rmtree(data / "postgres/cluster/base")


def _objects_are_a_file(data: Path) -> None:
    shutil.rmtree(data / "s3/objects")
    (data / "s3/objects").write_text("not a folder", "utf-8")


TRUTH = [
    _cut_control_file,
    _no_control_file,
    _no_wal,
    _garbage_wal,
    _no_version,
    _empty_version,
    _no_map,
    _no_tables,
    _objects_are_a_file,
]


def _kept_by(damage: Damage) -> str:
    return "s3" if damage is _objects_are_a_file else "postgres"


@pytest.mark.parametrize("damage", TRUTH)
async def test_a_start_on_damaged_truth_stops_and_says_what_to_do(
    quick_path: Path, damage: Damage
) -> None:
    data, names = quick_path / "data", [_kept_by(damage)]
    async with running(data, names=names):
        pass
    damage(data)
    before = _tree(data)
    process = await started(data, names=names)
    assert await asyncio.wait_for(process.wait(), 40) == REFUSED
    message = re.sub(r"(?m)^\{.*\n", "", await said(process))
    assert "cannot read its data in" in message
    assert "docs/operations.md" in message
    assert "--data" in message
    assert _tree(data) == before, "nothing was moved, made or removed"
    assert left_in(data) == []


@pytest.mark.parametrize("damage", [_cut_control_file, _objects_are_a_file])
async def test_truth_that_is_damaged_while_it_runs_stops_the_run(
    quick_path: Path, damage: Damage
) -> None:
    data, name = quick_path / "data", _kept_by(damage)
    async with running(data, names=[name]) as run:
        os.kill(run.pid(name), signal.SIGSTOP)
        damage(data)
        os.kill(run.pid(name), signal.SIGKILL)
        assert await run.ended() == REFUSED
    assert run.events("child.failed").count(name) == 2
    assert "cannot read its data in" in run.last_words
    assert left_in(data) == []


def _tree(data: Path) -> set[str]:
    """Names of what is kept; what a start writes anew is left out."""
    return {
        str(path.relative_to(data))
        for part in ("postgres", "s3", "valkey")
        for path in (data / part).glob("*")
        if path.name not in ("sockets", "valkey.conf", "appendonlydir", "cache")
    }
