"""The embedded S3 server (`rclone serve s3`): how it is started, and when it serves."""

import asyncio
import errno
import os
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from typing import Final

from models.rules.reasons import Text
from standalone.embedded.child import Child
from standalone.embedded.errors import DataUnreadable
from standalone.embedded.folder import DataFolder

_LEFTOVERS = (".rclone_temp_", ".rclone_multipart_upload_")
"""Names that rclone reserves for uploads in progress; none holds anything acknowledged."""
_PROBE_WITHIN_S = 5.0
REMEDY: Final = Text(
    "企业上传的材料只存放在这里，不会自动移开。请从备份恢复这个目录"
    "（见 docs/operations.md 的“Restore”）；只是试用、不再需要这些数据时，用 --data 指定一个新目录",
    "The papers of firms are kept nowhere else and are never moved away by themselves. Restore this "
    "folder from a backup (docs/operations.md, “Restore”); if it was only a try, choose a new folder "
    "with --data",
)
STOP_TURN = 50


@dataclass(frozen=True, slots=True)
class S3Address:
    """`endpoint` is host:port on loopback, plain HTTP."""

    endpoint: str
    access_key: str
    secret_key: str


def s3_child(folder: DataFolder, program: Path, address: S3Address, *, listen: socket) -> Child:
    """Objects are files under `s3/objects/<bucket>/`.

    The socket is ours and handed over, so the port survives a restart. Keys go by environment.
    """
    objects = folder.s3 / "objects"

    async def prepare() -> None:
        try:
            objects.mkdir(mode=0o700, parents=True, exist_ok=True)
            await asyncio.to_thread(drop_leftovers, objects)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise DataUnreadable("S3", objects, REMEDY, str(error)) from error

    async def ready() -> bool:
        return await _answers(address)

    return Child(
        name="s3",
        argv=(str(program), "serve", "s3", "--config", "", "--log-level", "NOTICE", "objects"),
        env={
            "PATH": "/usr/bin:/bin",
            "LC_ALL": "C",
            "HOME": str(folder.s3),
            "RCLONE_CACHE_DIR": str(folder.s3 / "cache"),
            "RCLONE_AUTH_KEY": f'"{address.access_key},{address.secret_key}"',
        },
        cwd=folder.s3,
        pid_file=folder.pid_file("s3"),
        log_file=folder.log_file("s3"),
        listen=listen,
        prepare=prepare,
        ready=ready,
        stop_turn=STOP_TURN,
    )


def drop_leftovers(objects: Path) -> None:
    """Remove the temporary files of uploads that a killed server never finished."""
    for place, _, names in os.walk(objects):
        for name in names:
            if name.startswith(_LEFTOVERS):
                Path(place, name).unlink(missing_ok=True)


async def _answers(address: S3Address) -> bool:
    """Any HTTP answer will do; an unsigned request is refused by one that serves."""
    host, _, port = address.endpoint.rpartition(":")
    try:
        async with asyncio.timeout(_PROBE_WITHIN_S):
            reader, writer = await asyncio.open_connection(host, int(port))
            try:
                writer.write(b"GET / HTTP/1.0\r\n\r\n")
                return (await reader.readline()).startswith(b"HTTP/")
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False
