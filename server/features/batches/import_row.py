"""Imports one row that was found right: its application and its result in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec

from models.rules.manifest.rows import Places
from models.rules.reasons import Text
from server.errors import AppError, Unavailable
from server.features.applications.refusals import LineMoved, PapersChanged
from server.features.applications.submit import repeated
from server.features.batches.decisions import rejected, skipped
from server.features.batches.file_row import AlreadyIn, Desk, Filed, RowToFile, file_row
from server.features.batches.row_at_hand import RowAtHand, hold_row, hold_state
from server.features.batches.row_problems import RowProblem, placed, reasons_of
from server.features.batches.telling import RoundRanking
from storage.postgres.batches import RowDecision, decide_row, end_try, leave_out_ready
from storage.postgres.core.transaction import Tx, transaction

_OTHERS_WRONG = Text(
    "本行没有问题；因为选择了“全部正确才提交”，而别的行有错，所以这一行也没有提交",
    "Nothing is wrong here, but others are, and all or none was to be filed",
)


class NotFiled(Exception):
    """What is written of a row of which no application was made."""

    def __init__(self, decision: RowDecision) -> None:
        super().__init__(decision.state)
        self.decision = decision


@dataclass(frozen=True, slots=True)
class Importing:
    """A batch being imported: by whom, and where its columns lie."""

    batch_id: UUID
    places: Places
    desk: Desk
    ranking: RoundRanking


async def import_row(row_id: UUID, importing: Importing) -> bool:
    """False for a row that is decided already, or whose batch was stopped.

    Raises Unavailable, StoreUnavailable.
    """

    async def attempt() -> Filed | None:
        async with transaction() as tx:
            row = await _held(tx, row_id, importing)
            return None if row is None else await _import_held(tx, row, importing)

    try:
        filed = await repeated(attempt)
    except NotFiled as one:
        async with transaction() as tx:
            if await _held(tx, row_id, importing) is None:
                return False
            await decide_row(tx, one.decision)
            await end_try(tx, importing.batch_id)
        return True
    if filed is None:
        return False
    await importing.ranking.tell([filed.placed])
    return True


async def import_all(row_ids: Sequence[UUID], importing: Importing) -> None:
    """All of them or none, in one transaction; the one that fails says why, the others that it did.

    Raises Unavailable, StoreUnavailable.
    """

    async def attempt() -> list[Filed]:
        async with transaction() as tx:
            rows = [await _held(tx, row_id, importing) for row_id in row_ids]
            return [await _import_held(tx, row, importing) for row in rows if row is not None]

    try:
        done = await repeated(attempt)
    except NotFiled as one:
        async with transaction() as tx:
            if await _held(tx, one.decision.row_id, importing) is None:
                return
            await decide_row(tx, one.decision)
            if one.decision.state == "rejected":
                await leave_out(tx, importing.batch_id)
            await end_try(tx, importing.batch_id)
        return
    await importing.ranking.tell(filed.placed for filed in done)


async def leave_out(tx: Tx, batch_id: UUID) -> None:
    """The rows that nothing is wrong with are not filed either; it stands in none of their cells."""
    said = RowProblem(0, "", "", "others_wrong", _OTHERS_WRONG.zh, _OTHERS_WRONG.en)
    await leave_out_ready(tx, batch_id, msgspec.json.encode([said]).decode())


async def _held(tx: Tx, row_id: UUID, importing: Importing) -> RowAtHand | None:
    """None where it is decided by now, or its batch was stopped."""
    if not await hold_state(tx, importing.batch_id, "importing"):
        return None
    return await hold_row(tx, row_id, "ready")


async def _import_held(tx: Tx, row: RowAtHand, importing: Importing) -> Filed:
    """Raises NotFiled instead of what concerns this row alone."""
    if row.filed.stood_in:
        raise LookupError(f"row {row.id} is ready, and its firm cannot be read")
    taken = [paper.taken for paper in row.files if paper.taken is not None]
    try:
        filed = await file_row(tx, RowToFile(row.id, row.filed, taken), importing.desk)
    except AlreadyIn as known:
        raise NotFiled(skipped(row, "ready", importing.places, known)) from known
    except (PapersChanged, LineMoved, Unavailable):
        raise
    except AppError as refusal:
        problems = placed(reasons_of(refusal), importing.places, row.number)
        raise NotFiled(rejected(row, "ready", problems)) from refusal
    await decide_row(tx, RowDecision(row.id, "ready", "accepted", row.reasons, row.id))
    await end_try(tx, importing.batch_id)
    return filed
