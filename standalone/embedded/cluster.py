"""Makes PostgreSQL's data folder: whole or not at all, with one superuser and a password."""

import asyncio
import shutil
from pathlib import Path
from typing import Final

from models.rules.reasons import Text
from standalone.embedded import process
from standalone.embedded.accounts import give_tree, initdb_account
from standalone.embedded.binaries import POSTGRES_MAJOR, postgres_programs
from standalone.embedded.child import Child, OsUser
from standalone.embedded.errors import ChildFailed, DataUnreadable, OtherVersion
from standalone.embedded.folder import DataFolder, write_private

SUPERUSER = "postgres"
REMEDY: Final = Text(
    "这里是申请和资金的唯一记录，不会自动移开。请先把这个目录整个复制一份，再从备份恢复"
    "（见 docs/operations.md 的“Restore”）；只是试用、不再需要这些数据时，用 --data 指定一个新目录",
    "It is the only record of applications and money and is never moved away by itself. Copy the "
    "whole folder first, then restore from a backup (docs/operations.md, “Restore”); if it was only "
    "a try, choose a new folder with --data",
)
_INITDB_WITHIN_S = 120.0
_OPTIONS = (
    *("-D", "/proc/self/cwd", "-U", SUPERUSER, "--pwfile=../password"),
    *("--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions"),
    # The built-in provider sorts and folds the same on every machine, whatever its C library.
    *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
)


async def ensure_cluster(folder: DataFolder, account: OsUser | None, password: str) -> bool:
    """Make `postgres/cluster` unless it is there; True when it was made.

    Raises OtherVersion, ChildFailed. What a killed attempt left is removed first.
    """
    version = folder.postgres / "cluster" / "PG_VERSION"
    if version.is_file():
        _check_version(folder, version.read_text("ascii", errors="replace").strip())
        _take_over_from_root(folder.postgres, account)
        return False
    _refuse_remains(folder)
    staging = folder.root / "initdb-staging"
    await _initialise(folder, staging, password)
    give_tree(staging / "postgres", account)
    (staging / "postgres").replace(folder.postgres)
    staging.rmdir()
    return True


async def _initialise(folder: DataFolder, staging: Path, password: str) -> None:
    maker = initdb_account()
    programs = postgres_programs(maker, folder.root / "postgres-programs")
    child = _initdb(folder, staging, str(programs.initdb), maker)
    _prepare_staging(staging, password)
    give_tree(staging / "postgres", maker)
    await _run(child)
    (staging / "postgres" / "password").unlink()


def _prepare_staging(staging: Path, password: str) -> None:
    """A folder that only we can enter, around one that the maker will own."""
    shutil.rmtree(staging, ignore_errors=True)
    for folder in (staging, staging / "postgres", staging / "postgres" / "cluster"):
        folder.mkdir(mode=0o700)
    write_private(staging / "postgres" / "password", password + "\n")


def _initdb(folder: DataFolder, staging: Path, program: str, maker: OsUser | None) -> Child:
    return Child(
        name="initdb",
        argv=(program, *_OPTIONS),
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
        cwd=staging / "postgres" / "cluster",
        pid_file=folder.pid_file("initdb"),
        log_file=folder.log_file("initdb"),
        account=maker,
        ready=_never,
    )


async def _run(child: Child) -> None:
    running = await process.launch(child)
    try:
        returncode = await asyncio.wait_for(running.wait(), _INITDB_WITHIN_S)
    except TimeoutError:
        returncode = -child.stop_signal
    finally:
        await process.stop(child, running)
    if returncode != 0:
        raise ChildFailed(child.name, process.ending(returncode), process.words_since(child))


async def _never() -> bool:
    return False


def _check_version(folder: DataFolder, found: str) -> None:
    if not found.isdecimal():
        raise DataUnreadable("PostgreSQL", folder.postgres, REMEDY, f"PG_VERSION: {found!r}")
    if found != POSTGRES_MAJOR:
        raise OtherVersion(folder.postgres, found, POSTGRES_MAJOR)


def _refuse_remains(folder: DataFolder) -> None:
    """What is left of a database must not be covered by a new, empty one."""
    cluster = folder.postgres / "cluster"
    if cluster.is_dir() and any(cluster.iterdir()):
        raise DataUnreadable("PostgreSQL", cluster, REMEDY, "PG_VERSION: -")


def _take_over_from_root(postgres: Path, account: OsUser | None) -> None:
    """A folder restored from a backup by root belongs to root; PostgreSQL could not open it."""
    if account is not None and postgres.stat().st_uid == 0:
        give_tree(postgres, account)
