"""Everything that is held of a person, as statements: one file of the export each, a row a line.

What they did is read along the chains that they have a part in, since the whole chain has no index
by who acted. Hashes and keys of theirs are nobody's to read, and stay out.
"""

from collections.abc import AsyncIterator, Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

import msgspec

from storage.postgres.application_rows import SHOWN_TO_MEMBERS
from storage.postgres.core.rows import list_rows
from storage.postgres.held_contents import shown_content
from storage.postgres.notifications import SHOWN

_PAGE: Final = 500
_MINE: Final = f"""applications a JOIN enterprise_members m ON m.enterprise_id = a.enterprise_id
    AND m.user_id = $1 AND m.left_at IS NULL WHERE {SHOWN_TO_MEMBERS}"""
_OF_MINE: Final = f"""(t.appeal_id IN (SELECT p.id FROM appeals p
     WHERE p.application_id IN (SELECT a.id FROM {_MINE}))
  OR t.objection_id IN (SELECT o.id FROM objections o WHERE o.raised_by_id = $1))"""
_ANSWER_SHOWN: Final = shown_content("rating_answer", "r.id")

HELD: Final[Mapping[str, str]] = MappingProxyType(
    {
        "consents": "SELECT c.id::text AS key, c.text_version, c.at FROM consents c"
        " WHERE c.user_id = $1",
        "consent_ledger": "SELECT lpad(l.id::text, 20, '0') AS key, l.template_id, l.delta, l.source,"
        " l.at FROM consent_ledger l WHERE l.user_id = $1",
        "sessions": "SELECT s.created_at::text || left(s.token_hash, 8) AS key, s.created_at,"
        " s.expires_at, s.revoked_at FROM sessions s WHERE s.user_id = $1",
        "favourites": "SELECT to_jsonb(f) ->> 'id' AS key, to_jsonb(f) - 'user_id' AS favourite"
        " FROM favourites f WHERE f.user_id = $1",
        "memberships": "SELECT m.id::text AS key, m.enterprise_id, e.name, m.role, m.joined_at,"
        " m.left_at FROM enterprise_members m JOIN enterprises e ON e.id = m.enterprise_id"
        " WHERE m.user_id = $1",
        "firms": "SELECT e.id::text AS key, e.id, e.uscc, e.name, e.district, e.sector, e.employees,"
        " e.annual_revenue_fen, e.registered_on, e.registered_city, e.in_service_zone, e.state,"
        " e.verified_at, e.created_at FROM enterprises e JOIN enterprise_members m"
        " ON m.enterprise_id = e.id AND m.user_id = $1 AND m.left_at IS NULL",
        "invitations": "SELECT i.id::text AS key, i.enterprise_id, i.role, i.created_at, i.expires_at,"
        " i.used_at, i.withdrawn_at FROM invitations i WHERE i.invited_by_id = $1 AND i.enterprise_id IN"
        " (SELECT m.enterprise_id FROM enterprise_members m WHERE m.user_id = $1)",
        "disputes": "SELECT d.id::text AS key, d.enterprise_id, d.reason, d.state, d.raised_at,"
        " d.decided_at, d.decision FROM disputes d WHERE d.raised_by_id = $1",
        "objections": "SELECT o.id::text AS key, o.notice_id, o.reason, o.state, o.raised_at,"
        " o.answer, o.answered_at FROM objections o WHERE o.raised_by_id = $1",
        "message_settings": "SELECT s.id::text AS key, s.quiet, s.quiet_from, s.quiet_to, s.english"
        " FROM message_settings s WHERE s.user_id = $1",
        "dispatches": "SELECT d.id::text AS key, d.notification_id, d.channel, d.state, d.reason,"
        " d.called_at FROM dispatches d WHERE d.user_id = $1",
        "ratings": "SELECT r.id::text AS key, r.application_id, r.platform_id, r.stars, r.words,"
        f" r.rated_at, CASE WHEN {_ANSWER_SHOWN} THEN r.answer END AS answer FROM ratings r"
        " WHERE r.rated_by_id = $1 AND r.enterprise_id IN"
        " (SELECT m.enterprise_id FROM enterprise_members m WHERE m.user_id = $1)",
        "notifications": "SELECT n.id::text AS key, n.event, n.title, n.body, n.data, n.application_id,"
        " n.created_at, n.read_at, n.message_state FROM notifications n"
        f" WHERE n.user_id = $1 AND {SHOWN}",
        "applications": "SELECT a.id::text AS key, a.id, a.number, a.edition_id AS edition, a.track,"
        " a.status, a.stage, a.contract_no, a.signed_at, a.paid_at, a.fee_fen, a.paid_fen, a.payer,"
        " a.voucher_no, a.facts, a.award_fen, a.filed_by, a.submitted_at, a.ended_at, a.created_at,"
        f" a.created_by_id = $1 AS begun_by_you FROM {_MINE}",
        "appeals": "SELECT p.id::text AS key, p.application_id, p.reason, p.state, p.raised_at,"
        " p.decision, p.decided_at FROM appeals p WHERE p.raised_by_id = $1 AND p.application_id IN"
        f" (SELECT a.id FROM {_MINE})",
        "papers": "SELECT v.id::text AS key, v.application_id, v.kind, v.name, v.size, v.sha256,"
        " v.state, v.uploaded_at FROM evidence v WHERE v.uploaded_by_id = $1"
        f" AND v.deleted_at IS NULL AND v.application_id IN (SELECT a.id FROM {_MINE})",
        "attachments": "SELECT t.id::text AS key, t.id, t.appeal_id, t.objection_id, t.name, t.size,"
        " t.sha256, t.state, t.uploaded_at FROM attachments t WHERE t.uploaded_by_id = $1"
        f" AND t.deleted_at IS NULL AND {_OF_MINE}",
        "views": "SELECT lpad(w.id::text, 20, '0') AS key, w.evidence_id, w.at FROM evidence_views w"
        " WHERE w.user_id = $1 AND w.evidence_id IN (SELECT v.id FROM evidence v"
        f" WHERE v.application_id IN (SELECT a.id FROM {_MINE}))",
        "attachment_views": "SELECT lpad(w.id::text, 20, '0') AS key, w.attachment_id, w.at"
        " FROM attachment_views w JOIN attachments t ON t.id = w.attachment_id"
        f" WHERE w.user_id = $1 AND {_OF_MINE}",
        "acts": "SELECT lpad(l.id::text, 20, '0') AS key, l.at, l.subject_kind, l.subject_id, l.event,"
        " l.detail, w.text AS words FROM audit l LEFT JOIN audit_comments w ON w.audit_id = l.id"
        " WHERE l.actor_id = $1 AND (l.subject_kind, l.subject_id) IN (SELECT 'person', $1"
        " UNION ALL SELECT 'enterprise', m.enterprise_id FROM enterprise_members m WHERE m.user_id = $1"
        f" UNION ALL SELECT 'application', a.id FROM {_MINE})",
    }
)
"""By the name of its file; `key` orders the rows."""

NOT_HELD: Final[Mapping[str, str]] = MappingProxyType(
    {
        "devices": "hashes, of staff alone",
        "grants": "of staff, who ask their body",
        "person_keys": "the key that all else is encrypted with",
    }
)
"""Tables of persons that the export leaves out, and why."""


class _Line(msgspec.Struct, frozen=True):
    key: str
    line: str


async def read_held(name: str, user_id: UUID) -> AsyncIterator[list[str]]:
    """The rows of one file as JSON objects, a page at a time. Raises StoreUnavailable."""
    statement = (
        f"SELECT h.key, (to_jsonb(h) - 'key')::text AS line FROM ({HELD[name]}) h"
        ' WHERE h.key COLLATE "C" > $2 ORDER BY h.key COLLATE "C" LIMIT $3'
    )
    after = ""
    while rows := await list_rows(_Line, statement, user_id, after, _PAGE, tx=None):
        yield [row.line for row in rows]
        after = rows[-1].key
