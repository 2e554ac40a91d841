"""What becomes of a row that no application is made of, with the reasons that it is told."""

from collections.abc import Sequence

from models.rules.manifest.rows import Places
from models.rules.reasons import Reason, Text
from server.features.batches.file_row import AlreadyIn
from server.features.batches.row_at_hand import RowAtHand
from server.features.batches.row_problems import RowProblem, as_kept, placed
from storage.postgres.batches import RowDecision, RowState


def skipped(row: RowAtHand, was: RowState, places: Places, known: AlreadyIn) -> RowDecision:
    """It is in already; its application is named."""
    text = Text(
        f"这一行已经提交过（受理编号 {known.number}），不用再提交",
        f"This row is in already, as {known.number}; nothing was filed again",
    )
    notes = placed([Reason("uscc", "already_in", text)], places, row.number)
    return RowDecision(row.id, was, "skipped", as_kept(notes), known.application_id)


def rejected(row: RowAtHand, was: RowState, problems: Sequence[RowProblem]) -> RowDecision:
    return RowDecision(row.id, was, "rejected", as_kept(problems))
