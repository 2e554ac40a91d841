"""Checks one row: its papers, then its filing, tried out as it will be and undone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.rules.reasons import Reason
from server.errors import AppError, Unavailable
from server.features.applications.refusals import LineMoved, PapersChanged
from server.features.applications.submit import repeated
from server.features.batches.decisions import rejected, skipped
from server.features.batches.file_row import (
    AlreadyIn,
    Filed,
    RowToFile,
    file_row,
)
from server.features.batches.firm_of_row import NO_RECORD, mend_contact
from server.features.batches.import_row import Importing
from server.features.batches.look_at_row import LookedAtRow
from server.features.batches.papers import TakenPaper, kept_papers
from server.features.batches.row_at_hand import RowAtHand, hold_state
from server.features.batches.row_problems import RowProblem, as_kept, joined, placed, reasons_of
from server.features.batches.waiting_rows import WOULD_WAIT
from storage.postgres.batches import RowDecision, decide_row, end_try
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.money.lock import would_wait


class _Undone(Exception):
    """Nothing stands in the way; what was written to find that out is rolled back."""

    def __init__(self, notes: list[Reason]) -> None:
        super().__init__()
        self.notes = notes


@dataclass(frozen=True, slots=True)
class _Found:
    """What the rules say of a row: what is wrong, or what is worth knowing."""

    problems: Sequence[Reason] = ()
    notes: Sequence[Reason] = ()


async def check_row(looked: LookedAtRow, importing: Importing) -> bool:
    """Every problem of the row at once; False if the batch is not being checked any more.

    Raises Unavailable, StoreUnavailable.
    """
    try:
        found = looked.known or await _checked(looked, importing)
    except AlreadyIn as known:
        found = known
    async with transaction() as tx:
        if not await hold_state(tx, importing.batch_id, "checking"):
            return False
        if isinstance(found, AlreadyIn):
            found = await _skipped(tx, looked.row, importing, found)
        await decide_row(tx, found)
        await end_try(tx, importing.batch_id)
    return True


async def _skipped(tx: Tx, row: RowAtHand, importing: Importing, known: AlreadyIn) -> RowDecision:
    desk = importing.desk
    mended = await mend_contact(tx, row.filed, desk.filer(desk.clock.now()))
    return skipped(row, "waiting", importing.places, known, mended=mended)


async def _checked(looked: LookedAtRow, importing: Importing) -> RowDecision:
    """Raises AlreadyIn."""
    found = await _try_out(looked.row, looked.files.good, importing)
    decision = _decision(looked.row, importing, looked.files.problems, found)
    return replace(decision, papers=kept_papers(looked.files.papers))


def _decision(
    row: RowAtHand, importing: Importing, of_files: Sequence[Reason], found: _Found
) -> RowDecision:
    """What was read, then what was opened, comes before what the rules say of it."""
    places, number = importing.places, row.number
    problems = joined(row.problems, placed(of_files, places, number))
    judged = placed([one for one in found.problems if not _follows(one, problems)], places, number)
    # Two rules that one cell offends are one mistake.
    for one in judged:
        problems = joined(problems, [one])
    if problems:
        return rejected(row, "waiting", problems)
    told = as_kept(placed(found.notes, places, number))
    return RowDecision(row.id, "waiting", "ready", told)


def _follows(said: Reason, known: Sequence[RowProblem]) -> bool:
    """Whether a rule minds only what is told already: of the record, of papers, of the plan."""
    if not known:
        return False
    missing = said.code == "missing" and said.field.startswith("evidence.")
    no_plan = said.field == "platform_id" and any(one.field == "plan" for one in known)
    return said.code == NO_RECORD or missing or no_plan


async def _try_out(row: RowAtHand, taken: Sequence[TakenPaper], importing: Importing) -> _Found:
    """Raises AlreadyIn."""
    to_file = RowToFile(row.id, row.filed, taken)

    async def attempt() -> None:
        async with transaction() as tx:
            filed = await file_row(tx, to_file, importing.desk)
            raise _Undone(await _notes(tx, filed))

    try:
        await repeated(attempt)
    except _Undone as undone:
        return _Found(notes=undone.notes)
    except (PapersChanged, LineMoved, Unavailable):
        raise
    except AppError as refusal:
        return _Found(problems=reasons_of(refusal))
    raise AssertionError("a trial ended without being undone")


async def _notes(tx: Tx, filed: Filed) -> list[Reason]:
    if filed.placed is None or filed.placed[1].locked:
        return [*filed.notes]
    pool_id, claim = filed.placed
    waits = bool(await would_wait(tx, pool_id, [claim.claim_id]))
    return [*filed.notes, *([WOULD_WAIT] if waits else [])]
