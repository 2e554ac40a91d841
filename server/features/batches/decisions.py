"""What becomes of a row that no application is made of, with the reasons that it is told."""

from collections.abc import Sequence

from models.rules.manifest.rows import Places
from models.rules.reasons import Reason, Text
from server.features.batches.file_row import AlreadyIn
from server.features.batches.row_at_hand import RowAtHand
from server.features.batches.row_problems import RowProblem, as_kept, placed
from storage.postgres.batches import RowDecision, RowState

_MENDED = Reason(
    "contact_phone",
    "contact_replaced",
    Text(
        "联系人手机已改为这次填写的号码，企业可以用它登录确认",
        "The contact is now this number, by which the firm logs in and confirms",
    ),
)


def skipped(
    row: RowAtHand, was: RowState, places: Places, known: AlreadyIn, *, mended: bool = False
) -> RowDecision:
    """It is in already; its application is named. `mended`: its contact was a slip until now."""
    said = [_known(known), *([_MENDED] if mended else [])]
    notes = placed(said, places, row.number)
    return RowDecision(row.id, was, "skipped", as_kept(notes), known.application_id)


def _known(known: AlreadyIn) -> Reason:
    """What was sent back is corrected by its items, each with an answer: a list says none."""
    if known.returned:
        sent_back = Text(
            f"这一行已经提交过（受理编号 {known.number}），现被退回补正；改表格不会改到这份申请，"
            "请打开它，按退回意见补正后再次提交（企业已确认的，由企业补正）",
            f"This row is in as {known.number}, which was sent back. The list does not change it: open"
            " it, correct what was named and hand it in again (the firm does, once it has confirmed)",
        )
        return Reason("uscc", "sent_back", sent_back)
    already_in = Text(
        f"这一行已经提交过（受理编号 {known.number}），不用再提交",
        f"This row is in already, as {known.number}; nothing was filed again",
    )
    return Reason("uscc", "already_in", already_in)


def rejected(row: RowAtHand, was: RowState, problems: Sequence[RowProblem]) -> RowDecision:
    return RowDecision(row.id, was, "rejected", as_kept(problems))
