"""The firm that a row names: made where nobody knows it, else as its record stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from models.rules.places.own import OwnPlaces
from models.rules.reasons import Reason, Text
from models.rules.text.compared import compared
from models.tables.enterprises import Enterprise
from server.clock import SHANGHAI
from server.errors import Invalid
from server.features.batches.differences import differences
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

NO_RECORD: Final = "no_record"

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

    @property
    def kept(self) -> bool:
        """Whether its record stands as it is."""
        return self.owned or self.under_way


@dataclass(frozen=True, slots=True)
class Filer:
    """Who names a firm, and when; `own`: the places that only programmes know."""

    platform_id: UUID
    user_id: UUID
    own: OwnPlaces
    now: datetime


async def firm_of_row(tx: Tx, row: FiledRow, by: Filer) -> tuple[Enterprise, list[Reason]]:
    """The firm, its row held, and where what is known of it is not what the row says.

    What its owner says of it, or what others are deciding by, no platform rewrites; a firm that
    nobody owns and nothing is under way of is as the row has it. Raises Invalid.
    """
    known = await _held(tx, row.uscc)
    if known is None:
        made = await _made(tx, row, by)
        if made is not None:
            return made, []
        known = _there(await _held(tx, row.uscc))
    _refuse_other_name(row, known)
    standing = await _standing(tx, known)
    if not standing.kept:
        await _renewed(tx, known, row, by)
    await _declare(tx, known, row, standing, by)
    return known, differences(row, known, owned=standing.owned) if standing.kept else []


async def mend_contact(tx: Tx, row: FiledRow, by: Filer) -> bool:
    """Of a firm whose application is in already: the contact alone may be new. False if it is not."""
    known = await _held(tx, row.uscc)
    return known is not None and await _declare(tx, known, row, await _standing(tx, known), by)


async def _standing(tx: Tx, firm: Enterprise) -> _Standing:
    (standing,) = await list_rows(_Standing, _STANDING, firm.id, tx=tx)
    return standing


async def _made(tx: Tx, row: FiledRow, by: Filer) -> Enterprise | None:
    """None where another transaction made it at the same moment."""
    firm = Enterprise(uscc=row.uscc, state="filed", created_at=by.now, code_basis="standard")
    _write_record(firm, row, by)
    if not await add_enterprise(tx, firm):
        return None
    firm = _there(await _held(tx, row.uscc))
    if row.phone_index is not None:
        firm.declared_phone_index, firm.declared_by_id = row.phone_index, by.platform_id
        await save_enterprise(tx, firm)
    await _record(tx, firm, "enterprise.filed", by)
    return firm


async def _renewed(tx: Tx, firm: Enterprise, row: FiledRow, by: Filer) -> None:
    if _write_record(firm, row, by):
        await save_enterprise(tx, firm)


async def _declare(tx: Tx, firm: Enterprise, row: FiledRow, standing: _Standing, by: Filer) -> bool:
    """The row's contact becomes the firm's, who may verify its owner; False where it does not.

    Once a firm is verified nobody declares a contact for it; before, a platform may mend what it
    declared itself, and nobody else's while somebody acts for the firm or something is under way.
    """
    before = firm.declared_phone_index
    if row.phone_index is None or row.phone_index == before or firm.state == "verified":
        return False
    if before is not None and firm.declared_by_id != by.platform_id and standing.kept:
        return False
    firm.declared_phone_index, firm.declared_by_id = row.phone_index, by.platform_id
    await save_enterprise(tx, firm)
    if before is not None:
        await _record(tx, firm, "contact.replaced", by)
    await verify_declared(tx, firm.id, by.now)
    await firm.refresh_from_db(using_db=tx.connection)
    return True


async def _record(tx: Tx, firm: Enterprise, event: str, by: Filer) -> None:
    line = AuditEntry("enterprise", firm.id, by.now, by.user_id, Role.PLATFORM, event)
    await write_audit(tx, line)


def _write_record(firm: Enterprise, row: FiledRow, by: Filer) -> list[str]:
    """Raises Invalid."""
    if row.record is None:
        raise Invalid(errors=[Reason("uscc", NO_RECORD, _NO_RECORD)])
    today = by.now.astimezone(SHANGHAI).date()
    found = particulars_problems(row.uscc, row.record, today=today, own=by.own)
    problems = [problem for problem in found if problem.field not in row.stood_in]
    if problems:
        raise Invalid(errors=problems)
    return write_particulars(firm, in_one_form(row.uscc, row.record, by.own))


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
