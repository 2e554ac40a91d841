"""Checks the next rows of a batch; while one is tried out, the papers of the next are opened."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from server.features.batches.check_row import check_row
from server.features.batches.import_row import Importing
from server.features.batches.look_at_row import look_at_row
from server.features.batches.papers import PaperDesk


async def check_rows(
    row_ids: Sequence[UUID], importing: Importing, papers: PaperDesk, *, ahead: bool
) -> None:
    """In their order, until the batch is not being checked any more.

    Not `ahead`: one at a time. Where something ends the process it would not be known of which row.
    Raises Unavailable, StoreUnavailable.
    """
    looks = (asyncio.create_task(look_at_row(row_id, importing, papers)) for row_id in row_ids)
    look = next(looks, None)
    try:
        while look is not None:
            looked = await look
            look = next(looks, None) if ahead else None
            if not await check_row(looked, importing):
                return
            look = look or next(looks, None)
    finally:
        if look is not None:
            look.cancel()
            await asyncio.gather(look, return_exceptions=True)
