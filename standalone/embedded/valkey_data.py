"""Valkey's data: when a start shows that they cannot be read, and how they are set aside."""

import re
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from standalone.embedded.child import KeptData
from standalone.embedded.folder import DataFolder

_READS_FROM: Final = "Server initialized"
_READS_UNTIL: Final = "Ready to accept connections"
_STOPPED_BY_OTHERS: Final = frozenset(
    -number for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
)
_OF_THE_MACHINE: Final = (
    "No space left on device",
    "Disk quota exceeded",
    "Read-only file system",
    "Too many open files",
    "Cannot allocate memory",
)
_OUT_OF_MEMORY: Final = re.compile(r"Out Of Memory allocating (\d+) bytes")
_BEYOND_ANY_VALUE: Final = 1 << 30
"""Nothing that we store comes near; a length as large as that was read from a damaged file."""


def valkey_data(folder: DataFolder) -> KeptData:
    """PostgreSQL knows all that Valkey holds, so what it cannot read makes way."""
    return KeptData(
        folder=folder.valkey, unreadable=is_unreadable, set_aside=lambda: set_aside(folder.valkey)
    )


def is_unreadable(returncode: int, said: str) -> bool:
    """Whether that start ended by itself while it read its files, and the machine is not to blame.

    Valkey reads between two lines of its log. What it says in between differs with the damage, and
    a crash says nothing; what ends it there and is no damage is known: a signal from outside, a
    full disk, no memory.
    """
    _, reads, rest = said.rpartition(_READS_FROM)
    if not reads or _READS_UNTIL in rest or returncode in _STOPPED_BY_OTHERS or returncode == 0:
        return False
    lacking = _OUT_OF_MEMORY.search(rest)
    if lacking is not None and int(lacking.group(1)) < _BEYOND_ANY_VALUE:
        return False
    return not any(words in rest for words in _OF_THE_MACHINE)


def set_aside(folder: Path) -> Path:
    """Rename the folder to one that carries the time, and make it anew around the same sockets."""
    stem = f"{folder.name}-unreadable-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    aside = next(
        path
        for path in (
            folder.with_name(stem + more) for more in ("", *map("-{}".format, range(2, 99)))
        )
        if not path.exists()
    )
    folder.rename(aside)
    folder.mkdir(mode=0o700)
    for name in ("sockets", "sockets.elsewhere"):
        if (aside / name).exists():
            (aside / name).rename(folder / name)
    return aside
