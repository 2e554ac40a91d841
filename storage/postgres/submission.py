"""Statements of a submission: one reads all that it is judged by, one writes all that it makes.

The read also brings what the answer shows, and the write also enqueues its job: each saved round
trip is a tenth of what a submission costs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from models.rules.line.order_key import OrderKey
from models.rules.money import FeeSplit
from storage.postgres.application_rows import (
    EVIDENCE,
    FILED_BY_THEM,
    SHOWN_TO_MEMBERS,
    TIMELINE,
    ApplicationColumns,
    ShownApplication,
)
from storage.postgres.core.named import NamedStatement
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx
from storage.postgres.credit_records import blocks_now
from storage.postgres.jobs.enqueue import job_part
from storage.postgres.money.slots import take_slots

_EVENT = "submitted"
SubmissionResult = Literal["written", "duplicate", "papers_changed"]

_WHAT = f"""
SELECT a.id, a.number, a.edition_id, a.track, a.status, a.stage, a.rule_version_id,
       a.platform_id, a.plan_id, a.plan_fee_fen, a.contract_no,
       a.signed_at, a.signed_precision, a.paid_at, a.paid_precision, a.fee_fen, a.paid_fen,
       a.payer, a.voucher_no, a.facts::text AS facts, a.version, a.submitted_at,
       a.filed_by, a.confirmed_at, a.confirm_by,
       a.region_class, a.history::text AS history,
       e.name AS enterprise_name, platform.name AS platform_name, pf.uscc AS platform_uscc,
       plan.title AS plan_title,
       {EVIDENCE},
       {TIMELINE},
       e.id AS enterprise_id, e.uscc, e.registered_city, e.in_service_zone, e.district, e.registered_on,
       e.sector, e.employees, e.annual_revenue_fen,
       d.opens_at, d.closes_at, d.closed_at,
       (SELECT json_object_agg(p.code, json_build_array(p.id, p.epoch))::text
          FROM pools p WHERE p.edition_id = a.edition_id) AS pools,
       EXISTS (SELECT 1 FROM credit_records k WHERE {blocks_now("e.uscc")}) AS credit_blocked,
       EXISTS (SELECT 1 FROM participations t
                WHERE t.platform_id = a.platform_id AND t.edition_id = a.edition_id
                  AND t.track = a.track AND t.withdrawn_at IS NULL) AS takes_part,
       line.left_pools, line.held_pools
"""
_FROM = """
  FROM applications a
  JOIN enterprises e ON e.id = a.enterprise_id
  JOIN editions d ON d.code = a.edition_id
  LEFT JOIN platforms platform ON platform.id = a.platform_id
  LEFT JOIN plans plan ON plan.id = a.plan_id
  LEFT JOIN enterprises pf ON pf.id = platform.enterprise_id
 CROSS JOIN LATERAL (
       SELECT coalesce(array_agg(c.pool_id) FILTER (WHERE NOT c.live), '{}') AS left_pools,
              coalesce(array_agg(c.pool_id) FILTER (WHERE c.live), '{}') AS held_pools
         FROM applications x JOIN claims c ON c.application_id = x.id
        WHERE x.enterprise_id = a.enterprise_id AND x.edition_id = a.edition_id) line
"""
# `nextval` runs only for the row that is found; a number that a refusal leaves unused is a gap.
_COLUMNS = f"{_WHAT}, nextval('claim_sequence') AS sequence {_FROM}"
_OF_MEMBER = f"""
  JOIN enterprise_members m ON m.enterprise_id = a.enterprise_id
                           AND m.user_id = $2 AND m.left_at IS NULL
 WHERE a.id = $1 AND {SHOWN_TO_MEMBERS}
