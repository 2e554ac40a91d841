"""Reads everything that an application shows, in one round trip."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from models.rules.lifecycle import StageKind, Status
from models.rules.line.order_key import Precision
from storage.postgres.core.rows import list_rows

EVIDENCE = """(SELECT json_agg(json_build_object(
            'id', v.id, 'kind', v.kind, 'name', v.name, 'size', v.size,
            'content_type', v.content_type, 'sha256', v.sha256, 'uploaded_at', v.uploaded_at,
            'replaced_by', v.replaced_by_id, 'state', v.state, 'fault', v.fault, 'pages', v.pages,
            'previews', v.previews, 'invoice', (
                SELECT json_build_object(
                       'number', i.number, 'code', i.code, 'issued_on', i.issued_on,
                       'total_fen', i.total_fen, 'net_fen', i.net_fen,
                       'buyer', json_build_object('name', i.buyer_name, 'code', i.buyer_code),
                       'seller', json_build_object('name', i.seller_name, 'code', i.seller_code),
                       'sources', i.sources, 'contradicted', i.contradicted)
                  FROM invoices i WHERE i.evidence_id = v.id))
            ORDER BY v.id)::text
          FROM evidence v WHERE v.application_id = a.id AND v.deleted_at IS NULL) AS evidence"""
TIMELINE = """(SELECT json_agg(json_build_object(
            'at', l.at, 'actor_role', l.actor_role, 'event', l.event, 'comment', w.text,
            'bulk', CASE WHEN l.event LIKE '%.passed'
                         THEN coalesce((l.detail::jsonb ->> 'bulk')::boolean, false)
                         ELSE false END)
            ORDER BY l.seq)::text
          FROM audit l LEFT JOIN audit_comments w ON w.audit_id = l.id
         WHERE l.subject_kind = 'application' AND l.subject_id = a.id) AS timeline"""
"""Lists that an application `a` is shown with, as JSON."""
SHOWN_TO_MEMBERS = """EXISTS (
    SELECT 1 FROM enterprises f WHERE f.id = a.enterprise_id
       AND (f.state = 'verified' OR a.filed_by <> 'platform'
                                AND coalesce(f.released_at < a.created_at, true)))"""
"""Whether who acts for its firm may see an application `a`.

Anybody can register a firm; what its platform filed is for those who were verified, and so is what
others filed who left it with nobody.
"""

FILED_BY_THEM = """(a.filed_by = 'platform' AND a.confirmed_at IS NULL AND a.ended_at IS NULL
   AND EXISTS (
    SELECT 1 FROM grants g
      JOIN platforms gp ON gp.organisation_id = g.organisation_id
      JOIN editions ge ON ge.code = a.edition_id
     WHERE gp.id = a.platform_id AND g.user_id = $2 AND g.role = 'platform'
       AND g.valid_from <= now() AND (g.valid_to IS NULL OR g.valid_to > now())
       AND coalesce(g.programme_code = ge.programme_id, true)
       AND coalesce(g.edition_code = a.edition_id, true)
       AND coalesce(g.district = a.district, true)))"""
"""Whether the person `$2` acts for the platform that filed `a`, which goes on without its firm's yes.

As far as `Scope` reaches (`server/features/identity/scope.py`); sent back, it is theirs to correct.
"""

OF_MEMBERS = f"""{SHOWN_TO_MEMBERS} AND EXISTS (
       SELECT 1 FROM enterprise_members m WHERE m.enterprise_id = a.enterprise_id
          AND m.user_id = $2 AND m.left_at IS NULL)
