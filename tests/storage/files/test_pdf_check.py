"""PDFs are opened as a viewer would, in a child process."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

import pytest

from storage.files.pdf_check import PdfCheck
from tests.world.hostile_papers import pdf_that_unpacks_to, pdf_with_password, pdf_without_page
from tests.world.papers import pdf


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
