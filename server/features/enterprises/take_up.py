"""Taking up a firm: a code that nobody acts for yet becomes somebody's."""

from datetime import datetime

from models.tables.enterprises import Enterprise, EnterpriseMember
from models.tables.ids import new_id
from server.features.enterprises.particulars import write_particulars
from server.features.enterprises.refusals import EnterpriseClaimed
from server.features.enterprises.schemas import FirmRecord
from storage.postgres.core.transaction import Tx

_ADD = """
    INSERT INTO enterprises (id, uscc, name, district, sector, employees, annual_revenue_fen,
        registered_on, registered_city, in_service_zone, state, version, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'claimed', 1, $11)
    ON CONFLICT (uscc) DO NOTHING RETURNING id
"""


async def take_up_firm(
    tx: Tx, uscc: str, given: FirmRecord, *, now: datetime
) -> tuple[Enterprise, bool]:
    """The firm with its row held, and whether it is new here; `claimed`, which proves nothing yet.

    A firm that was filed and that nobody acts for is taken over with what is given now.
    Raises EnterpriseClaimed. The caller enters the member.
    """
    added = await _add(tx, uscc, given, now)
    enterprise = await hold_by_uscc(tx, uscc)
    if not added:
        await _take_over(tx, enterprise, given)
    return enterprise, added


async def hold_by_uscc(tx: Tx, uscc: str) -> Enterprise:
    """The row, held until the transaction ends; there is one of this code."""
    query = Enterprise.filter(uscc=uscc).using_db(tx.connection)
    return await query.select_for_update().get()


async def refuse_held(tx: Tx, enterprise: Enterprise) -> None:
    """Raises EnterpriseClaimed if anybody acts for it; the caller holds its row."""
    members = EnterpriseMember.filter(enterprise_id=enterprise.id, left_at=None)
    if await members.using_db(tx.connection).exists():
        raise EnterpriseClaimed()


async def _add(tx: Tx, uscc: str, given: FirmRecord, now: datetime) -> bool:
    """False if the code is known already; two who register it at once come one after the other."""
    made = await tx.raw.fetchval(
        _ADD,
        new_id(),
        uscc,
        given.name,
        given.district,
        given.sector,
        given.employees,
        given.annual_revenue_fen,
        given.registered_on,
        given.registered_city,
        given.in_service_zone,
        now,
    )
    return made is not None


async def _take_over(tx: Tx, enterprise: Enterprise, given: FirmRecord) -> None:
    await refuse_held(tx, enterprise)
    write_particulars(enterprise, given)
    enterprise.state = "claimed"
    enterprise.version += 1
    await enterprise.save(using_db=tx.connection)
