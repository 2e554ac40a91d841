"""Adds a member of staff: an account, and the grant that says what it is for."""

import re
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from models.rules.places.record import PlaceReading
from models.rules.reasons import Reason, Text
from models.tables.people import Grant
from server.audiences import STAFF_ROLES, Role
from server.clock import Clock
from server.edge.web.field_labels import LABELS
from server.errors import AppError, Invalid
from server.features.identity.passwords import Passwords, check_new_password
from server.features.identity.staff_organisation import NewStaff, organisation_of
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import transaction
from storage.postgres.own_places import read_own_places
from storage.postgres.persons import add_grant, add_key, add_staff_account
from storage.postgres.platform_members import join_platform_firm

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")


class UsernameTaken(AppError):
    """Somebody has this user name already."""

    status, code = 409, "username_taken"
    title = Text("此账号名已被使用，请换一个账号名", "This user name is taken")


async def add_staff(
    staff: NewStaff, *, passwords: Passwords, keyring: Keyring, clock: Clock
) -> UUID:
    """The new person's id. Raises Invalid with every reason, or UsernameTaken."""
    username = staff.username.lower()
    _refuse(staff, username)
    password_hash = await passwords.hash(staff.password)
    now = clock.now()
    staff = await in_known_district(staff)
    async with transaction() as tx:
        organisation_id = await organisation_of(tx, staff, now)
        user_id = await add_staff_account(
            tx, username, password_hash, must_change=staff.must_change_password, at=now
        )
        if user_id is None:
            raise UsernameTaken()
        await add_key(tx, keyring.new_person_key(user_id))
        await add_grant(tx, _grant(staff, user_id, organisation_id, now))
        if staff.role == Role.PLATFORM:
            await join_platform_firm(tx, organisation_id, at=now)
        detail = {"role": staff.role, "organisation": str(organisation_id)}
        await write_audit(
            tx, AuditEntry("person", user_id, now, None, "operator", "account.added", detail)
        )
    return user_id


async def in_known_district(staff: NewStaff) -> NewStaff:
    """With the value that firms of the district carry: a grant of another reaches nobody.

    Raises Invalid for what is no district.
    """
    if staff.district is None:
        return staff
    reading = PlaceReading(await read_own_places())
    district = reading.district("district", LABELS["district"], staff.district)
    if reading.problems:
        raise Invalid(errors=reading.problems)
    return replace(staff, district=district)


def _refuse(staff: NewStaff, username: str) -> None:
    reasons = check_new_password(staff.password, username, "password")
    if not _USERNAME.fullmatch(username):
        text = Text(
            "账号名须为 2 至 64 位小写字母、数字、点、横线或下划线，请改正",
            "2 to 64 lower-case letters, digits, dots, dashes or underscores",
        )
        reasons.append(Reason("username", "format", text))
    if staff.role not in STAFF_ROLES:
        known = ", ".join(sorted(STAFF_ROLES))
        text = Text(
            f"没有“{staff.role}”这个角色，请从这些里选：{known}",
            f"No role {staff.role!r}; there are {known}",
        )
        reasons.append(Reason("role", "unknown", text))
    if staff.role == Role.PLATFORM and not (staff.platform_id or staff.organisation_id):
        text = Text(
            "平台人员还没有指明所属平台，请用 --platform 或 --organisation 填写",
            "Say which platform this person belongs to",
        )
        reasons.append(Reason("platform", "required", text))
    if reasons:
        raise Invalid(errors=reasons)


def _grant(staff: NewStaff, user_id: UUID, organisation_id: UUID, now: datetime) -> Grant:
    return Grant(
        user_id=user_id,
        organisation_id=organisation_id,
        role=staff.role,
        programme_code=staff.programme_code,
        edition_code=staff.edition_code,
        district=staff.district,
        valid_from=now,
    )
