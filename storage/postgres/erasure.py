"""What goes with a person who is erased, and what stays of them, table by table.

Their key goes too (`persons.forget_person`), so that no cipher of theirs can be read again. What
others wrote about them, and what they did for a firm, stays under an id that leads to nobody; so do
their objections to public notices, and the papers with appeals and objections (`attachments`), until
`keep_years` are over.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from storage.postgres.core.rows import list_ids
from storage.postgres.core.transaction import Tx

FORGOTTEN: Final = (
    *("devices", "dispatches", "favourites", "message_settings", "notifications", "person_keys"),
)
"""Tables whose rows about the person are deleted."""

KEPT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "grants": "staff have them, who are not erased",
        "sessions": "all are ended; pruned with the others, and no word of the person is in them",
        "consents": "that they agreed, to which text and when: proof that the law has us keep",
        "consent_ledger": "grows only; counts messages, and names nobody",
    }
)
"""Tables whose rows stay, and why."""

# What was never handed in is nobody's record: its words and papers go, its number stays.
_DRAFTS: Final = """
SELECT id FROM applications
 WHERE enterprise_id = $1 AND submitted_at IS NULL AND filed_by = 'enterprise' ORDER BY id
"""
_BLANK: Final = """
UPDATE applications SET contract_no = NULL, payer = NULL, voucher_no = NULL,
       facts = '{}', version = version + 1, updated_at = $2
 WHERE id = ANY($1)
"""
_PAPERS: Final = """
UPDATE evidence SET deleted_at = $2, deleted_by_id = $3
 WHERE application_id = ANY($1) AND deleted_at IS NULL RETURNING id
"""
_PARTS: Final = ("payments", "application_clients")
_WORDS: Final = """
DELETE FROM audit_comments c USING audit l
 WHERE l.id = c.audit_id AND l.actor_id = $1 AND l.subject_kind = 'application'
   AND EXISTS (SELECT FROM applications a WHERE a.id = l.subject_id AND a.submitted_at IS NULL)
"""


async def forget_rows(tx: Tx, user_id: UUID) -> None:
    """Delete the rows of `FORGOTTEN`. The caller holds the person."""
    for table in FORGOTTEN:
        await tx.raw.execute(f"DELETE FROM {table} WHERE user_id = $1", user_id)


async def forget_words(tx: Tx, user_id: UUID) -> None:
    """What they wrote on applications that were never handed in; the chain shows that words were."""
    await tx.raw.execute(_WORDS, user_id)


async def forget_drafts(tx: Tx, enterprise_id: UUID, *, by: UUID, at: datetime) -> list[UUID]:
    """What a firm never handed in is emptied; the papers whose files are to be deleted.

    The caller holds the firm, and has closed its drafts.
    """
    drafts = await list_ids(_DRAFTS, enterprise_id, tx=tx)
    papers = await list_ids(_PAPERS, drafts, at, by, tx=tx)
    for table in _PARTS:
        await tx.raw.execute(f"DELETE FROM {table} WHERE application_id = ANY($1)", drafts)
    await tx.raw.execute(_BLANK, drafts, at)
    return papers
