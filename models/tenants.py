"""Whose every record is: the column that says so, table by table, up to whom it belongs to in the end.

A table without its line here, or one whose column may be empty, fails tests/architecture.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

ROOTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "programmes": "the place where the programme is at home: `city`, `district`",
        "enterprises": "the place where the firm is registered: `registered_city`, `district`",
        "organisations": "those who act for it by a grant",
        "users": "the person",
        "installation": "the operator: no route reaches it",
        "everywhere": "every programme's reviewers, who must name the firm's code",
    }
)
"""In whom every path ends, and what that means."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """`column` of a row names its row in `parent`; without a column all rows are the parent's.

    `acts`: who may act on it beside reading, in words. With `or_else` exactly one of the two
    columns is filled, which the table itself holds.
    """

    parent: str
    column: str | None
    acts: str
    or_else: tuple[str, str] | None = None


_EDITION: Final = ("editions", "edition_id")
_APPLICATION: Final = ("applications", "application_id")
_FIRM: Final = ("enterprises", "enterprise_id")
_POOL: Final = ("pools", "pool_id")
_PERSON: Final = ("users", "user_id")
_NOBODY: Final = "nobody: it is written and read"

TENANTS: Final[Mapping[str, Tenant]] = MappingProxyType(
    {
        # Firms and who acts for them
        "enterprise_members": Tenant(*_FIRM, "the firm's owner; the member, to leave"),
        "invitations": Tenant(*_FIRM, "the firm's owner; whoever has the token, once"),
        "disputes": Tenant(
            *_FIRM, "authorities of the city that it was raised in (its own `city`, `district`)"
        ),
        "payees": Tenant(
            *_FIRM,
            "its owner, or the platform's people; authorities verify",
            or_else=("organisations", "organisation_id"),
        ),
        # Platforms
        "platforms": Tenant("organisations", "organisation_id", "its own people"),
        "ratings": Tenant(
            *_FIRM, "the firm's owner, for a month; the platform's people answer it once"
        ),
        "platform_pictures": Tenant("platforms", "platform_id", "the platform's people"),
        "plans": Tenant("platforms", "platform_id", "the platform's people"),
        "participations": Tenant(*_EDITION, "the platform's people"),
        "uploads": Tenant(
            "platforms", "platform_id", "the platform's people, until a batch needs it"
        ),
        "batches": Tenant("platforms", "platform_id", "the platform's people"),
        "batch_rows": Tenant("batches", "batch_id", "the platform's people"),
        "held_contents": Tenant(
            "platforms",
            "platform_id",
            "authorities let it through or refuse it",
            or_else=_EDITION,
        ),
        # Programmes
        "editions": Tenant("programmes", "programme_id", "the programme's authority"),
        "rule_versions": Tenant(*_EDITION, _NOBODY),
        "rule_sources": Tenant("rule_versions", "version_id", _NOBODY),
        "file_proposals": Tenant(
            "organisations",
            "organisation_id",
            "who proposed them withdraws; a second person of the authority publishes or refuses",
        ),
        "tracks": Tenant(*_EDITION, _NOBODY),
        "pools": Tenant(*_EDITION, "the programme's authority"),
        "pool_ledger": Tenant(*_POOL, _NOBODY),
        "claims": Tenant(*_POOL, "what happens to its application"),
        "claim_log": Tenant("claims", "claim_id", _NOBODY),
        "ranking_differences": Tenant(*_POOL, _NOBODY),
        "waivers": Tenant(*_EDITION, "the programme's authority"),
        "scorings": Tenant(*_EDITION, "the programme's authority"),
        "scored_places": Tenant("scorings", "scoring_id", _NOBODY),
        "notices": Tenant(*_EDITION, "the programme's authority"),
        "notice_entries": Tenant("notices", "notice_id", _NOBODY),
        "objections": Tenant("notices", "notice_id", "the programme's authority answers"),
        "recognitions": Tenant("programmes", "programme_id", "the programme's authority"),
        "recognition_reports": Tenant("recognitions", "recognition_id", _NOBODY),
        "payouts": Tenant(*_EDITION, "the programme's authority"),
        "payout_lines": Tenant("payouts", "payout_id", "the programme's authority"),
        "payout_items": Tenant("payout_lines", "line_id", _NOBODY),
        # Applications
        "applications": Tenant(
            *_EDITION, "who acts for the firm; in their step its platform and reviewers"
        ),
        "payments": Tenant(*_APPLICATION, "who acts for the firm"),
        "application_clients": Tenant(*_APPLICATION, "who acts for the firm"),
        "award_lines": Tenant(*_APPLICATION, _NOBODY),
        "entitlements": Tenant(*_APPLICATION, _NOBODY),
        "receipts": Tenant(*_APPLICATION, _NOBODY),
        "evidence": Tenant(*_APPLICATION, "who acts for the firm, while it can be edited"),
        "invoices": Tenant("evidence", "evidence_id", _NOBODY),
        "paper_links": Tenant("evidence", "evidence_id", _NOBODY),
        "evidence_views": Tenant("evidence", "evidence_id", _NOBODY),
        "reviews": Tenant(*_APPLICATION, "reviewers of its step within their grant"),
        "corrections": Tenant(*_APPLICATION, "who acts for the firm answers"),
        "appeals": Tenant(*_APPLICATION, "the programme's authority decides"),
        "attachments": Tenant(
            "appeals",
            "appeal_id",
            "who raised the appeal or objection, until it is answered",
            or_else=("objections", "objection_id"),
        ),
        "attachment_views": Tenant("attachments", "attachment_id", _NOBODY),
        "conflict_declarations": Tenant(*_APPLICATION, "the expert"),
        "scores": Tenant("reviews", "review_id", "the expert, until the round closes"),
        "credit_records": Tenant("everywhere", None, "the authority that revokes makes one"),
        # Persons
        "grants": Tenant(*_PERSON, "the operator"),
        "sessions": Tenant(*_PERSON, "the person; the operator ends them"),
        "devices": Tenant(*_PERSON, "the person"),
        "person_keys": Tenant(*_PERSON, _NOBODY),
        "consents": Tenant(*_PERSON, "the person"),
        "consent_ledger": Tenant(*_PERSON, "the person"),
        "notifications": Tenant(*_PERSON, "the person, while they act for the firm it is about"),
        "favourites": Tenant(*_PERSON, "the person"),
        "dispatches": Tenant(*_PERSON, _NOBODY),
        "message_settings": Tenant(*_PERSON, "the person"),
        # The installation
        "receipt_keys": Tenant("installation", None, "the operator"),
        "login_failures": Tenant("installation", None, _NOBODY),
        "idempotency_records": Tenant("installation", None, "who sent the key: their id is in it"),
        "push_events": Tenant("installation", None, _NOBODY),
        "upkeep": Tenant("installation", None, _NOBODY),
        "audit": Tenant("installation", None, _NOBODY),
        "audit_comments": Tenant("installation", None, _NOBODY),
        **dict.fromkeys(
            ("pgqueuer", "pgqueuer_log", "pgqueuer_schedules", "pgqueuer_statistics"),
            Tenant("installation", None, "the operator: `jobs held`, `jobs retry`"),
        ),
    }
)
