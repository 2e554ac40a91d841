"""What a person is told about themselves."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from models.tables.enterprises import EnterpriseMember
from models.tables.people import Grant, Organisation, Session, User
from server.clock import Clock
from server.edge.web.auth import ActiveGrant, Identity
from server.edge.web.field_types import Instant, about
from server.errors import Unauthenticated
from server.features.identity.give_consent import is_consent_due
from server.features.identity.policy import LoginPolicy
from server.roles import Role
from storage.postgres.core.transaction import postgres_errors

ContactPhone = Annotated[
    str | None,
    about(
        "自己填写的联系电话（已遮盖），未核实；空值为没有填",
        "the number that they typed, masked and not checked; null for none",
    ),
]


OwnName = Annotated[
    str | None, about("用户名；微信登录的人没有", "the user name; null for who came through WeChat")
]


OtpSet = Annotated[bool, about("是否已启用动态口令", "whether the second factor is in use")]


class OwnEnterprise(msgspec.Struct, frozen=True):
    """A firm that the person acts for."""

    id: UUID
    name: str
    state: Annotated[str, about("claimed 已认领，verified 已核实", "claimed or verified")]
    role: Annotated[
        str,
        about(
            "本人在企业的身份：owner 负责人，staff 代办人，platform 平台人员",
            "as what they act for it: owner, staff, or platform",
        ),
    ]


class OwnGrant(msgspec.Struct, frozen=True):
    """A role, for whom, and what narrows it; null narrows nothing."""

    role: str
    organisation_id: Annotated[UUID, about("所属单位编号", "id of the organisation")]
    organisation: Annotated[str, about("所属单位名称", "its name")]
    programme: Annotated[
        str | None, about("只限此政策；空值为不限", "narrows it to this programme; null does not")
    ]
    edition: Annotated[
        str | None, about("只限此届次；空值为不限", "narrows it to this edition; null does not")
    ]
    district: Annotated[
        str | None, about("只限此区；空值为不限", "narrows it to this district; null does not")
    ]
    valid_to: Annotated[
        Instant | None, about("任期截止；空值为长期", "until when it holds; null without an end")
    ]


class SmeView(msgspec.Struct, frozen=True):
    """An SME's person."""

    id: UUID
    phone: str | None
    contact_phone: ContactPhone
    consent_due: bool
    enterprises: list[OwnEnterprise]


class StaffView(msgspec.Struct, frozen=True):
    """A member of staff; while `otp_due` no role is in force."""

    id: UUID
    username: OwnName
    grants: list[OwnGrant]
    must_change_password: bool
    otp_due: bool
    otp_set: OtpSet


class MeView(msgspec.Struct, frozen=True):
    """Both at once, for `GET /session`; `privacy_text_version` is the one to agree to."""

    id: UUID
    username: OwnName
    phone: str | None
    contact_phone: ContactPhone
    consent_due: bool
    privacy_text_version: Annotated[
        str, about("现行隐私说明的版本", "version of the privacy text to agree to")
    ]
    enterprises: list[OwnEnterprise]
    grants: list[OwnGrant]
    must_change_password: bool
    otp_due: bool
    otp_set: OtpSet


class SessionView(msgspec.Struct, frozen=True):
    """The session that a request came with."""

    as_of: Instant
    expires_at: Instant
    idle_ends_at: Annotated[
        Instant | None,
        about(
            "到此时还没有操作，网页登录即结束；其他登录没有",
            "when a page's session ends unless it is used; null for all others",
        ),
    ]
    user: MeView


async def get_sme(user_id: UUID, *, policy: LoginPolicy) -> SmeView:
    user = await _get_user(user_id)
    due = await is_consent_due(user_id, policy.privacy_text_version)
    firms = await _enterprises(user_id)
    return SmeView(user_id, user.phone_masked, user.contact_masked, due, firms)


async def get_staff(identity: Identity, *, policy: LoginPolicy) -> StaffView:
    """`identity` as the resolver gives it, so that the answer names what is in force."""
    user = await _get_user(identity.user_id)
    due = policy.otp_required and user.totp_last_step is None and await _is_staff(user)
    grants = await _own_grants(identity)
    otp_set = user.totp_last_step is not None
    return StaffView(user.id, user.username, grants, user.must_change_password, due, otp_set)


async def get_session(identity: Identity, *, policy: LoginPolicy, clock: Clock) -> SessionView:
    """Raises Unauthenticated if the session has gone since the request was let in."""
    with postgres_errors():
        session = await Session.filter(token_hash=identity.session).first()
    if session is None:
        raise Unauthenticated()
    sme = await get_sme(identity.user_id, policy=policy)
    staff = await get_staff(identity, policy=policy)
    through_wechat = identity.holds(Role.ENTERPRISE)
    me = MeView(
        sme.id,
        staff.username,
        sme.phone,
        sme.contact_phone,
        through_wechat and sme.consent_due,
        policy.privacy_text_version,
        sme.enterprises,
        staff.grants,
        staff.must_change_password,
        staff.otp_due,
        staff.otp_set,
    )
    return SessionView(clock.now(), session.expires_at, _idle_end(session, policy), me)


def _idle_end(session: Session, policy: LoginPolicy) -> datetime | None:
    """By its row, which knows of a use that was noted just now."""
    if session.used_at is None:
        return None
    return min(session.used_at + policy.idle_lasts, session.expires_at)


async def _get_user(user_id: UUID) -> User:
    with postgres_errors():
        user = await User.filter(id=user_id).first()
    if user is None:
        raise Unauthenticated()
    return user


async def _enterprises(user_id: UUID) -> list[OwnEnterprise]:
    with postgres_errors():
        rows = (
            await EnterpriseMember.filter(user_id=user_id, left_at=None)
            .order_by("joined_at")
            .select_related("enterprise")
        )
    return [
        OwnEnterprise(row.enterprise.id, row.enterprise.name, row.enterprise.state, row.role)
        for row in rows
    ]


async def _is_staff(user: User) -> bool:
    with postgres_errors():
        return await Grant.filter(user_id=user.id).exists()


async def _own_grants(identity: Identity) -> list[OwnGrant]:
    asked = {grant.organisation_id for grant in identity.grants}
    with postgres_errors():
        rows = await Organisation.filter(id__in=asked) if asked else []
    names = {row.id: row.name for row in rows}
    return [_own_grant(grant, names[grant.organisation_id]) for grant in identity.grants]


def _own_grant(grant: ActiveGrant, organisation: str) -> OwnGrant:
    return OwnGrant(
        grant.role,
        grant.organisation_id,
        organisation,
        grant.programme_code,
        grant.edition_code,
        grant.district,
        grant.valid_to,
    )
