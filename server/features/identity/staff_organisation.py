"""Whom a new member of staff acts for: named, or implied by the scope of the grant."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from models.rules.places.record import PlaceReading
from models.rules.reasons import Reason, Text
from models.tables.people import Organisation
from models.tables.platforms import Platform
from models.tables.programmes import Edition, Programme
from server.edge.web.field_labels import LABELS
from server.errors import Invalid
from server.roles import Role
from storage.postgres.core.transaction import Tx
from storage.postgres.organisations import find_or_add_organisation
from storage.postgres.own_places import read_own_places

OPERATOR_NAME = "系统运营方"


@dataclass(frozen=True, slots=True)
class NewGrant:
    """A role from now on, until `valid_to` if there is one; a null part of the scope narrows nothing.

    Whom it acts for: `organisation_id`, or that of `platform_id`, or what the scope implies
    (a programme's authority, a district's office), or the operator of the system: everything.
    """

    role: str
    organisation_id: UUID | None = None
    platform_id: UUID | None = None
    programme_code: str | None = None
    edition_code: str | None = None
    district: str | None = None
    valid_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewStaff:
    """An account to be, with one grant, whose scope is spelled as in `NewGrant`."""

    username: str
    role: str
    password: str = field(repr=False)
    organisation_id: UUID | None = None
    platform_id: UUID | None = None
    programme_code: str | None = None
    edition_code: str | None = None
    district: str | None = None
    must_change_password: bool = True

    def grant(self) -> NewGrant:
        """What the account is for."""
        return NewGrant(
            self.role,
            self.organisation_id,
            self.platform_id,
            self.programme_code,
            self.edition_code,
            self.district,
        )


async def known_district(typed: str | None) -> str | None:
    """The value that firms of the district carry: a grant of another reaches nobody.

    Raises Invalid for what is no district.
    """
    if typed is None:
        return None
    reading = PlaceReading(await read_own_places())
    district = reading.district("district", LABELS["district"], typed)
    if reading.problems:
        raise Invalid(errors=reading.problems)
    return district


async def organisation_of(tx: Tx, grant: NewGrant, now: datetime) -> UUID:
    """The organisation's id; raises Invalid for a platform, programme or edition unknown here."""
    programme = await _check_scope(tx, grant)
    if grant.organisation_id is not None:
        known = Organisation.filter(id=grant.organisation_id).using_db(tx.connection)
        if not await known.exists():
            raise _unknown("organisation", grant.organisation_id)
        return grant.organisation_id
    if grant.platform_id is not None:
        platform = await Platform.filter(id=grant.platform_id).using_db(tx.connection).first()
        if platform is None:
            raise _unknown("platform", grant.platform_id)
        return platform.organisation_id
    if grant.role == Role.AUTHORITY and programme is not None:
        return programme.authority_id
    if grant.role == Role.DISTRICT and grant.district is not None:
        district = grant.district
        return await find_or_add_organisation(tx, "district", district, district=district, at=now)
    return await find_or_add_organisation(tx, "operator", OPERATOR_NAME, at=now)


async def _check_scope(tx: Tx, grant: NewGrant) -> Programme | None:
    """The programme that the grant is limited to; an unknown one would be a grant of nothing."""
    code = grant.programme_code
    if grant.edition_code is not None:
        edition = await Edition.filter(code=grant.edition_code).using_db(tx.connection).first()
        if edition is None or code not in (None, edition.programme_id):
            raise _unknown("edition", grant.edition_code)
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
