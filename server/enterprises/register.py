"""An SME registers its firm: a code that is right, and that nobody holds yet."""

from datetime import datetime
from uuid import UUID

from models.tables.enterprises import Enterprise, EnterpriseMember
from models.tables.ids import new_id
from server.audiences import Role
from server.clock import Clock
from server.enterprises.membership import OWNER
from server.enterprises.particulars import check_particulars, write_particulars
from server.enterprises.refusals import EnterpriseClaimed
from server.enterprises.schemas import Particulars
from server.enterprises.verify_by_phone import verify_declared
from storage.postgres.audit import AuditLine, write_audit
from storage.postgres.transaction import Tx, transaction

_ADD = """
    INSERT INTO enterprises (id, uscc, name, district, sector, employees, annual_revenue_fen,
        registered_on, registered_city, in_service_zone, state, version, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'claimed', 1, $11)
    ON CONFLICT (uscc) DO NOTHING RETURNING id
"""


async def register_enterprise(given: Particulars, *, user_id: UUID, clock: Clock) -> UUID:
    """The firm's id; the person becomes its owner, which proves nothing yet (`claimed`).

    A firm that its platform filed and nobody owns is taken over, with the particulars given now;
    it is verified at once if the owner's phone is the contact that the platform declared.
    Raises Invalid, EnterpriseClaimed.
    """
    uscc = check_particulars(given, today=clock.today())
    now = clock.now()
    async with transaction() as tx:
        added = await _add(tx, uscc, given, now)
        enterprise = await _lock(tx, uscc)
        if added is None:
            await _take_over(tx, enterprise, given)
        await EnterpriseMember.create(
            using_db=tx.connection,
            enterprise_id=enterprise.id,
            user_id=user_id,
            role=OWNER,
            joined_at=now,
        )
        event = "enterprise.registered" if added else "enterprise.claimed"
        line = AuditLine("enterprise", enterprise.id, now, user_id, Role.ENTERPRISE, event)
        await write_audit(tx, line)
        await verify_declared(tx, enterprise.id, now)
        tx.created(enterprise.id)
    return enterprise.id


async def _add(tx: Tx, uscc: str, given: Particulars, now: datetime) -> UUID | None:
    """None if the code is known already; two who register it at once come one after the other."""
    made: UUID | None = await tx.raw.fetchval(
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
    return made


async def _lock(tx: Tx, uscc: str) -> Enterprise:
    query = Enterprise.filter(uscc=uscc).using_db(tx.connection)
    return await query.select_for_update().get()


async def _take_over(tx: Tx, enterprise: Enterprise, given: Particulars) -> None:
    members = EnterpriseMember.filter(enterprise_id=enterprise.id, left_at=None)
    if await members.using_db(tx.connection).exists():
        raise EnterpriseClaimed()
    write_particulars(enterprise, given)
    enterprise.state = "claimed"
    enterprise.version += 1
    await enterprise.save(using_db=tx.connection)
