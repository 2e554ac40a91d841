"""Reads of applications what decides whose turn it is, and what may be done by whom."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec

from models.rules.lifecycle import APPEALABLE, StageRole
from storage.postgres.application_rows import FILED_BY_THEM, OF_MEMBERS
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx
from storage.postgres.credit_records import blocks_now
from storage.postgres.money.payees import PAYEE_ID, SUPPLIED

HOLDS_TITLE: Final = """EXISTS (
    SELECT 1 FROM recognitions t WHERE t.application_id = a.id AND t.state = 'valid')"""
"""SQL: whether a title stands on the application `a`."""
ON_OPEN_PAYOUT: Final = """EXISTS (
    SELECT 1 FROM payout_items i JOIN payout_lines l ON l.id = i.line_id
     WHERE i.application_id = a.id AND i.live AND l.state = 'open')"""
"""SQL: whether the payment of the application `a` is just under way."""

_APPEALABLE: Final = ", ".join(f"'{status}'" for status in sorted(APPEALABLE))

# Appeals have an index for open ones alone: of all other applications none are looked for.
_READ: Final = f"""
SELECT a.id, d.opens_at, d.closes_at, d.closed_at,
       d.code AS edition_code, d.programme_id AS programme_code, g.authority_id, a.district,
       f.organisation_id AS platform_organisation_id,
       r.role AS step_role, r.due_on AS step_due_on, r.taken_by_id AS step_taken_by,
       r.touched_at AS step_touched_at,
       (SELECT CASE WHEN NOT n.provisional THEN n.ends_on END
          FROM notice_entries y JOIN notices n ON n.id = y.notice_id
         WHERE y.application_id = a.id AND y.live AND n.state = 'open') AS notice_ends_on,
       coalesce(k.items, '{{}}') AS asked, k.due_on AS correct_by,
       {HOLDS_TITLE} AS holds_title, {ON_OPEN_PAYOUT} AS on_open_payout,
       EXISTS (SELECT 1 FROM credit_records k WHERE {blocks_now("e.uscc")}) AS barred,
       EXISTS (SELECT 1 FROM reviews v WHERE v.application_id = a.id AND v.state = 'done'
                  AND v.verdict <> 'pass') AS decided_against,
       coalesce(p.heard, false) AS heard, coalesce(p.open, false) AS appeal_open,
       EXISTS (SELECT 1 FROM claims c
                WHERE c.application_id = a.id AND c.live AND c.locked_at IS NULL) AS awaits_lock,
       coalesce(e.state = 'verified', false) AS firm_verified,
       (SELECT t.state FROM payees t WHERE t.id = {PAYEE_ID}) AS payee_state,
       {SUPPLIED} AS supplied,
       EXISTS (SELECT 1 FROM enterprise_members m WHERE m.enterprise_id = a.enterprise_id
                  AND m.user_id = $2 AND m.left_at IS NULL) AS is_in_firm,
       ({OF_MEMBERS}) AS is_member, {FILED_BY_THEM} AS is_filer,
       EXISTS (SELECT 1 FROM grants o WHERE o.user_id = $2
                  AND o.organisation_id = f.organisation_id) AS of_its_platform,
       e.state = 'verified' AND e.id IS DISTINCT FROM f.enterprise_id AND EXISTS (
           SELECT 1 FROM enterprise_members w WHERE w.enterprise_id = a.enterprise_id
              AND w.user_id = $2 AND w.role = 'owner' AND w.left_at IS NULL) AS is_verified_owner,
       s.rated_at, s.answered_at IS NOT NULL AS rating_answered
  FROM applications a
  JOIN editions d ON d.code = a.edition_id
  JOIN programmes g ON g.code = d.programme_id
  LEFT JOIN enterprises e ON e.id = a.enterprise_id
  LEFT JOIN platforms f ON f.id = a.platform_id
  LEFT JOIN ratings s ON s.application_id = a.id
  LEFT JOIN LATERAL (SELECT v.role, v.due_on, v.taken_by_id, v.touched_at FROM reviews v
                      WHERE v.application_id = a.id AND v.state = 'open'
                      ORDER BY v.id DESC LIMIT 1) r ON true
  LEFT JOIN LATERAL (SELECT array_agg(k.item::text) AS items, min(k.due_on) AS due_on
                       FROM corrections k
                      WHERE k.application_id = a.id AND k.resolved_at IS NULL) k ON true
  LEFT JOIN LATERAL (SELECT bool_or(p.state IN ('open', 'dismissed')) AS heard,
                            bool_or(p.state = 'open') AS open
                       FROM appeals p
                      WHERE p.application_id = a.id AND a.status IN ({_APPEALABLE})) p ON true
 WHERE a.id = ANY($1)
"""


class ApplicationState(msgspec.Struct, frozen=True, kw_only=True):
    """What stands around an application, for one person.

    `step_…`: of the review that is open; `asked`: what is to be corrected, by
    `correct_by` at the earliest. `barred`: a credit record stands against its firm. `decided_against`:
    a step sent it back or ended it; `heard`: an appeal is open or was dismissed. `payee_state`: of
    the account that it is paid to, None while none was named; `supplied`: its platform is paid for
    it. The person: `is_in_firm`, `is_member` as far as they may see it too, `is_filer` for the
    platform that filed it, `of_its_platform` at any time, `is_verified_owner` of its firm, which is
    not the platform itself. `rated_at`: when the firm first told how content it was.
    """

    id: UUID
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    edition_code: str | None = None
    programme_code: str | None = None
    authority_id: UUID | None = None
    district: str | None = None
    platform_organisation_id: UUID | None = None
    step_role: StageRole | None = None
    step_due_on: date | None = None
    step_taken_by: UUID | None = None
    step_touched_at: datetime | None = None
    notice_ends_on: date | None = None
    asked: frozenset[str] = frozenset()
    correct_by: date | None = None
    holds_title: bool = False
    on_open_payout: bool = False
    barred: bool = False
    decided_against: bool = False
    heard: bool = False
    appeal_open: bool = False
    awaits_lock: bool = False
    firm_verified: bool = False
    payee_state: str | None = None
    supplied: bool | None = None
    is_in_firm: bool = False
    is_member: bool = False
    is_filer: bool = False
    of_its_platform: bool = False
    is_verified_owner: bool | None = None
    rated_at: datetime | None = None
    rating_answered: bool = False


async def read_states(
    application_ids: Sequence[UUID], user_id: UUID, *, tx: Tx | None = None
) -> dict[UUID, ApplicationState]:
    """By id, of those that there are."""
    found = await list_rows(ApplicationState, _READ, list(application_ids), user_id, tx=tx)
    return {one.id: one for one in found}
