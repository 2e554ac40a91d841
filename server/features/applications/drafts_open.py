"""How many drafts a firm, and a person for all their firms, may have open at once."""

from typing import Final
from uuid import UUID

import msgspec

from models.rules.reasons import Text
from server.allowances import MOST_DRAFTS_OF_FIRM, MOST_DRAFTS_OF_PERSON, MOST_DRAFTS_OF_PLATFORM
from server.edge.web.auth import Identity
from server.errors import AppError
from server.roles import Role
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx

# The person, then the firm, then its membership: in this order, as who removes a member does.
_HOLD: Final = (
    "SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE",
    "SELECT 1 FROM enterprises WHERE id = $1 FOR NO KEY UPDATE",
)
_COUNT: Final = """
SELECT (SELECT count(*) FROM applications WHERE created_by_id = $1 AND status = 'draft') AS own,
       (SELECT count(*) FROM applications WHERE enterprise_id = $2 AND status = 'draft') AS of_firm
"""


class TooManyDrafts(AppError):
    """As many drafts are open as may be."""

    status, code = 409, "too_many_drafts"
    title = Text(
        "还没提交的申请太多了，请先到“我的申请”里提交或撤回几份，再新建",
        "Too many drafts are open; submit or withdraw some under “My applications” first",
    )


class _Open(msgspec.Struct, frozen=True):
    own: int
    of_firm: int


async def hold_drafts(tx: Tx, enterprise_id: UUID, *, by: Identity) -> None:
    """Nobody else of the person, or of the firm, starts one until the transaction ends."""
    for hold, whose in zip(_HOLD, (by.user_id, enterprise_id), strict=True):
        await tx.raw.execute(hold, whose)


async def refuse_too_many(tx: Tx, enterprise_id: UUID, *, by: Identity) -> None:
    """The caller holds them, so that no number of requests at once gets past. Raises TooManyDrafts."""
    (found,) = await list_rows(_Open, _COUNT, by.user_id, enterprise_id, tx=tx)
    most = MOST_DRAFTS_OF_PLATFORM if by.holds(Role.PLATFORM) else MOST_DRAFTS_OF_PERSON
    if found.own >= most or found.of_firm >= MOST_DRAFTS_OF_FIRM:
        raise TooManyDrafts()
