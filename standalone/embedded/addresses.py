"""Where clients meet the servers: socket folders short enough for the kernel, ports on loopback."""

import os
import random
import shutil
import socket
import tempfile
from pathlib import Path

from standalone.embedded.accounts import give_tree
from standalone.embedded.child import OsUser

LOOPBACK = "127.0.0.1"
_PATH_LIMIT_BYTES = 100
"""unix(7): sun_path holds 108 bytes with its end; the margin is for clients that add a suffix."""
_PORTS = range(20000, 32000)
"""Below what Linux hands out to clients by default (32768–60999), so that a port stays ours."""
_BACKLOG = 1024


def socket_folder(wanted: Path, socket_name: str, account: OsUser | None) -> Path:
    """A folder of mode 0700 for `socket_name`: `wanted`, or a temporary one where that is too long.

    The path of a temporary one is kept beside `wanted`, and used again.
    """
    if len(os.fsencode(wanted / socket_name)) <= _PATH_LIMIT_BYTES:
        wanted.mkdir(mode=0o700, exist_ok=True)
        give_tree(wanted, account)
        return wanted
    note = wanted.with_name(wanted.name + ".elsewhere")
    folder = _noted(note, account) or Path(tempfile.mkdtemp(prefix="shuangtui-"))
    give_tree(folder, account)
    note.write_text(str(folder), "utf-8")
    return folder


def drop_temporary(wanted: Path) -> None:
    """Remove the temporary folder that stood in for `wanted`, if one did."""
    note = wanted.with_name(wanted.name + ".elsewhere")
    if note.is_file():
        shutil.rmtree(note.read_text("utf-8"), ignore_errors=True)
        note.unlink()


def listen_on_loopback(port: int | None = None) -> socket.socket:
    """A listening socket on that port, or on a free one. Raises OSError when the port is taken."""
    if port is not None:
        return _listening(port)
    for candidate in random.sample(_PORTS, 200):
        try:
            return _listening(candidate)
        except OSError:
            continue
    raise OSError("no free port on loopback")


def _listening(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen(_BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def _noted(note: Path, account: OsUser | None) -> Path | None:
    """The folder of the note, if it is still there, still closed, and still ours."""
    if not note.is_file():
        return None
    folder = Path(note.read_text("utf-8"))
    owners = {os.geteuid()} if account is None else {os.geteuid(), account.uid}
    if not folder.is_dir() or folder.is_symlink():
        return None
    status = folder.stat()
    return folder if status.st_uid in owners and status.st_mode & 0o077 == 0 else None
