"""Debian's PostgreSQL, which speaks TLS as the wheel's cannot, with data of its own.

It is gone with the block or with the test process.
"""

import asyncio
import json
import os
import shutil
import signal
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import asyncpg

from standalone.embedded import shim
from standalone.embedded.accounts import give_tree, initdb_account

_FOLDERS: Final = sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")))
POSTGRES: Final = shutil.which("postgres", path=os.pathsep.join(_FOLDERS))
READY_SECONDS: Final = 30.0
_INITDB: Final = (
    *("-D", "/proc/self/cwd", "-U", "postgres", "--pwfile=../password"),
    *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"),
)


@asynccontextmanager
async def debian_postgres(
    hosts: tuple[str, ...], port: int, password: str, tls: tuple[Path, Path] | None
) -> AsyncIterator[None]:
    """Listens at `hosts`; with `tls`, certificate and key, it lets nobody in without TLS."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    cluster = folder / "cluster"
    cluster.mkdir(mode=0o700)
    (folder / "password").write_text(password, "utf-8")
    try:
        made = await _begin(cluster, "initdb", *_INITDB)
        assert await made.wait() == 0, _said(cluster)
        _let_in(cluster, tls)
        running = await _begin(
            cluster,
            *("postgres", "-D", "/proc/self/cwd", "-p", str(port)),
            *("-c", f"listen_addresses={','.join(hosts)}", "-c", "unix_socket_directories="),
            *("-c", f"ssl={'on' if tls else 'off'}", "-c", "fsync=off"),
        )
        try:
            async with asyncio.timeout(READY_SECONDS):
                while not await _answers(hosts[0], port, password):
                    assert running.returncode is None, _said(cluster)
            yield
        finally:
            if running.returncode is None:
                running.send_signal(signal.SIGINT)
            await running.wait()
    finally:
        shutil.rmtree(folder)


async def _begin(cluster: Path, program: str, *argv: str) -> Process:
    """As `nobody` where we are root, which PostgreSQL refuses to be."""
    account = initdb_account()
    give_tree(cluster.parent, account)
    order = {
        "cwd": str(cluster),
        "pid_file": str(cluster.parent / "pid"),
        "listen": None,
        "account": account and (account.uid, account.gid),
        "parent": os.getpid(),
        "death_signal": signal.SIGQUIT,
    }
    with (cluster.parent / "log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", shim.__file__, json.dumps(order)),
            *(str(Path(str(POSTGRES)).with_name(program)), *argv),
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            stdout=log,
            stderr=log,
        )


def _let_in(cluster: Path, tls: tuple[Path, Path] | None) -> None:
    """The rule who may connect; the files have the names that PostgreSQL takes by itself."""
    kind = "host" if tls is None else "hostssl"
    (cluster / "pg_hba.conf").write_text(f"{kind} all all 127.0.0.0/8 scram-sha-256\n", "utf-8")
    if tls is not None:
        shutil.copy(tls[0], cluster / "server.crt")
        shutil.copy(tls[1], cluster / "server.key")


async def _answers(host: str, port: int, password: str) -> bool:
    try:
        connection = await asyncpg.connect(
            host=host, port=port, user="postgres", password=password, ssl="prefer"
        )
    except (OSError, asyncpg.CannotConnectNowError):
        await asyncio.sleep(0.02)
        return False
    await connection.close()
    return True


def _said(cluster: Path) -> str:
    return (cluster.parent / "log").read_text("utf-8", errors="replace")