"""
_OF_FILER = f" WHERE a.id = $1 AND a.status = 'returned' AND {FILED_BY_THEM}"
_OWN = f"{_COLUMNS} {_OF_MEMBER} FOR UPDATE OF a FOR SHARE OF m"
_SENT_BACK = f"{_COLUMNS} {_OF_FILER} FOR UPDATE OF a"
_LOOK = f"{_WHAT}, 0 AS sequence {_FROM}"
_FILED = f"{_COLUMNS} WHERE a.id = $1 FOR UPDATE OF a"


class SubmissionRow(ApplicationColumns, frozen=True, kw_only=True):
    """The application with its firm, its edition, and the firm's places in the edition's lines.

    `pools`, `history` are JSON; `left_pools`, `held_pools`: where a claim of the firm ended, lives;
    `sequence`: the number that a new claim takes.
    """

    enterprise_id: UUID
    uscc: str
    registered_city: str
    in_service_zone: bool
    district: str
    registered_on: date | None
    sector: str | None
    employees: int | None
    annual_revenue_fen: int | None
    region_class: str | None
    history: str | None
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    pools: str | None
    credit_blocked: bool
    takes_part: bool
    left_pools: list[UUID]
    held_pools: list[UUID]
    sequence: int


@dataclass(frozen=True, slots=True)
class NewClaim:
    """The claim that a submission makes."""

    id: UUID
    pool_id: UUID
    key: OrderKey


@dataclass(frozen=True, slots=True)
class NewReceipt:
    """A signed receipt; `kid` names the key that it was signed with."""

    id: UUID
    kid: str
    token: str


@dataclass(frozen=True, slots=True)
class Submission:
    """What is written when an application is submitted; amounts in fen, `history`, `detail` JSON.

    `award_fen` is claimed from the pool; `shown_fen` is None until the deciding body sets it.
    `slot_ids`: a new id for each of `exclusions`.
    """

    application_id: UUID
    at: datetime
    stage: str
    role: str
    due_on: date | None
    review_id: UUID
    award_id: UUID
    award_fen: int
    shown_fen: int | None
    split: FeeSplit | None
    claim: NewClaim | None
    receipt: NewReceipt
    uscc: str
    slot_ids: Sequence[UUID]
    exclusions: Sequence[str]
    actor_id: UUID
    actor_role: str
    detail: str
    entrypoint: str
    papers: Sequence[UUID]
    region_class: str | None
    history: str | None
    district: str


class _Written(msgspec.Struct, frozen=True):
    taken: int
    same_papers: bool


# The snapshot that it was read in is older than the row lock that it may have waited for.
_SAME_PAPERS = """
ARRAY(SELECT v.id FROM evidence v WHERE v.application_id = {application} AND v.deleted_at IS NULL
       ORDER BY v.id) = {papers}::uuid[]
"""
_TAKE_SLOTS = take_slots(
    uscc=":uscc",
    applicant=":application_id",
    at=":at",
    ids=":slot_ids",
    exclusions=":exclusions",
)
_WRITE = NamedStatement(
    Submission,
    f"""
WITH application AS (
    UPDATE applications SET status = 'in_review', stage = :stage, award_fen = :shown_fen,
           government_fen = :split.government_fen, platform_fen = :split.platform_fen,
           enterprise_fen = :split.enterprise_fen, submitted_at = :at, updated_at = :at,
           version = version + 1, region_class = :region_class, history = :history::text::jsonb,
           district = :district
     WHERE id = :application_id
), claim AS (
    INSERT INTO claims (id, application_id, pool_id, sequence, later_at, earlier_at, amount_fen,
                        places, live, version, ranked_version, recorded_epoch, recorded_revision,
                        state, touched_at, created_at)
    SELECT :claim.id, :application_id, :claim.pool_id, :claim.key.sequence,
           to_timestamp(:claim.key.later), to_timestamp(:claim.key.earlier), :award_fen,
           1, true, 1, 0, 0, 0, 'pending', :at, :at
     WHERE :claim.pool_id::uuid IS NOT NULL
), award AS (
    INSERT INTO award_lines (id, application_id, funder, pool_id, amount_fen)
    SELECT :award_id, :application_id, 'government', :claim.pool_id, :award_fen
     WHERE :claim.pool_id::uuid IS NOT NULL
), receipt AS (
    INSERT INTO receipts (id, application_id, kid, token, issued_at)
    VALUES (:receipt.id, :application_id, :receipt.kid, :receipt.token, :at)
), review AS (
    INSERT INTO reviews (id, application_id, stage, role, round, state, opened_at, out_of_order,
                         order_key, due_on)
    VALUES (:review_id, :application_id, :stage, :role, 1, 'open', :at, false,
            order_key(to_timestamp(:claim.key.later), to_timestamp(:claim.key.earlier),
                      :claim.key.sequence), :due_on)
), taken AS (
    {_TAKE_SLOTS}
), {job_part(":entrypoint", ":application_id.bytes")}
SELECT (SELECT count(*) FROM taken) AS taken,
       {_SAME_PAPERS.format(application=":application_id", papers=":papers")} AS same_papers,
       append_audit('application', :application_id, :at, :actor_id, :actor_role, '{_EVENT}',
                    :detail) AS audit_id
