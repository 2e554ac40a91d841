"""Sends a file to clamd in pieces (INSTREAM) and reads its verdict."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import BinaryIO, Final

from storage.errors import StoreUnavailable
from storage.scanner.address import ScannerAddress

_LOG = logging.getLogger(__name__)
_CONNECT_SECONDS: Final = 2.0
_SCAN_SECONDS: Final = 60.0
_AT_ONCE: Final = 8
"""Fewer than clamd's own threads (MaxThreads 10 by default), so that a ping is always answered."""
_PIECE_BYTES: Final = 64 * 1024
_ANSWER_BYTES: Final = 4096

NOT_SEEN_THROUGH: Final = "Heuristics.Limits.Exceeded"
"""What begins the name of no virus: a file holds more than clamd unpacks (AlertExceedsMax)."""
_TOO_LARGE: Final = f"{NOT_SEEN_THROUGH}.MaxFileSize"

CountScan = Callable[[str], None]
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class ScannerAway(StoreUnavailable):
    """No verdict: clamd does not answer, or not so that it could be believed."""

    def __init__(self, detail: str) -> None:
        super().__init__("scanner", detail)


class _NoVerdict(Exception):
    """clamd said something else than a verdict."""


_UNANSWERED: Final = (OSError, EOFError, asyncio.LimitOverrunError, _NoVerdict)


class Scanner:
    """One clamd. `count` is told of each scan: `clean`, `found` or `away`."""

    def __init__(self, address: ScannerAddress, *, count: CountScan) -> None:
        self._address = address
        self._count = count
        self._free = asyncio.Semaphore(_AT_ONCE)

    async def scan(self, file: BinaryIO) -> str | None:
        """The name of the virus's signature, None where none was found; the whole of an open file.

        The file is left where it stands. Raises ScannerAway.
        """
        try:
            async with self._free, asyncio.timeout(_SCAN_SECONDS), self._talking() as (said, told):
                found = _verdict(await _ask(said, told, file.fileno()))
        except _UNANSWERED as error:
            self._count("away")
            _LOG.warning("no virus scan: %s", error)
            raise ScannerAway(str(error)) from error
        self._count("clean" if found is None else "found")
        return found

    async def ping(self) -> None:
        """Raises ScannerAway."""
        try:
            async with asyncio.timeout(_CONNECT_SECONDS), self._talking() as (said, told):
                told.write(b"zPING\0")
                answer = await said.readuntil(b"\0")
        except _UNANSWERED as error:
            raise ScannerAway(str(error)) from error
        if answer != b"PONG\0":
            raise ScannerAway("another answer than PONG")

    @asynccontextmanager
    async def _talking(self) -> AsyncIterator[Streams]:
        streams = await self._open()
        try:
            yield streams
        finally:
            streams[1].close()

    async def _open(self) -> Streams:
        where = self._address
        async with asyncio.timeout(_CONNECT_SECONDS):
            if where.path:
                return await asyncio.open_unix_connection(where.path, limit=_ANSWER_BYTES)
            return await asyncio.open_connection(where.host, where.port, limit=_ANSWER_BYTES)


async def _ask(said: asyncio.StreamReader, told: asyncio.StreamWriter, descriptor: int) -> bytes:
    """clamd's answer. Raises _NoVerdict where it hangs up before all is sent."""
    offset = 0
    try:
        told.write(b"zINSTREAM\0")
        while piece := os.pread(descriptor, _PIECE_BYTES, offset):
            told.write(len(piece).to_bytes(4, "big") + piece)
            await told.drain()
            offset += len(piece)
        told.write(bytes(4))
        await told.drain()
    except ConnectionError as error:
        # Its words to that are lost with the connection: it hangs up when it has enough.
        raise _NoVerdict(
            f"clamd hung up after {offset} bytes; is its StreamMaxLength 25M or more?"
        ) from error
    return await said.readuntil(b"\0")


def _verdict(answer: bytes) -> str | None:
    text = answer.rstrip(b"\0\n").decode("utf-8", "replace")
    if text == "stream: OK":
        return None
    if text == f"stream: {_TOO_LARGE} FOUND":
        raise _NoVerdict("clamd's MaxFileSize is smaller than a paper; set 200M")
    if text.startswith("stream: ") and text.endswith(" FOUND"):
        return text[len("stream: ") : -len(" FOUND")]
    if "size limit exceeded" in text:
        raise _NoVerdict("clamd's StreamMaxLength is smaller than a paper; set 25M or more")
    raise _NoVerdict(text or "no answer")
