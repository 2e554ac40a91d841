"""A form whose files go on while they arrive: not chosen, doubled, long on the way."""

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from server.edge.web.streamed_form import Sink, read_streamed_form
from server.errors import Invalid

FILES = ("manifest", "archive")


class Fields(msgspec.Struct, frozen=True):
    track: str


class Wire:
    """A body in chunks, as a connection gives it."""

    request_max_size = 0

    def __init__(self, body: bytes, size: int) -> None:
        self.body, self.size, self.expected = body, size, 0

    def expect_piece(self) -> None:
        self.expected += 1

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for at in range(0, len(self.body), self.size):
            yield self.body[at : at + self.size]


class Held:
    def __init__(self) -> None:
        self.bytes = b""

    async def write(self, data: bytes | bytearray) -> None:
        self.bytes += data


def part(name: str, content: bytes, file_name: str | None = None) -> bytes:
    file = "" if file_name is None else f'; filename="{file_name}"'
    head = f'--B\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
    return head.encode() + content + b"\r\n"


async def taken(*parts: bytes, size: int = 7) -> tuple[dict[str, tuple[str, bytes]], Wire]:
    """What came of each file: its name and its bytes."""
    wire, opened = Wire(b"".join([part("track", b"copay"), *parts, b"--B--\r\n"]), size), {}

    async def open_file(name: str, file_name: str) -> Sink:
        opened[name] = file_name, Held()
        return opened[name][1]

    request: Any = SimpleNamespace(
        headers={"content-type": "multipart/form-data; boundary=B"}, stream=wire
    )
    form = await read_streamed_form(
        request, Fields, files=FILES, required=("manifest",), most=10**7, open_file=open_file
    )
    assert form == Fields("copay")
    return {name: (called, held.bytes) for name, (called, held) in opened.items()}, wire


@pytest.mark.parametrize("size", [1, 7, 10_000])
async def test_files_come_whole_and_what_was_not_chosen_is_not_there(size: int) -> None:
    chosen = part("manifest", b"a,b\r\n", "清单.csv")
    for none in ((), (part("archive", b"", ""),)):
        files, _ = await taken(*none, chosen, size=size)
        assert files == {"manifest": ("清单.csv", b"a,b\r\n")}
    both, _ = await taken(part("archive", b"", "a.zip"), chosen, size=size)
    assert both["archive"] == ("a.zip", b"")
    unnamed, _ = await taken(part("manifest", b"x", ""), size=size)
    assert unnamed["manifest"] == ("", b"x")


async def test_a_file_that_must_be_there_is_asked_for_and_none_comes_twice() -> None:
    for parts, code in (
        ((part("manifest", b"", ""),), "required"),
        ((part("manifest", b"x", "a"), part("manifest", b"y", "b")), "given_twice"),
    ):
        with pytest.raises(Invalid) as refused:
            await taken(*parts)
        assert [(one.field, one.code) for one in refused.value.errors] == [("manifest", code)]


async def test_each_mebibyte_of_a_large_file_has_its_own_time() -> None:
    _, wire = await taken(part("manifest", b"x" * 3_200_000, "a"), size=64 * 1024)
    assert wire.expected == 1 + 3
