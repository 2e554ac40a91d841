"""The two statements of a submission: read everything it is judged by, write all that it makes.

The read also brings what the answer shows, and the write also enqueues its job: each saved round
trip is a tenth of what a submission costs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import asyncpg
import msgspec

from storage.postgres.application_rows import EVIDENCE, TIMELINE
from storage.postgres.core.transaction import Tx
from storage.postgres.jobs.enqueue import job_part
from storage.postgres.money.slots import take_slots

_EVENT = "submitted"
Outcome = Literal["written", "taken", "papers_changed"]

# `nextval` runs only for the row that is found; a number that a refusal leaves unused is a gap.
_READ = f"""
SELECT a.id, a.number, a.edition_id, a.track, a.status, a.stage, a.rule_version_id,
       a.platform_id, a.plan_id, a.plan_fee_fen, a.contract_no,
       a.signed_at, a.signed_precision, a.paid_at, a.paid_precision, a.fee_fen, a.paid_fen,
       a.facts::text AS facts, a.version, a.submitted_at,
       a.region_class, a.history::text AS history,
       e.name AS enterprise_name, platform.name AS platform_name, plan.title AS plan_title,
       {EVIDENCE},
       {TIMELINE},
       e.id AS enterprise_id, e.uscc, e.registered_city, e.in_service_zone,
       e.district AS registered_district,
       d.opens_at, d.closes_at, d.closed_at,
       (SELECT json_object_agg(p.code, json_build_array(p.id, p.epoch))::text
          FROM pools p WHERE p.edition_id = a.edition_id) AS pools,
       EXISTS (SELECT 1 FROM credit_records k WHERE k.uscc = e.uscc AND k.lifted_at IS NULL
                  AND (k.blocks_until IS NULL OR k.blocks_until > now())) AS credit_blocked,
       EXISTS (SELECT 1 FROM participations t
                WHERE t.platform_id = a.platform_id AND t.edition_id = a.edition_id
                  AND t.track = a.track AND t.withdrawn_at IS NULL) AS takes_part,
       line.left_pools, line.held_pools,
       nextval('claim_sequence') AS sequence
  FROM applications a
  JOIN enterprises e ON e.id = a.enterprise_id
  JOIN editions d ON d.code = a.edition_id
  LEFT JOIN platforms platform ON platform.id = a.platform_id
  LEFT JOIN plans plan ON plan.id = a.plan_id
 CROSS JOIN LATERAL (
       SELECT coalesce(array_agg(c.pool_id) FILTER (WHERE NOT c.live), '{{}}') AS left_pools,
              coalesce(array_agg(c.pool_id) FILTER (WHERE c.live), '{{}}') AS held_pools
         FROM applications x JOIN claims c ON c.application_id = x.id
        WHERE x.enterprise_id = a.enterprise_id AND x.edition_id = a.edition_id) line
 WHERE a.id = $1
   AND EXISTS (SELECT 1 FROM enterprise_members m
                WHERE m.enterprise_id = a.enterprise_id AND m.user_id = $2 AND m.left_at IS NULL)
   FOR UPDATE OF a
"""

# The snapshot of `_READ` is older than the row lock that it may have waited for.
_SAME_PAPERS = """
ARRAY(SELECT v.id FROM evidence v WHERE v.application_id = $1 AND v.deleted_at IS NULL ORDER BY v.id)
    = {ids}::uuid[]
"""

_WRITE = f"""
WITH application AS (
    UPDATE applications SET status = 'in_review', stage = $2, award_fen = $30,
           government_fen = $4, platform_fen = $5, enterprise_fen = $6,
           submitted_at = $7, updated_at = $7, version = version + 1,
           region_class = $28, history = $29::text::jsonb
     WHERE id = $1
), claim AS (
    INSERT INTO claims (id, application_id, pool_id, sequence, later_at, earlier_at, amount_fen,
                        places, live, version, ranked_version, recorded_epoch, recorded_revision,
                        state, touched_at, created_at)
    SELECT $8, $1, $9, $10, to_timestamp($11), to_timestamp($12), $3, 1, true, 1, 0, 0, 0,
           'pending', $7, $7
     WHERE $9::uuid IS NOT NULL
), award AS (
    INSERT INTO award_lines (id, application_id, funder, pool_id, amount_fen)
    SELECT $13, $1, 'government', $9, $3 WHERE $9::uuid IS NOT NULL
), receipt AS (
    INSERT INTO receipts (id, application_id, kid, token, issued_at) VALUES ($14, $1, $15, $16, $7)
), review AS (
    INSERT INTO reviews (id, application_id, stage, role, round, state, opened_at, out_of_order,
                         order_key)
    VALUES ($17, $1, $2, $18, 1, 'open', $7, false,
            order_key(to_timestamp($11), to_timestamp($12), $10))
), taken AS (
    {take_slots(uscc="$19", applicant="$1", at="$7", ids="$20", exclusions="$21")}
), {job_part("$25", "$26")}
SELECT (SELECT count(*) FROM taken) AS taken,
       {_SAME_PAPERS.format(ids="$27")} AS same_papers,
       append_audit('application', $1, $7, $22, $23, '{_EVENT}', $24) AS audit_id
