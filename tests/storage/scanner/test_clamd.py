"""What clamd says of a file, and what is made of it when it says nothing."""

import asyncio
import io
import os
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from storage.errors import AddressRefused
from storage.scanner.address import ScannerAddress, read_scanner_address
from storage.scanner.clamd import NOT_SEEN_THROUGH, Scanner, ScannerAway
from tests.world.clamd import CLAMD, SIGNATURE, VIRUS, WITHOUT, clamd
from tests.world.papers import pdf

MIB = 1024 * 1024
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def file_of(content: bytes) -> BinaryIO:
    file = os.fdopen(os.memfd_create("paper"), "w+b", buffering=0)
    file.write(content)
    return cast(BinaryIO, file)


def packed(content: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", content)
    return written.getvalue()


@asynccontextmanager
async def instead(folder: Path, talk: Talk) -> AsyncIterator[ScannerAddress]:
    """Something that listens where clamd should."""
    path = str(folder / "clamd.ctl")

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await talk(reader, writer)
        writer.close()

    async with await asyncio.start_unix_server(answer, path):
        yield ScannerAddress(path)


@pytest.mark.skipif(CLAMD is None, reason=WITHOUT)
async def test_a_real_daemon_tells_the_clean_from_the_infected() -> None:
    counted: list[str] = []
    large = pdf("x", padding=19 * MIB)
    async with clamd() as address:
        scanner = Scanner(address, count=counted.append)
        await scanner.ping()
        assert await scanner.scan(file_of(pdf("a contract"))) is None
        assert await scanner.scan(file_of(large)) is None
        found = await scanner.scan(file_of(large[:-1000] + VIRUS + large[-1000:]))
        assert found == f"{SIGNATURE}.UNOFFICIAL"
        assert await scanner.scan(file_of(b"")) is None
        # What it does not see through is not clean.
        deep = b"x"
        for _ in range(30):
            deep = packed(deep)
        assert (await scanner.scan(file_of(deep)) or "").startswith(NOT_SEEN_THROUGH)
        # Whatever an OFD may unpack to is looked into.
        assert await scanner.scan(file_of(packed(bytes(60 * MIB) + VIRUS))) is not None
    with pytest.raises(ScannerAway):
        await scanner.scan(file_of(pdf("a contract")))
    assert counted == ["clean", "clean", "found", "clean", "found", "found", "away"]


@pytest.mark.skipif(CLAMD is None, reason=WITHOUT)
async def test_a_daemon_that_takes_less_than_a_paper_gives_no_verdict(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with clamd(unpacked="1M") as address:
        scanner = Scanner(address, count=lambda _: None)
        with pytest.raises(ScannerAway):
            await scanner.scan(file_of(bytes(8 * MIB)))
        assert "MaxFileSize" in caplog.text
    async with clamd(largest="1M") as address:
        scanner = Scanner(address, count=lambda _: None)
        assert await scanner.scan(file_of(bytes(MIB // 2))) is None
        with pytest.raises(ScannerAway):
            await scanner.scan(file_of(bytes(8 * MIB)))
    assert "StreamMaxLength" in caplog.text


@pytest.mark.parametrize(
    "answer", [b"", b"stream: OK", b"UNKNOWN COMMAND\0", b"stream: \0", b"x" * 9000, b"OK\0"]
)
async def test_no_other_answer_is_a_clean_one(tmp_path: Path, answer: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(bytes(4))
        writer.write(answer)

    async with instead(tmp_path, talk) as address:
        with pytest.raises(ScannerAway):
            await Scanner(address, count=lambda _: None).scan(file_of(b"a paper"))


async def test_a_daemon_that_hangs_up_gives_no_verdict(tmp_path: Path) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)

    async with instead(tmp_path, talk) as address:
        scanner = Scanner(address, count=lambda _: None)
        with pytest.raises(ScannerAway):
            await scanner.scan(file_of(bytes(4 * MIB)))
        with pytest.raises(ScannerAway):
            await scanner.ping()


async def test_nobody_there_gives_no_verdict(tmp_path: Path) -> None:
    scanner = Scanner(ScannerAddress(str(tmp_path / "none")), count=lambda _: None)
    with pytest.raises(ScannerAway):
        await scanner.ping()


@pytest.mark.parametrize(
    ("text", "address", "private"),
    [
        ("unix:/run/clamav/clamd.ctl", ScannerAddress("/run/clamav/clamd.ctl"), True),
        ("tcp://127.0.0.1:3310", ScannerAddress("", "127.0.0.1", 3310), True),
        ("tcp://av.example.cn:3310", ScannerAddress("", "av.example.cn", 3310), False),
    ],
)
def test_an_address_is_a_socket_or_a_host(
    text: str, address: ScannerAddress, private: bool
) -> None:
    assert read_scanner_address(text) == address
    assert address.is_private is private


@pytest.mark.parametrize(
    "text",
    [
        *("/run/clamd.ctl", "unix:clamd.ctl", "unix://host/x", "tcp://host", "tcp://host:0"),
        *("tcp://:3310", "tcp://a@host:1", "tcp://host:1/x", "http://host:1", "tcp://host:99999"),
    ],
)
def test_any_other_address_is_refused(text: str) -> None:
    with pytest.raises(AddressRefused):
        read_scanner_address(text)
