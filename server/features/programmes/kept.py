"""Tells which editions have been kept as long as they had to be: papers and lists of clients then go."""

from datetime import datetime
from typing import Final

import msgspec

from server.clock import SHANGHAI
from server.features.programmes.published import get_edition
from storage.postgres.core.rows import list_rows

_SETTLED: Final = "SELECT code, settled_at FROM editions WHERE settled_at IS NOT NULL ORDER BY code"


class _Edition(msgspec.Struct, frozen=True):
    code: str
    settled_at: datetime


async def editions_kept_long_enough(year: int) -> list[str]:
    """Their codes in the year `year`: the years count from the end of that in which the line ended."""
    return [
        edition.code
        for edition in await list_rows(_Edition, _SETTLED, tx=None)
        if year > edition.settled_at.astimezone(SHANGHAI).year + await _keep_years(edition.code)
    ]


async def _keep_years(code: str) -> int:
    return (await get_edition(code)).definition.edition.keep_years
