"""A list as platforms really send one: exactly the wrong rows are refused, each at its cell."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from zlib import crc32

import pytest_asyncio

from models.rules.manifest.archive_file import ArchiveFile
from models.rules.manifest.match import match_papers
from models.rules.manifest.read import read_manifest
from models.rules.manifest.rows import Manifest
from storage.files.child.children import Children
from storage.files.sheets.reader import read_sheets
from tests.world.client_lists import COLUMNS, DEFINITION, TRACK
from tests.world.real_batch import HEADER_ROW, SHEET, RealBatch, cell_of, real_batch

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def batch() -> AsyncIterator[RealBatch]:
    yield real_batch(DEFINITION, TRACK, COLUMNS, now=NOW)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def listed(batch: RealBatch) -> AsyncIterator[Manifest]:
    children = Children()
    yield read_manifest(await read_sheets(children, batch.manifest), COLUMNS)
    await children.close()


def test_the_same_batch_is_made_each_time(batch: RealBatch) -> None:
    again = real_batch(DEFINITION, TRACK, COLUMNS, now=NOW)
    assert (again.firms, again.wrong) == (batch.firms, batch.wrong)
    assert (len(batch.firms), len(batch.wrong)) == (500, 60)
    assert len({(wrong.field, wrong.code) for wrong in batch.wrong}) > 35
    assert 1990 <= sum(1 for _ in batch.files()) <= 2010


def test_every_wrong_cell_is_found_and_no_right_one(batch: RealBatch, listed: Manifest) -> None:
    assert (listed.sheet, listed.header_row, len(listed.rows)) == (SHEET, HEADER_ROW, 500)
    assert [note.code for note in listed.notes] == ["unknown_column", "hidden_row"]
    found = {
        (problem.cell, problem.field, problem.code)
        for row in listed.rows
        for problem in row.problems
    }
    assert found == {
        (cell_of(COLUMNS, wrong), wrong.field, wrong.code)
        for wrong in batch.wrong
        if wrong.where == "cell"
    }


def test_every_folder_that_is_wrong_is_found(batch: RealBatch, listed: Manifest) -> None:
    files = [
        ArchiveFile(place, path, len(content), crc32(content))
        for place, (path, content) in enumerate(batch.files())
    ]
    firms = [row.uscc for row in listed.rows if row.uscc and not row.problems]
    matched = match_papers(files, firms=firms, materials=TRACK.materials, named={})
    found = {firm for firm, problems in matched.problems.items() if problems}
    # What is inside a file is for the inspection to say.
    inside = {"damaged", "empty"}
    assert found == {
        wrong.uscc for wrong in batch.wrong if wrong.where == "papers" and wrong.code not in inside
    }
