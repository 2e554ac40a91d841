"""Who a person is to the edge: their token as it arrives, and the `Identity` behind it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

_TOKEN_LIMIT = 512


@dataclass(frozen=True, slots=True)
class ActiveGrant:
    """What a person may do, for which organisation, within which scope and time.

    `programme_code`, `edition_code`, `district` narrow the grant; None does not narrow it.
    `unbound`: held for the operator of the whole system, so that no organisation narrows it either.
    """

    role: str
    organisation_id: UUID
    programme_code: str | None = None
    edition_code: str | None = None
    district: str | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    unbound: bool = False


@dataclass(frozen=True, slots=True)
class InBrowser:
    """What holds of a session in a browser's cookie only.

    `use_due`: its use is to be written down again, so that it does not end for want of it.
    `password_due`: too long since the password was given for what moves money.
    """

    use_due: bool
    password_due: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """A logged-in person; `grants` holds only those that are in force now.

    `session` is the SHA-256 (hex) of the token, the key of the session's row. `consent_due`: came
    through WeChat and has not agreed to the present privacy text. `withheld`: roles that wait for
    the second factor. `browser`: None for a session by token.
    """

    user_id: UUID
    session: str
    roles: frozenset[str]
    grants: tuple[ActiveGrant, ...] = ()
    must_change_password: bool = False
    consent_due: bool = False
    withheld: frozenset[str] = frozenset()
    browser: InBrowser | None = None

    def holds(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    def grants_for(self, *roles: str) -> tuple[ActiveGrant, ...]:
        return tuple(grant for grant in self.grants if grant.role in roles)


ResolveSession = Callable[[str], Awaitable[Identity | None]]
"""Token in clear → identity, None when unknown, expired or revoked."""


def bearer_token(header: str | None) -> str | None:
    """The token of an `Authorization: Bearer` header (RFC 6750), None if there is none."""
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    return well_formed(token.strip()) if scheme.lower() == "bearer" else None


def well_formed(token: str) -> str | None:
    """`token` if it may be one of ours, else None."""
    if not token or len(token) > _TOKEN_LIMIT:
        return None
    return token if token.isascii() and token.isprintable() else None
