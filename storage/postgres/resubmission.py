"""The statement that writes what a corrected application comes to when it is handed in again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.rules.money import FeeSplit
from storage.postgres.core.named import NamedStatement
from storage.postgres.core.transaction import Tx
from storage.postgres.money.award_lines import set_award
from storage.postgres.submission import NewReceipt


@dataclass(frozen=True, slots=True)
class Resubmission:
    """What is written when a corrected application is handed in again, as in `Submission`.

    `notice_stage`, `notice_role`: of the public notice, where it must be shown again. `after`: what
    stands at each corrected item now; `replaced`: old pages by id, each with the one in its place.
    """

    application_id: UUID
    at: datetime
    award_fen: int
    shown_fen: int | None
    split: FeeSplit | None
    receipt: NewReceipt
    review_id: UUID
    history: str | None
    notice_stage: str | None
    notice_role: str | None
    after: str
    replaced: str


_WRITE = NamedStatement(
    Resubmission,
    f"""
WITH application AS (
    UPDATE applications SET status = 'in_review', award_fen = :shown_fen,
           government_fen = :split.government_fen, platform_fen = :split.platform_fen,
           enterprise_fen = :split.enterprise_fen, updated_at = :at, version = version + 1,
           history = :history::text::jsonb, stage = coalesce(:notice_stage::text, stage)
     WHERE id = :application_id
), award AS (
    {set_award(":application_id", ":award_fen")}
), corrections AS (
    UPDATE corrections SET resolved_at = :at, after = :after::text::jsonb -> item
     WHERE application_id = :application_id AND resolved_at IS NULL
), replaced AS (
    UPDATE evidence SET replaced_by_id = (:replaced::text::jsonb ->> id::text)::uuid
     WHERE application_id = :application_id AND :replaced::text::jsonb -> id::text IS NOT NULL
), receipt AS (
    INSERT INTO receipts (id, application_id, kid, token, issued_at)
    VALUES (:receipt.id, :application_id, :receipt.kid, :receipt.token, :at)
), notice AS (
    UPDATE reviews SET invalidated_at = :at
     WHERE application_id = :application_id AND stage = :notice_stage::text AND state = 'done'
       AND invalidated_at IS NULL
)
INSERT INTO reviews (id, application_id, stage, role, round, state, opened_at, out_of_order,
                     due_on)
SELECT :review_id, :application_id, coalesce(:notice_stage::text, r.stage),
       coalesce(:notice_role::text, r.role),
       1 + (SELECT max(o.round) FROM reviews o
             WHERE o.application_id = :application_id
               AND o.stage = coalesce(:notice_stage::text, r.stage)),
       'open', :at, false, CASE WHEN :notice_stage::text IS NULL THEN r.due_on END
  FROM reviews r WHERE r.application_id = :application_id AND r.verdict = 'return'
 ORDER BY r.decided_at DESC LIMIT 1
""",
)


async def write_resubmission(tx: Tx, resubmission: Resubmission) -> None:
    """Write it all, and open the review that returned it again. The caller holds the row."""
    await _WRITE.execute(tx, resubmission)
