"""Adds a member of staff: an account, and the grant that says what it is for."""

import re
from dataclasses import replace
from uuid import UUID

from models.rules.reasons import Reason, Text
from server.clock import Clock
from server.errors import AppError, Invalid
from server.features.identity.give_grant import grant_row, role_reasons
from server.features.identity.known_words import known_words
from server.features.identity.operator import SYSTEM, OperatorAct
from server.features.identity.passwords import Passwords, check_new_password
from server.features.identity.staff_organisation import NewStaff, known_district, organisation_of
from server.roles import Role
from storage.postgres.core.audit import write_audit
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import transaction
from storage.postgres.persons import add_grant, add_key, add_staff_account
from storage.postgres.platform_members import join_platform_firm

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")


class UsernameTaken(AppError):
    """Somebody has this user name already."""

    status, code = 409, "username_taken"
    title = Text("此账号名已被使用，请换一个账号名", "This user name is taken")


async def add_staff(
    staff: NewStaff,
    *,
    passwords: Passwords,
    keyring: Keyring,
    clock: Clock,
    act: OperatorAct = SYSTEM,
) -> UUID:
    """The new person's id. Raises Invalid with every reason, or UsernameTaken."""
    username = staff.username.lower()
    grant = replace(staff.grant(), district=await known_district(staff.district))
    _refuse(staff, username, await known_words(None, username, *_scope(staff)))
    password_hash = await passwords.hash(staff.password)
    now = clock.now()
    async with transaction() as tx:
        organisation_id = await organisation_of(tx, grant, now)
        user_id = await add_staff_account(
            tx, username, password_hash, must_change=staff.must_change_password, at=now
        )
        if user_id is None:
            raise UsernameTaken()
        await add_key(tx, keyring.new_person_key(user_id))
        await add_grant(tx, grant_row(grant, user_id, organisation_id, now))
        if staff.role == Role.PLATFORM:
            await join_platform_firm(tx, organisation_id, at=now)
        detail = {"role": staff.role, "organisation": str(organisation_id)}
        await write_audit(tx, act.line(user_id, "account.added", now, **detail))
    return user_id


def _scope(staff: NewStaff) -> tuple[str | None, ...]:
    return staff.programme_code, staff.edition_code, staff.district


def _refuse(staff: NewStaff, username: str, words: frozenset[str]) -> None:
    reasons = check_new_password(staff.password, words, "password")
    if not _USERNAME.fullmatch(username):
        text = Text(
            "账号名须为 2 至 64 位小写字母、数字、点、横线或下划线，请改正",
            "2 to 64 lower-case letters, digits, dots, dashes or underscores",
        )
        reasons.append(Reason("username", "format", text))
    reasons += role_reasons(staff.grant())
    if reasons:
        raise Invalid(errors=reasons)
