"""Gives up the row that ends the process, or never ends, so that the others of its batch go on."""

import logging
from typing import Final

from models.rules.reasons import Reason, Text
from server.features.batches.batch_at_hand import BatchAtHand
from server.features.batches.decisions import rejected
from server.features.batches.row_at_hand import hold_row, hold_state, next_rows
from server.features.batches.row_problems import placed
from storage.postgres.batches import RowState, count_reason, decide_row, end_try
from storage.postgres.core.transaction import transaction

_LOG = logging.getLogger(__name__)
MOST_GIVEN_UP: Final = 5
"""Rows of a batch; if there were more, it would hardly be the rows."""
INTERRUPTED: Final = Reason(
    "uscc",
    "interrupted",
    Text(
        "处理这一行时系统多次中断，这一行没有提交，其他行不受影响；请把这家企业的材料重新导出后，"
        "再提交这一行；仍不行请联系主管部门",
        "The system broke off at this row several times, so it was left out; export the firm's papers"
        " anew and hand this row in again, or ask the authority",
    ),
)

UNENDED: Final = Reason(
    "uscc",
    "too_complex",
    Text(
        "这家企业的材料里有文件太复杂，试了几次都没能打开，这一行没有提交；请把较大的文件重新导出"
        "（如“打印”成 PDF）、减少页数后，再提交这一行",
        "A paper of this firm is too complex to be opened, so the row was left out; print it to a PDF"
        " or export fewer pages, and hand this row in again",
    ),
)


async def give_up_row(batch: BatchAtHand, why: Reason = INTERRUPTED) -> bool:
    """The first row that is not decided is rejected: rows are taken up in their order.

    False where it cannot be told of one row: of files that are being read, of a batch that is filed
    as a whole, of one that has lost several rows so.
    """
    under_way = _under_way(batch)
    if under_way is None or batch.table is None:
        return False
    rows = await next_rows(batch.id, under_way, most=1)
    if not rows:
        return False
    async with transaction() as tx:
        if not await hold_state(tx, batch.id, batch.state):
            return True
        if await count_reason(tx, batch.id, INTERRUPTED.code) >= MOST_GIVEN_UP:
            return False
        row = await hold_row(tx, rows[0], under_way)
        if row is not None:
            said = placed([why], batch.table.places, row.number)
            await decide_row(tx, rejected(row, under_way, [*row.problems, *said]))
            await end_try(tx, batch.id)
            _LOG.error("row %s of batch %s is left out: %s", row.number, batch.id, why.code)
    return True


def _under_way(batch: BatchAtHand) -> RowState | None:
    """What the row at hand is, where they are decided one by one."""
    if batch.state == "checking":
        return "waiting"
    return "ready" if batch.state == "importing" and not batch.whole else None
