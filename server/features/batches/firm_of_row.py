"""The firm that a row names: made where nobody knows it, else as its record stands."""

from datetime import datetime
from uuid import UUID

import msgspec

from models.rules.places.own import OwnPlaces
from models.rules.reasons import Reason, Text
from models.rules.text.compared import compared
from models.tables.enterprises import Enterprise
from server.clock import SHANGHAI
from server.errors import Invalid
from server.features.batches.filed_row import FiledRow
from server.features.enterprises.particulars import (
    in_one_form,
    particulars_problems,
    write_particulars,
)
from server.features.enterprises.verify_by_phone import verify_declared
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx
from storage.postgres.enterprises import add_enterprise, save_enterprise

_STANDING = """
SELECT EXISTS (SELECT 1 FROM enterprise_members m
                WHERE m.enterprise_id = $1 AND m.left_at IS NULL) AS owned,
       EXISTS (SELECT 1 FROM applications a WHERE a.enterprise_id = $1
                  AND a.status IN ('in_review', 'returned', 'approved', 'payable')) AS under_way
"""


class _Standing(msgspec.Struct, frozen=True):
    """Whether anybody acts for the firm, and whether something of it is being decided."""

    owned: bool
    under_way: bool


async def firm_of_row(
    tx: Tx, row: FiledRow, *, own: OwnPlaces, user_id: UUID, now: datetime
) -> Enterprise:
    """The firm, its row held.

    What its owner says of it, or what others are deciding by, no platform rewrites; a firm that
    nobody owns and nothing is under way of is as the row has it. Raises Invalid.
    """
    known = await _held(tx, row.uscc)
    if known is None:
        made = await _made(tx, row, own=own, user_id=user_id, now=now)
        if made is not None:
            return made
        known = _there(await _held(tx, row.uscc))
    _refuse_other_name(row, known)
    (standing,) = await list_rows(_Standing, _STANDING, known.id, tx=tx)
    if not standing.owned and not standing.under_way:
        await _renewed(tx, known, row, own=own, now=now)
    await _declare(tx, known, row, standing, now=now)
    return known


async def _made(
    tx: Tx, row: FiledRow, *, own: OwnPlaces, user_id: UUID, now: datetime
) -> Enterprise | None:
    """None where another transaction made it at the same moment."""
    firm = Enterprise(uscc=row.uscc, state="filed", created_at=now, code_basis="standard")
    _write_record(firm, row, own=own, now=now)
    if not await add_enterprise(tx, firm):
        return None
    firm = _there(await _held(tx, row.uscc))
    if row.phone_index is not None:
        firm.declared_phone_index = row.phone_index
        await save_enterprise(tx, firm)
    line = AuditEntry("enterprise", firm.id, now, user_id, Role.PLATFORM, "enterprise.filed")
    await write_audit(tx, line)
    return firm


async def _renewed(
    tx: Tx, firm: Enterprise, row: FiledRow, *, own: OwnPlaces, now: datetime
) -> None:
    changed = _write_record(firm, row, own=own, now=now)
    if row.phone_index is not None and firm.declared_phone_index != row.phone_index:
        firm.declared_phone_index = row.phone_index
    elif not changed:
        return
    await save_enterprise(tx, firm)


async def _declare(
    tx: Tx, firm: Enterprise, row: FiledRow, standing: _Standing, *, now: datetime
) -> None:
    """The contact of an owned firm that nobody declared one for; it may verify its owner."""
    if not standing.owned or firm.state == "verified" or row.phone_index is None:
        return
    if firm.declared_phone_index is None:
        firm.declared_phone_index = row.phone_index
        await save_enterprise(tx, firm)
        await verify_declared(tx, firm.id, now)
        await firm.refresh_from_db(using_db=tx.connection)


def _write_record(firm: Enterprise, row: FiledRow, *, own: OwnPlaces, now: datetime) -> list[str]:
    """Raises Invalid."""
    if row.record is None:
        raise Invalid(errors=[Reason("enterprise_name", "required", _NO_RECORD)])
    today = now.astimezone(SHANGHAI).date()
    problems = particulars_problems(row.uscc, row.record, today=today, own=own)
    if problems:
        raise Invalid(errors=problems)
    return write_particulars(firm, in_one_form(row.uscc, row.record, own))


def _refuse_other_name(row: FiledRow, firm: Enterprise) -> None:
    given = row.name
    if given is not None and compared(given) != compared(firm.name):
        text = Text(
            f"这个统一社会信用代码登记的企业是“{firm.name}”，表里写的是“{given}”，请核对代码和名称",
            f"This code is registered for {firm.name}, not {given}; check the code and the name",
        )
        raise Invalid(errors=[Reason("name", "contradicts", text)])


async def _held(tx: Tx, uscc: str) -> Enterprise | None:
    query = Enterprise.filter(uscc=uscc).using_db(tx.connection)
    return await query.select_for_update(no_key=True).first()


def _there(firm: Enterprise | None) -> Enterprise:
    if firm is None:
        raise LookupError("the firm that was just entered is gone")
    return firm


_NO_RECORD = Text(
    "企业资料不完整，这家企业还没有登记过，请把企业的各项资料填全",
    "The firm is not known yet: give its whole record",
)
