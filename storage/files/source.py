"""The file that a thread uploads; it can be taken away from the thread between two reads."""

import io
import threading
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self


class SourceFailed(Exception):
    """The file to be stored cannot be read, ends too early, or was taken back.

    No OSError: the HTTP client would take that for a broken connection and try again.
    """


class ByteSource:
    """The first `size` bytes of a file, read by a thread until `take_back` is called.

    A thread cannot be cancelled, and it must not read a file whose owner believes it is free.
    A path is opened on entering and closed on leaving; an open file stays its owner's to close.
    """

    def __init__(self, source: BinaryIO | Path, size: int) -> None:
        self._source = source
        self._size = size
        self._file: BinaryIO = io.BytesIO()
        self._lock = threading.Lock()
        self._taken = False

    def __enter__(self) -> Self:
        with self._lock:
            self._refuse_if_taken()
            self._file = self._opened()
        self.seek(0)
        return self

    def read(self, size: int) -> bytes:
        """Up to `size` bytes, empty at the end. Raises SourceFailed."""
        with self._lock:
            self._refuse_if_taken()
            try:
                left = self._size - self._file.tell()
                piece = self._file.read(min(size, left)) if left > 0 else b""
            except OSError as failure:
                raise SourceFailed("cannot be read") from failure
        if left > 0 and not piece:
            raise SourceFailed("shorter than said")
        return piece

    def tell(self) -> int:
        """Where the next read begins; the client notes it to be able to send once more."""
        with self._lock:
            self._refuse_if_taken()
            return self._file.tell()

    def seek(self, position: int) -> None:
        """Goes to `position`, to send once more. Raises SourceFailed."""
        with self._lock:
            self._refuse_if_taken()
            self._file.seek(position)

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
        if isinstance(self._source, Path):
            self._file.close()

    def _opened(self) -> BinaryIO:
        if not isinstance(self._source, Path):
            return self._source
        try:
            return self._source.open("rb")
        except OSError as failure:
            raise SourceFailed("cannot be opened") from failure

    def _refuse_if_taken(self) -> None:
        if self._taken:
            raise SourceFailed("taken back")
