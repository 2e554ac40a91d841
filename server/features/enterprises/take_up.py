"""Taking up a firm: a code that nobody acts for yet becomes somebody's."""

from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from models.tables.enterprises import Enterprise, EnterpriseMember
from server.features.enterprises.fixed_name import is_decided_by
from server.features.enterprises.particulars import write_particulars
from server.features.enterprises.refusals import YOURS_ALREADY, EnterpriseClaimed
from server.features.enterprises.schemas import FirmRecord
from storage.postgres.applications import move_drafts
from storage.postgres.core.transaction import Tx
from storage.postgres.enterprises import add_enterprise, mark_claimed
from storage.postgres.payees import retire_firm_payee


async def take_up_firm(
    tx: Tx,
    uscc: str,
    given: FirmRecord,
    *,
    now: datetime,
    code_basis: str = "standard",
    user_id: UUID | None = None,
) -> tuple[Enterprise, bool]:
    """The firm with its row held, and whether it is new here; `claimed`, which proves nothing yet.

    A firm that was filed and that nobody acts for is taken over with what is given now; its name
    stands while what was filed for it is under review, as it does for its owner.
    `code_basis`: of a new one; `user_id`: the person it is for, if it is one. Raises
    EnterpriseClaimed. The caller enters the member.
    """
    made = Enterprise(uscc=uscc, state="claimed", created_at=now, code_basis=code_basis)
    write_particulars(made, given)
    added = await add_enterprise(tx, made)
    enterprise = await hold_by_uscc(tx, uscc)
    if not added:
        await refuse_held(tx, enterprise, user_id)
        if await is_decided_by(tx, enterprise.id):
            given = replace(given, name=enterprise.name)
        write_particulars(enterprise, given)
        await mark_claimed(tx, enterprise)
        # An account that somebody named who left the firm is not the account of who comes.
        await retire_firm_payee(tx, enterprise.id, at=now)
        await move_drafts(tx, enterprise.id, enterprise.district)
    return enterprise, added


async def hold_by_uscc(tx: Tx, uscc: str) -> Enterprise:
    """The row, held until the transaction ends; there is one of this code."""
    query = Enterprise.filter(uscc=uscc).using_db(tx.connection)
    return await query.select_for_update().get()


async def refuse_held(tx: Tx, enterprise: Enterprise, user_id: UUID | None = None) -> None:
    """Raises EnterpriseClaimed if anybody acts for it, `user_id` too; the caller holds its row."""
    members = EnterpriseMember.filter(enterprise_id=enterprise.id, left_at=None)
    held_by = [member.user_id for member in await members.using_db(tx.connection)]
    if held_by:
        raise EnterpriseClaimed(YOURS_ALREADY if user_id in held_by else None)