"""


@dataclass(frozen=True, slots=True)
class NewClaim:
    """The claim that a submission makes; `later`, `earlier` are whole seconds since 1970."""

    id: UUID
    pool_id: UUID
    sequence: int
    later: int
    earlier: int


@dataclass(frozen=True, slots=True)
class Submission:
    """What is written when an application is submitted; amounts in fen, `history` JSON.

    `award_fen` is claimed from the pool; `shown_fen` is None until the deciding body sets it.
    """

    application_id: UUID
    at: datetime
    stage: str
    role: str
    review_id: UUID
    award_id: UUID
    award_fen: int
    shown_fen: int | None
    split: tuple[int, int, int] | None
    claim: NewClaim | None
    receipt_id: UUID
    kid: str
    receipt: str
    uscc: str
    exclusions: Sequence[tuple[UUID, str]]
    actor_id: UUID
    actor_role: str
    detail: str
    entrypoint: str
    papers: Sequence[UUID]
    region_class: str | None = None
    history: str | None = None


async def read_for_submission(tx: Tx, application_id: UUID, user_id: UUID) -> asyncpg.Record | None:
    """The application with all that judges it, its row locked; None if it is not the person's."""
    return await tx.raw.fetchrow(_READ, application_id, user_id)


async def has_same_papers(tx: Tx, application_id: UUID, papers: Sequence[UUID]) -> bool:
    """Whether these (by id, in order) are its papers now; the caller holds the application's row."""
    statement = f"SELECT {_SAME_PAPERS.format(ids='$2')}"
    return bool(await tx.raw.fetchval(statement, application_id, list(papers)))


async def write_submission(tx: Tx, it: Submission) -> Outcome:
    """Write it all; after anything but `written` the caller must roll back.

    `taken`: an exclusion had no free slot, or another submission took it at the same moment.
    `papers_changed`: they are not those that were judged.
    """
    claim: Any = it.claim
    row = await tx.raw.fetchrow(
        _WRITE,
        it.application_id,
        it.stage,
        it.award_fen,
        *(it.split or (None, None, None)),
        it.at,
        claim.id if claim else None,
        claim.pool_id if claim else None,
        claim.sequence if claim else None,
        claim.later if claim else None,
        claim.earlier if claim else None,
        it.award_id,
        it.receipt_id,
        it.kid,
        it.receipt,
        it.review_id,
        it.role,
        it.uscc,
        [exclusion_id for exclusion_id, _ in it.exclusions],
        [exclusion for _, exclusion in it.exclusions],
        it.actor_id,
        it.actor_role,
        it.detail,
        it.entrypoint,
        it.application_id.bytes,
        list(it.papers),
        it.region_class,
        it.history,
        it.shown_fen,
    )
    if not row["same_papers"]:
        return "papers_changed"
    return "written" if row["taken"] == len(it.exclusions) else "taken"


def submitted_row(row: Any, it: Submission) -> Mapping[str, Any]:
    """What `application_rows` would read after `write_submission`, from what was read before it."""
    government_fen, platform_fen, enterprise_fen = it.split or (None, None, None)
    line = {"at": it.at, "actor_role": it.actor_role, "event": _EVENT, "comment": None}
    earlier = row["timeline"] or "[]"
    return dict(row) | {
        "status": "in_review",
        "stage": it.stage,
        "award_fen": it.shown_fen,
        "government_fen": government_fen,
        "platform_fen": platform_fen,
        "enterprise_fen": enterprise_fen,
        "version": row["version"] + 1,
        "submitted_at": it.at,
        "receipt": it.receipt,
        "corrections": None,
        "timeline": _appended(earlier, msgspec.json.encode(line).decode()),
    }


def _appended(array: str, item: str) -> str:
    """A JSON array with one more item."""
    head = array.rstrip().removesuffix("]").rstrip()
    return f"{head}{'' if head == '[' else ','}{item}]"
