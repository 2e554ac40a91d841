"""Whom a new member of staff acts for: named, or implied by the scope of the grant."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from models.rules.reasons import Reason, Text
from models.tables.people import Organisation
from models.tables.platforms import Platform
from models.tables.programmes import Edition, Programme
from server.audiences import Role
from server.errors import Invalid
from storage.postgres.core.transaction import Tx
from storage.postgres.organisations import find_or_add_organisation

OPERATOR_NAME = "系统运营方"


@dataclass(frozen=True, slots=True)
class NewStaff:
    """An account to be, with one grant from now on; a null part of the scope narrows nothing.

    Whom it acts for: `organisation_id`, or that of `platform_id`, or what the scope implies
    (a programme's authority, a district's office), or the operator of the system: everything.
    """

    username: str
    role: str
    password: str = field(repr=False)
    organisation_id: UUID | None = None
    platform_id: UUID | None = None
    programme_code: str | None = None
    edition_code: str | None = None
    district: str | None = None
    must_change_password: bool = True


async def organisation_of(tx: Tx, staff: NewStaff, now: datetime) -> UUID:
    """The organisation's id; raises Invalid for a platform, programme or edition unknown here."""
    programme = await _check_scope(tx, staff)
    if staff.organisation_id is not None:
        known = Organisation.filter(id=staff.organisation_id).using_db(tx.connection)
        if not await known.exists():
            raise _unknown("organisation", staff.organisation_id)
        return staff.organisation_id
    if staff.platform_id is not None:
        platform = await Platform.filter(id=staff.platform_id).using_db(tx.connection).first()
        if platform is None:
            raise _unknown("platform", staff.platform_id)
        return platform.organisation_id
    if staff.role == Role.AUTHORITY and programme is not None:
        return programme.authority_id
    if staff.role == Role.DISTRICT and staff.district is not None:
        district = staff.district
        return await find_or_add_organisation(tx, "district", district, district=district, at=now)
    return await find_or_add_organisation(tx, "operator", OPERATOR_NAME, at=now)


async def _check_scope(tx: Tx, staff: NewStaff) -> Programme | None:
    """The programme that the grant is limited to; an unknown one would be a grant of nothing."""
    code = staff.programme_code
    if staff.edition_code is not None:
        edition = await Edition.filter(code=staff.edition_code).using_db(tx.connection).first()
        if edition is None or code not in (None, edition.programme_id):
            raise _unknown("edition", staff.edition_code)
        code = edition.programme_id
    if code is None:
        return None
    programme = await Programme.filter(code=code).using_db(tx.connection).first()
    if programme is None:
        raise _unknown("programme", code)
    return programme


def _unknown(name: str, value: object) -> Invalid:
    text = Text(f"没有找到“{value}”，请核对后重新填写", f"There is no {name} {value}")
    return Invalid(errors=[Reason(name, "unknown", text)])
