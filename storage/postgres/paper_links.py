"""Links to one page of a paper: made, used once, thrown away."""

from datetime import datetime
from uuid import UUID

import msgspec

from models.tables.evidence import PaperLink
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx

_COLUMNS = "evidence_id, user_id, session, page, used_at IS NULL AND expires_at > $2 AS usable"
# Of two who come with one link the row's lock lets one be first.
_USE = f"""
WITH held AS (SELECT * FROM paper_links WHERE token_hash = $1 FOR UPDATE),
used AS (
    UPDATE paper_links l SET used_at = $2 FROM held
     WHERE l.token_hash = held.token_hash AND held.used_at IS NULL AND held.expires_at > $2
)
SELECT {_COLUMNS} FROM held
"""
_FIND = f"SELECT {_COLUMNS} FROM paper_links WHERE token_hash = $1"


class FoundLink(msgspec.Struct, frozen=True):
    """A link that somebody came with; `usable`: not used yet, and in time."""

    evidence_id: UUID
    user_id: UUID
    session: str | None
    page: int
    usable: bool


async def add_link(tx: Tx, link: PaperLink) -> None:
    await link.save(using_db=tx.connection, force_create=True)


async def find_link(token_hash: str, *, at: datetime) -> FoundLink | None:
    """The link as it stands; None for one that was never made. Raises StoreUnavailable."""
    return await find_row(FoundLink, _FIND, token_hash, at, tx=None)


async def use_link(tx: Tx, token_hash: str, *, at: datetime) -> FoundLink | None:
    """The link, which works no more after this; None for one that was never made."""
    return await find_row(FoundLink, _USE, token_hash, at, tx=tx)
