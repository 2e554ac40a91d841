"""Persons by the name under which others know them: their user name, or a masked phone."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

import msgspec

from models.tables.people import User
from server.edge.web.field_types import about
from storage.postgres.core.transaction import postgres_errors


class PersonView(msgspec.Struct, frozen=True):
    """Who did something: by user name, or by the masked phone of who came through WeChat."""

    id: UUID
    name: Annotated[
        str | None, about("账号名或已遮盖的手机号", "the user name, or the masked phone number")
    ]


async def name_people(ids: Iterable[UUID | None]) -> dict[UUID, PersonView]:
    """By id; None among them is nobody."""
    with postgres_errors():
        known = await User.filter(id__in={one for one in ids if one is not None})
    return {user.id: PersonView(user.id, user.username or user.phone_masked) for user in known}
