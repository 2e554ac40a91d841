"""Bytes in memory that have a descriptor, so that a child process and a scanner can read them."""

import fcntl
import os
from types import TracebackType
from typing import BinaryIO, Final, Self, cast

_SEALS: Final = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK


class MemoryFile:
    """Takes bytes; on no disk, and gone with its last reader. `size` in bytes."""

    def __init__(self) -> None:
        descriptor = os.memfd_create("paper", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        self._handle: Final = cast(BinaryIO, os.fdopen(descriptor, "w+b", buffering=0))
        self.size = 0

    def write(self, data: bytes | bytearray | memoryview) -> None:
        rest = memoryview(data)
        self.size += len(rest)
        while rest:
            rest = rest[self._handle.write(rest) :]

    def seal(self) -> BinaryIO:
        """The file at its beginning, which nobody changes any more: no child that it takes over."""
        fcntl.fcntl(self._handle, fcntl.F_ADD_SEALS, _SEALS)
        self._handle.seek(0)
        return self._handle

    def content(self) -> bytes:
        return os.pread(self._handle.fileno(), self.size, 0)

    def close(self) -> None:
        self._handle.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
