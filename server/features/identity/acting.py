"""Who acts where no session is at hand: a person's grants as they are now, read for the worker."""

from datetime import datetime
from uuid import UUID

from models.tables.people import Grant, User
from server.edge.web.auth import ActiveGrant, Identity
from storage.postgres.core.transaction import postgres_errors


async def person_acting(user_id: UUID, role: str, *, now: datetime) -> Identity | None:
    """The person with their grants of this role that are in force; None without one, or disabled."""
    with postgres_errors():
        if not await User.exists(id=user_id, disabled_at=None):
            return None
        held = await Grant.filter(user_id=user_id, role=role, valid_from__lte=now)
    grants = tuple(
        ActiveGrant(
            grant.role,
            grant.organisation_id,
            grant.programme_code,
            grant.edition_code,
            grant.district,
            grant.valid_from,
            grant.valid_to,
        )
        for grant in held
        if grant.valid_to is None or now < grant.valid_to
    )
    return Identity(user_id, "", frozenset({role}), grants) if grants else None
