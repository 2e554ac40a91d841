"""An operator gives an account one more role."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from models.rules.reasons import Reason, Text
from models.tables.people import Grant
from server.clock import Clock
from server.errors import AppError, Invalid
from server.features.identity.operator import AccountName, OperatorAct, hold_account
from server.features.identity.staff_organisation import NewGrant, known_district, organisation_of
from server.roles import STAFF_ROLES, Role
from storage.postgres.core.audit import write_audit
from storage.postgres.core.transaction import transaction
from storage.postgres.persons import add_grant
from storage.postgres.platform_members import join_platform_firm
from storage.postgres.sessions import list_live_sessions


class NoStaffAccount(AppError):
    """Roles are for those who log in with a user name; an SME's person has their firms."""

    status, code = 409, "no_staff_account"
    title = Text(
        "此人通过微信登录，没有工作账号；请先用 staff add 为其添加账号，再授予角色",
        "This person logs in through WeChat; add an account with `staff add` first",
    )


async def give_grant(
    account: AccountName, grant: NewGrant, *, act: OperatorAct, clock: Clock
) -> list[str]:
    """Token hashes of their open sessions, for the cache: the role is in force there at once.

    Raises NotFound, NoStaffAccount, Invalid.
    """
    now = clock.now()
    refuse_impossible(grant, now)
    grant = replace(grant, district=await known_district(grant.district))
    async with transaction() as tx:
        user = await hold_account(tx, account)
        if user.username is None:
            raise NoStaffAccount()
        organisation_id = await organisation_of(tx, grant, now)
        row = grant_row(grant, user.id, organisation_id, now)
        await add_grant(tx, row)
        if grant.role == Role.PLATFORM:
            await join_platform_firm(tx, organisation_id, at=now)
        detail = {"grant": str(row.id), "role": grant.role, "organisation": str(organisation_id)}
        await write_audit(tx, act.line(user.id, "grant.given", now, **detail))
        return await list_live_sessions(tx, user.id, at=now)


def refuse_impossible(grant: NewGrant, now: datetime) -> None:
    """Raises Invalid for a role that there is not, of nobody's platform, or that is over."""
    reasons = role_reasons(grant)
    if grant.valid_to is not None and grant.valid_to <= now:
        text = Text(
            "截止日期已经过去，请填写以后的日期，或不填（长期有效）",
            "That day is over; give a later one, or none for a grant without an end",
        )
        reasons.append(Reason("until", "past", text))
    if reasons:
        raise Invalid(errors=reasons)


def role_reasons(grant: NewGrant) -> list[Reason]:
    """Every reason against the role, and against a platform's that names none."""
    reasons: list[Reason] = []
    if grant.role not in STAFF_ROLES:
        known = ", ".join(sorted(STAFF_ROLES))
        text = Text(
            f"没有“{grant.role}”这个角色，请从这些里选：{known}",
            f"No role {grant.role!r}; there are {known}",
        )
        reasons.append(Reason("role", "unknown", text))
    if grant.role == Role.PLATFORM and not (grant.platform_id or grant.organisation_id):
        text = Text(
            "平台人员还没有指明所属平台，请用 --platform 或 --organisation 填写",
            "Say which platform this person belongs to",
        )
        reasons.append(Reason("platform", "required", text))
    return reasons


def grant_row(grant: NewGrant, user_id: UUID, organisation_id: UUID, now: datetime) -> Grant:
    """The row to be, in force from now on."""
    return Grant(
        user_id=user_id,
        organisation_id=organisation_id,
        role=grant.role,
        programme_code=grant.programme_code,
        edition_code=grant.edition_code,
        district=grant.district,
        valid_from=now,
        valid_to=grant.valid_to,
    )
