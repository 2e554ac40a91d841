"""The file that a thread uploads; it can be taken away from the thread between two reads."""

import threading
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self


class SourceTaken(OSError):
    """The caller has left and may have closed the file."""


class Source:
    """Reads a file from its beginning, until `take_back` is called.

    A thread cannot be cancelled, and it must not read a file whose owner believes it is free.
    A path is opened on entering and closed on leaving; an open file stays its owner's to close.
    """

    def __init__(self, source: BinaryIO | Path) -> None:
        self._source = source
        self._file: BinaryIO | None = None
        self._lock = threading.Lock()
        self._taken = False

    def __enter__(self) -> Self:
        with self._lock:
            self._refuse_if_taken()
            if isinstance(self._source, Path):
                self._file = self._source.open("rb")
            else:
                self._file = self._source
                self._file.seek(0)
        return self

    def read(self, size: int) -> bytes:
        """Up to `size` bytes. Raises SourceTaken."""
        with self._lock:
            self._refuse_if_taken()
            return b"" if self._file is None else self._file.read(size)

    def take_back(self) -> None:
        """After this no read begins, and none is under way; waits for one, so the file is local."""
        with self._lock:
            self._taken = True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(self._source, Path) and self._file is not None:
            self._file.close()

    def _refuse_if_taken(self) -> None:
        if self._taken:
            raise SourceTaken("the upload was cancelled")
