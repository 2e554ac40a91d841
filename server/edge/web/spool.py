"""A received file on its way to storage: on disk without a name, hashed as it comes."""

import tempfile
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO, cast

from server.errors import TooLarge

_HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class SpooledFile:
    """`handle` stands at the start; `head` are the first bytes (≤ 4096) for telling the type."""

    handle: BinaryIO
    size: int
    sha256: bytes
    head: bytes

    def close(self) -> None:
        self.handle.close()


class Spool:
    """Takes chunks; the file has no name on disk, so nothing is left whatever happens."""

    def __init__(self, limit: int, folder: str | None = None) -> None:
        """`limit` in bytes; `folder` None is the system's temporary folder."""
        self._handle = cast(BinaryIO, tempfile.TemporaryFile(dir=folder, buffering=0))  # noqa: SIM115
        self._limit = limit
        self._hash = sha256()
        self._size = 0
        self._head = b""

    def write(self, chunk: bytes | bytearray) -> None:
        """Raises `TooLarge` as soon as the limit is passed."""
        self._size += len(chunk)
        if self._size > self._limit:
            raise TooLarge()
        if len(self._head) < _HEAD_BYTES:
            self._head += bytes(chunk[: _HEAD_BYTES - len(self._head)])
        self._hash.update(chunk)
        rest = memoryview(chunk)
        while rest:
            rest = rest[self._handle.write(rest) :]

    def finish(self) -> SpooledFile:
        self._handle.seek(0)
        return SpooledFile(self._handle, self._size, self._hash.digest(), self._head)

    def close(self) -> None:
        self._handle.close()