"""
"""Whether the person `$2` acts for the firm of `a`, and may see it."""

# Sub-selects rather than joins: each list is short, and one application is read far more often
# than many.
_SELECT = f"""
SELECT a.id, a.number, a.edition_id, a.track, a.rule_version_id, a.status, a.stage,
       a.enterprise_id, e.name AS enterprise_name, e.uscc,
       a.platform_id, p.name AS platform_name, pf.uscc AS platform_uscc,
       a.plan_id, pl.title AS plan_title, a.plan_fee_fen,
       a.contract_no, a.signed_at, a.signed_precision, a.paid_at, a.paid_precision,
       a.fee_fen, a.paid_fen, a.payer, a.voucher_no, a.facts::text AS facts, a.award_fen,
       a.submitted_at, a.filed_by, a.confirmed_at, a.confirm_by, a.created_at, a.version,
       c.id AS claim_id, c.pool_id, c.live, c.locked_at, c.granted_fen,
       {EVIDENCE},
       {TIMELINE},
       (SELECT json_agg(json_build_object(
            'item', k.item, 'reason', k.reason, 'due_on', k.due_on,
            'answer', k.answer) ORDER BY k.asked_at, k.id)::text
          FROM corrections k WHERE k.application_id = a.id AND k.resolved_at IS NULL) AS corrections,
       (SELECT r.token FROM receipts r WHERE r.application_id = a.id
         ORDER BY r.issued_at DESC LIMIT 1) AS receipt
  FROM applications a
  LEFT JOIN enterprises e ON e.id = a.enterprise_id
  LEFT JOIN platforms p ON p.id = a.platform_id
  LEFT JOIN plans pl ON pl.id = a.plan_id
  LEFT JOIN enterprises pf ON pf.id = p.enterprise_id
  LEFT JOIN LATERAL (SELECT * FROM claims c WHERE c.application_id = a.id
                      ORDER BY c.sequence DESC LIMIT 1) c ON true
"""
_OF_FIRM = f" WHERE a.id = $1 AND {OF_MEMBERS}"
_OWN = f" WHERE a.id = $1 AND ({FILED_BY_THEM} OR {OF_MEMBERS})"


class ApplicationColumns(msgspec.Struct, frozen=True, kw_only=True):
    """What is read of an application to be submitted or shown; lists and `facts` as JSON."""

    id: UUID
    number: str
    edition_id: str
    track: str
    rule_version_id: UUID
    status: Status
    stage: StageKind | None
    enterprise_id: UUID | None
    enterprise_name: str | None
    uscc: str | None
    platform_id: UUID | None
    platform_name: str | None
    platform_uscc: str | None
    plan_id: UUID | None
    plan_title: str | None
    plan_fee_fen: int | None
    contract_no: str | None
    signed_at: datetime | None
    signed_precision: Precision
    paid_at: datetime | None
    paid_precision: Precision
    fee_fen: int | None
    paid_fen: int | None
    payer: str | None
    voucher_no: str | None
    facts: str
    submitted_at: datetime | None
    filed_by: str
    confirmed_at: datetime | None
    confirm_by: date | None
    version: int
    evidence: str | None
    timeline: str | None


class ShownApplication(ApplicationColumns, frozen=True, kw_only=True):
    """An application as it is shown, but for its place in the line."""

    award_fen: int | None
    corrections: str | None
    receipt: str | None


class ApplicationRow(ShownApplication, frozen=True, kw_only=True):
    """The same with its latest claim, if it has one."""

    created_at: datetime
    claim_id: UUID | None
    pool_id: UUID | None
    live: bool | None
    locked_at: datetime | None
    granted_fen: int | None


async def fetch_applications(where: str, *values: object) -> list[ApplicationRow]:
    """Rows for `where` (over `a`, with `$1…`; written here in the house, never by a user)."""
    return await list_rows(ApplicationRow, _SELECT + where, *values, tx=None)


async def fetch_application(application_id: UUID) -> ApplicationRow | None:
    """One application, whoever it belongs to; the caller has checked that it may be seen."""
    rows = await fetch_applications("WHERE a.id = $1", application_id)
    return rows[0] if rows else None


async def fetch_own_application(application_id: UUID, user_id: UUID) -> ApplicationRow | None:
    """One application of a firm that the person acts for, or that their platform has just filed."""
    rows = await fetch_applications(_OWN, application_id, user_id)
    return rows[0] if rows else None


async def fetch_application_of_firm(application_id: UUID, user_id: UUID) -> ApplicationRow | None:
    """One application of a firm that the person acts for, whatever their platform has filed."""
    rows = await fetch_applications(_OF_FIRM, application_id, user_id)
    return rows[0] if rows else None
