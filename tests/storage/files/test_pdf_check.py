"""PDFs are opened in a child process: it has nothing, may crash, and is told from a broken machine."""

import asyncio
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from storage.errors import StoreUnavailable
from storage.files import pdf_child
from storage.files.pdf_check import PdfCheck
from tests.world.hostile_papers import pdf_that_unpacks_to, pdf_with_password, pdf_without_page
from tests.world.papers import pdf

# A child that tries what an intruder would, once it has given everything up.
_INTRUDER = """
import os, socket, sys
sys.path.insert(0, sys.argv[1])
import pdf_child
pdf_child._give_up_everything()
def tried(act):
    try:
        act()
    except OSError as refused:
        return refused.strerror
    return "done"
print(tried(lambda: open("/etc/passwd")))
print(tried(socket.socket))
print(tried(lambda: (os.close(0), open("/etc/passwd"))))
try:
    bytearray(400 * 1024 * 1024)
except MemoryError:
    print("no memory")
"""


@contextmanager
def file_of(content: bytes) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile(buffering=0) as file:
        file.write(content)
        yield cast(BinaryIO, file)


@pytest.fixture
async def pdfs() -> AsyncIterator[PdfCheck]:
    check = PdfCheck()
    yield check
    await check.close()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (pdf(), None),
        (pdf(padding=15 * 1024 * 1024), None),
        (b"\0" * 4 + pdf(), None),
        (pdf() + b"\n%%EOF\n", None),
        (b"%PDF-\nstartxref 0 %%EOF", "damaged"),
        (pdf_without_page(), "no_page"),
        (pdf_with_password(), "password"),
        (pdf_that_unpacks_to(200 * 1024 * 1024), "damaged"),
    ],
    ids=["plain", "large", "zeros before", "two ends", "marks", "no page", "password", "bomb"],
)
async def test_it_is_opened_as_a_viewer_would(
    pdfs: PdfCheck, content: bytes, fault: str | None
) -> None:
    with file_of(content) as file:
        assert await pdfs.check(file) == fault


async def test_more_at_once_than_there_are_children_wait_their_turn(pdfs: PdfCheck) -> None:
    with file_of(pdf()) as good, file_of(pdf_without_page()) as bad:
        found = await asyncio.gather(*(pdfs.check(file) for file in (good, bad) * 10))
    assert found == [None, "no_page"] * 10


async def test_a_child_that_cannot_begin_is_no_fault_of_the_file(
    pdfs: PdfCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdfs, "_library", "/nowhere/libpdfium.so")
    with file_of(pdf()) as file, pytest.raises(StoreUnavailable):
        await pdfs.check(file)


@pytest.mark.parametrize(
    ("ending", "fault"), [("SIGSEGV", "damaged"), ("SIGXCPU", "damaged"), ("SIGKILL", None)]
)
async def test_a_crash_is_the_files_fault_and_a_kill_is_not(
    pdfs: PdfCheck, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ending: str, fault: str | None
) -> None:
    dying = tmp_path / "child.py"
    dying.write_text(f"import os, signal; os.kill(os.getpid(), signal.{ending})")
    monkeypatch.setattr(pdf_child, "__file__", str(dying))
    with file_of(pdf()) as file:
        if fault is None:
            with pytest.raises(StoreUnavailable):
                await pdfs.check(file)
        else:
            assert await pdfs.check(file) == fault


async def test_the_child_inherits_nothing_but_the_file(
    pdfs: PdfCheck, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Not a setting, not the folder, not a socket of the server's that lets itself be inherited."""
    monkeypatch.setenv("SHUANGTUI_MASTER_KEYS", "secret")
    looking = tmp_path / "child.py"
    looking.write_text(
        "import os; has = len(os.listdir('/proc/self/fd')) - 1, os.getcwd(), os.environ.keys()\n"
        "os._exit(0 if has[:2] == (3, '/') and has[2] <= {'LC_CTYPE'} else 10)"
    )
    monkeypatch.setattr(pdf_child, "__file__", str(looking))
    with socket.socket() as open_socket, file_of(pdf()) as file:
        open_socket.set_inheritable(True)
        assert await pdfs.check(file) is None


def test_the_child_can_open_nothing_reach_nobody_and_take_no_memory(tmp_path: Path) -> None:
    program = tmp_path / "intruder.py"
    program.write_text(_INTRUDER)
    folder = str(Path(pdf_child.__file__).parent)
    said = subprocess.run(  # noqa: S603  # the program above
        [sys.executable, "-I", "-S", str(program), folder],
        env={},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert said == ["Too many open files"] * 3 + ["no memory"]
