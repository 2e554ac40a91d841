"""Links to one page of a paper: made, used once, thrown away."""

from datetime import datetime
from uuid import UUID

import msgspec

from models.tables.evidence import PaperLink
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx

# Of two who come with one link the row's lock lets one be first.
_USE = """
WITH held AS (SELECT * FROM paper_links WHERE token_hash = $1 FOR UPDATE),
used AS (
    UPDATE paper_links l SET used_at = $2 FROM held
     WHERE l.token_hash = held.token_hash AND held.used_at IS NULL AND held.expires_at > $2
)
SELECT evidence_id, user_id, page, used_at IS NULL AND expires_at > $2 AS usable FROM held
"""


class UsedLink(msgspec.Struct, frozen=True):
    """A link that somebody came with; `usable`: for the first time, and in time."""

    evidence_id: UUID
    user_id: UUID
    page: int
    usable: bool


async def add_link(tx: Tx, link: PaperLink) -> None:
    await link.save(using_db=tx.connection, force_create=True)


async def use_link(tx: Tx, token_hash: str, *, at: datetime) -> UsedLink | None:
    """The link, which works no more after this; None for one that was never made."""
    return await find_row(UsedLink, _USE, token_hash, at, tx=tx)
