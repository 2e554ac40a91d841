"""Nobody acts on their own organisation."""

from collections.abc import Sequence
from uuid import UUID

from models.rules.reasons import Text
from models.tables.enterprises import EnterpriseMember
from server.edge.web.auth import Identity
from server.errors import AppError
from server.roles import Role
from storage.postgres.core.transaction import Tx, postgres_errors
from storage.postgres.own_matters import has_part_in


class ConflictOfInterest(AppError):
    """The person belongs to the organisation whose matter this is."""

    status, code = 403, "conflict_of_interest"
    title = Text(
        "这是您本单位的事项，请由其他人办理",
        "This concerns your own organisation; somebody else must do it",
    )


async def has_conflict(
    identity: Identity,
    *,
    role: str,
    enterprise_id: UUID | None,
    platform_organisation_id: UUID | None = None,
    tx: Tx | None = None,
) -> bool:
    """Whether who acts in `role` belongs to the enterprise, or to the platform that supplies it.

    In whatever role: an auditor whom the platform itself sent is no third party. A platform that
    endorses its own clients does its duty, so there only the first counts.
    """
    if are_in_conflict(identity, role, platform_organisation_id, in_firm=False):
        return True
    if enterprise_id is None:
        return False
    members = EnterpriseMember.filter(
        enterprise_id=enterprise_id, user_id=identity.user_id, left_at=None
    )
    with postgres_errors():
        return await (members if tx is None else members.using_db(tx.connection)).exists()


def are_in_conflict(
    identity: Identity, role: str, platform_organisation_id: UUID | None, *, in_firm: bool
) -> bool:
    """The same where it is known already whether they are `in_firm`."""
    own = {grant.organisation_id for grant in identity.grants}
    return in_firm or (role != Role.PLATFORM and platform_organisation_id in own)


async def refuse_conflict(
    identity: Identity,
    *,
    role: str,
    enterprise_id: UUID | None,
    platform_organisation_id: UUID | None = None,
    tx: Tx | None = None,
) -> None:
    """Raises ConflictOfInterest where `has_conflict` is true."""
    if await has_conflict(
        identity,
        role=role,
        enterprise_id=enterprise_id,
        platform_organisation_id=platform_organisation_id,
        tx=tx,
    ):
        raise ConflictOfInterest()


async def refuse_own_matters(tx: Tx, application_ids: Sequence[UUID], by: Identity) -> None:
    """Raises ConflictOfInterest if one of these, were it of two hundred, is their own matter."""
    organisations = {grant.organisation_id for grant in by.grants}
    if await has_part_in(tx, application_ids, by.user_id, organisations):
        raise ConflictOfInterest()