""",
)


async def read_for_submission(tx: Tx, application_id: UUID, user_id: UUID) -> SubmissionRow | None:
    """The application with all that judges it, its row locked; None if it is not the person's."""
    return await find_row(SubmissionRow, _OWN, application_id, user_id, tx=tx)


async def read_sent_back(tx: Tx, application_id: UUID, user_id: UUID) -> SubmissionRow | None:
    """The same of one that is the person's to correct because their platform filed it."""
    return await find_row(SubmissionRow, _SENT_BACK, application_id, user_id, tx=tx)


async def look_at(
    tx: Tx, application_id: UUID, user_id: UUID, *, filed: bool
) -> SubmissionRow | None:
    """As one of the two above, without holding anything; `filed`: as the platform that filed it."""
    statement = f"{_LOOK} {_OF_FILER if filed else _OF_MEMBER}"
    return await find_row(SubmissionRow, statement, application_id, user_id, tx=tx)


async def read_filed(tx: Tx, application_id: UUID) -> SubmissionRow:
    """The same of one that a platform files in this transaction. Raises LookupError without one."""
    row = await find_row(SubmissionRow, _FILED, application_id, tx=tx)
    if row is None:
        raise LookupError(f"no application {application_id}")
    return row


async def has_same_papers(tx: Tx, application_id: UUID, papers: Sequence[UUID]) -> bool:
    """Whether these (by id, in order) are its papers now; the caller holds the application's row."""
    statement = f"SELECT {_SAME_PAPERS.format(application='$1', papers='$2')}"
    return bool(await tx.raw.fetchval(statement, application_id, list(papers)))


async def write_submission(tx: Tx, submission: Submission) -> SubmissionResult:
    """Write it all; after anything but `written` the caller must roll back.

    `duplicate`: an exclusion had no free slot, or another submission took it at the same moment.
    `papers_changed`: they are not those that were judged.
    """
    written = await _WRITE.find_row(_Written, submission, tx=tx)
    if written is None or not written.same_papers:
        return "papers_changed"
    return "written" if written.taken == len(submission.exclusions) else "duplicate"


def submitted_row(row: SubmissionRow, submission: Submission) -> ShownApplication:
    """What `application_rows` would read after `write_submission`, from what was read before it."""
    line = {
        "at": submission.at,
        "actor_role": submission.actor_role,
        "event": _EVENT,
        "comment": None,
    }
    known = {name: getattr(row, name) for name in ApplicationColumns.__struct_fields__}
    written = {
        "status": "in_review",
        "stage": submission.stage,
        "version": row.version + 1,
        "submitted_at": submission.at,
        "timeline": _appended(row.timeline or "[]", msgspec.json.encode(line).decode()),
    }
    return ShownApplication(
        **(known | written),
        award_fen=submission.shown_fen,
        corrections=None,
        receipt=submission.receipt.token,
    )


def _appended(array: str, item: str) -> str:
    """A JSON array with one more item."""
    head = array.rstrip().removesuffix("]").rstrip()
    return f"{head}{'' if head == '[' else ','}{item}]"
