"""Tells which editions have been kept as long as they had to be: papers and lists of clients then go."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from server.clock import SHANGHAI
from server.features.programmes.published import get_edition
from storage.postgres.core.rows import list_ids, list_rows

_SETTLED: Final = "SELECT code, settled_at FROM editions WHERE settled_at IS NOT NULL ORDER BY code"
_FIRST: Final = UUID(int=0)


class _Edition(msgspec.Struct, frozen=True):
    code: str
    settled_at: datetime


async def kept_long_enough(due: str, year: int) -> AsyncIterator[UUID]:
    """The ids that `due` tells in the year `year`, each once, by pages.

    `due` is SQL: the ids of edition $1 after $2, in their order, as many as are to be a page.
    """
    for edition in await _editions(year):
        last = _FIRST
        while page := await list_ids(due, edition, last, tx=None):
            for one in page:
                yield one
            last = page[-1]


async def _editions(year: int) -> list[str]:
    """The years count from the end of that in which the line ended."""
    return [
        edition.code
        for edition in await list_rows(_Edition, _SETTLED, tx=None)
        if year > edition.settled_at.astimezone(SHANGHAI).year + await _keep_years(edition.code)
    ]


async def _keep_years(code: str) -> int:
    return (await get_edition(code)).definition.edition.keep_years
