"""Whatever is done to a list, its readers come to a known end, and it is handed back if it was read."""

import logging
from collections.abc import AsyncIterator
from random import Random

import pytest
import pytest_asyncio

from models.rules.manifest.file_faults import FILE_FAULTS
from models.rules.manifest.read import read_manifest
from storage.files.child.children import Children
from storage.files.report.writer import write_report
from storage.files.sheets.packed import SheetsFault
from storage.files.sheets.reader import read_sheets
from tests.rush.size import PROVING
from tests.world.client_lists import COLUMNS, report_of
from tests.world.mutated_lists import mutated_list

LISTS = 20_000 if PROVING else 15
ALSO_REPORTED = 4
"""A report is written for each so many'th: it takes ten times as long."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def children() -> AsyncIterator[Children]:
    opened = Children()
    yield opened
    await opened.close()


@pytest.mark.timeout(3_600 if PROVING else 120)
async def test_a_mutated_list_is_read_or_refused_by_name(children: Children) -> None:
    read = refused = 0
    for number in range(LISTS):
        # Of a failure the last of these is the seed.
        logging.getLogger(__name__).warning("list %s", number)
        content = mutated_list(Random(number))
        try:
            sheets = await read_sheets(children, content)
        except SheetsFault as fault:
            refused += fault.code in FILE_FAULTS
            continue
        read += 1
        found = read_manifest(sheets, COLUMNS)
        assert found.rows or found.problems
        if read % ALSO_REPORTED == 0:
            assert await write_report(children, content, report_of(found))
    assert read + refused == LISTS
    assert read
