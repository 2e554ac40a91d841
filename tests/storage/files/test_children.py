"""Files are read in children that have nothing, may crash, and are told from a broken machine."""

import asyncio
import json
import logging
import os
import signal
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import BinaryIO, cast

import pytest

from storage.errors import StoreUnavailable
from storage.files.child.children import Children
from storage.files.child.ended import ReadingFailed, ReadingUnended, TooMuchAsked
from storage.files.child.program import Program
from tests.world import as_nobody, child_programs

PROGRAM = Program(
    child_programs.__name__,
    memory_bytes=100 * 1024 * 1024,
    cpu_seconds=1,
    wall_seconds=30,
    answer_bytes=1_000_000,
)


@contextmanager
def file_of(content: bytes) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile(buffering=0) as file:
        file.write(content)
        yield cast(BinaryIO, file)


@pytest.fixture
async def children() -> AsyncIterator[Children]:
    opened = Children()
    yield opened
    await opened.close()


@pytest.mark.parametrize("content", [b"", b"abc", b"abcd" * 1_000_000])
async def test_it_reads_a_file_or_bytes_and_answers(children: Children, content: bytes) -> None:
    wanted = [len(content), content[:4].decode()]
    assert json.loads(await children.run(PROGRAM, content, "tell")) == wanted
    with file_of(content) as file:
        assert json.loads(await children.run(PROGRAM, file, "tell")) == wanted
        assert file.tell() == len(content)


@pytest.mark.skipif(
    not os.path.exists("/proc/self/autogroup"), reason="this kernel does not share by sessions"
)
async def test_who_answers_people_goes_first(children: Children) -> None:
    nice, session = json.loads(await children.run(PROGRAM, b"", "place"))
    assert nice == os.nice(0) + 10
    assert session.split()[-2:] == ["nice", "5"]


async def test_more_at_once_than_there_are_children_wait_their_turn(children: Children) -> None:
    found = await asyncio.gather(*(children.run(PROGRAM, b"x" * n, "tell") for n in range(6)))
    assert [json.loads(each)[0] for each in found] == list(range(6))


@pytest.mark.parametrize(
    ("act", "asked_too_much"),
    [("raise", False), ("crash", False), ("fill", True), ("spin", True), ("talk", True)],
)
async def test_what_the_file_does_to_its_reader_is_its_own_fault(
    children: Children, act: str, asked_too_much: bool
) -> None:
    with pytest.raises(ReadingFailed) as failed:
        await children.run(PROGRAM, b"hostile", act)
    assert isinstance(failed.value, TooMuchAsked) == asked_too_much
    assert json.loads(await children.run(PROGRAM, b"good", "tell")) == [4, "good"]


@pytest.mark.parametrize("act", ["wait", "killed"])
async def test_what_the_machine_may_have_done_is_not(children: Children, act: str) -> None:
    with pytest.raises(ReadingUnended):
        await children.run(replace(PROGRAM, wall_seconds=1), b"innocent", act)


async def test_a_program_that_cannot_begin_is_no_fault_of_the_file(children: Children) -> None:
    with pytest.raises(StoreUnavailable):
        await children.run(replace(PROGRAM, module="storage.files.nowhere"), b"innocent")


async def test_where_it_gave_up_is_logged_and_nothing_of_the_file(
    children: Children, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with pytest.raises(ReadingFailed):
        await children.run(PROGRAM, b"hostile", "raise")
    assert "LookupError fork.py:" in caplog.text
    assert "what the file says" not in caplog.text


async def test_the_child_inherits_nothing_but_the_file(
    children: Children, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a setting, not the folder, not a socket of the server's that lets itself be inherited."""
    monkeypatch.setenv("SHUANGTUI_MASTER_KEYS", "secret")
    with socket.socket() as open_socket:
        open_socket.set_inheritable(True)
        said = json.loads(await children.run(PROGRAM, b"x", "surroundings"))
    # The file as input and as it is mapped, the answer, and nothing for what goes wrong.
    assert said == [["0", "1", "2", "3"], "/", ["GLIBC_TUNABLES", "LC_CTYPE"]]


async def test_the_child_can_open_nothing_and_reach_nobody(children: Children) -> None:
    said = json.loads(await children.run(PROGRAM, b"x", "intrude"))
    assert said == ["Too many open files"] * 4


async def test_the_child_can_touch_no_process_of_its_user(children: Children) -> None:
    """Neither its memory (the address alone would be a bad one), nor its life, nor its limits."""
    said = json.loads(await children.run(PROGRAM, str(os.getpid()).encode(), "touch"))
    assert said == ["Operation not permitted"] * 4


AS_NOBODY = replace(PROGRAM, module=as_nobody.__name__)
WITH_THREADS = replace(AS_NOBODY, threads=True)


async def test_a_program_makes_no_process_and_threads_where_it_may(children: Children) -> None:
    """As an ordinary user: root is free of the limit."""
    for program in (AS_NOBODY, WITH_THREADS):
        said = json.loads(await children.run(program, b"x", PROGRAM.module, "process"))
        assert len(said) == 2
        assert "done" not in said
    threaded = await children.run(WITH_THREADS, b"x", PROGRAM.module, "thread")
    assert threaded == b"from a thread"
    with pytest.raises(ReadingFailed):
        await children.run(AS_NOBODY, b"x", PROGRAM.module, "thread")


async def test_libraries_are_loaded_once_and_again_when_their_process_was_killed(
    children: Children,
) -> None:
    parents = [int(await children.run(PROGRAM, b"x", "parent")) for _ in range(2)]
    assert len({*parents, os.getpid()}) == 2
    os.kill(parents[0], signal.SIGKILL)
    assert int(await children.run(PROGRAM, b"x", "parent")) not in (*parents, os.getpid())


async def test_who_reads_one_file_has_nothing_of_another(children: Children) -> None:
    waiting = asyncio.create_task(children.run(replace(PROGRAM, wall_seconds=3), b"other", "wait"))
    for _ in range(5):
        said = json.loads(await children.run(PROGRAM, b"x", "surroundings"))
        assert said[0] == ["0", "1", "2", "3"]
    with pytest.raises(StoreUnavailable):
        await waiting


async def test_nothing_is_left_running(children: Children) -> None:
    parent = int(await children.run(PROGRAM, b"x", "parent"))
    await children.close()
    with pytest.raises(ProcessLookupError):
        os.kill(parent, 0)


async def test_a_caller_that_leaves_may_close_its_file(children: Children) -> None:
    with file_of(b"abcd") as file:
        reading = asyncio.create_task(children.run(PROGRAM, file, "tell"))
        await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert json.loads(await children.run(PROGRAM, b"next", "tell")) == [4, "next"]
