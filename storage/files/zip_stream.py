"""A ZIP archive that is sent while it is written: nothing of it waits but what was not sent yet."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Final

_EARLIEST: Final = 1980
"""The format knows no time before."""


class ZipStream:
    """Entries one after the other; `taken` gives the bytes since it was last asked."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._sink = _Sink()
        self._archive = zipfile.ZipFile(self._sink, "w")

    @contextmanager
    def entry(self, name: str, *, packed: bool = True) -> Iterator["PackedFile"]:
        """One file; `packed` for texts, not for what is compressed already."""
        at = self._at
        info = zipfile.ZipInfo(name, (max(at.year, _EARLIEST), *at.timetuple()[1:6]))
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        with self._archive.open(info, "w", force_zip64=True) as opened:
            yield PackedFile(opened)

    def end(self) -> bytes:
        """Closes the archive; its last bytes."""
        self._archive.close()
        return self.taken()

    def taken(self) -> bytes:
        return self._sink.take()


class PackedFile:
    """One file of the archive, written from its beginning to its end."""

    def __init__(self, opened: IO[bytes]) -> None:
        self._opened = opened

    def write(self, content: bytes) -> None:
        self._opened.write(content)


class _Sink:
    """Takes what is written, and cannot seek: sizes then follow each entry, as the format allows."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def write(self, content: bytes) -> int:
        self._waiting += content
        return len(content)

    def flush(self) -> None:
        """Nothing waits below."""

    def close(self) -> None:
        """Nor is anything open."""

    def take(self) -> bytes:
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken
