"""The one place where a person's grants become a filter for staff queries."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from tortoise.expressions import Q

from server.audiences import Role
from server.edge.web.auth import ActiveGrant, Identity


class Subject(msgspec.Struct, frozen=True):
    """What grants are compared with: an application, or with `district` None a whole edition.

    `authority_id` is the organisation that decides the programme, `platform_organisation_id` that
    of the application's platform.
    """

    edition_code: str
    programme_code: str
    authority_id: UUID
    district: str | None = None
    platform_organisation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What a person may reach in some roles; without a grant: nothing.

    A grant is narrowed by its programme, edition and district. A platform's grant reaches its own
    clients only, an authority's the programmes that it decides, unless held for the operator.
    """

    grants: tuple[ActiveGrant, ...]

    @classmethod
    def of(cls, identity: Identity, *roles: str) -> "Scope":
        return cls(identity.grants_for(*roles))

    def allows(self, subject: Subject) -> bool:
        """The same judgement as `applications`, for a record that is already at hand."""
        return any(_reaches(grant, subject) for grant in self.grants)

    def applications(self, prefix: str = "") -> Q:
        """A filter for `Application`; `prefix` such as `application__` for what belongs to one."""
        return _any_of([_application_filter(grant, prefix) for grant in self.grants], f"{prefix}id")

    def editions(self, prefix: str = "") -> Q:
        """A filter for `Edition`: those reached as a whole, not only in one district."""
        whole = [grant for grant in self.grants if grant.district is None]
        filters = [_edition_filter(grant, f"{prefix}code", f"{prefix}programme") for grant in whole]
        return _any_of(filters, f"{prefix}code")


def _reaches(grant: ActiveGrant, subject: Subject) -> bool:
    return (
        grant.programme_code in (None, subject.programme_code)
        and grant.edition_code in (None, subject.edition_code)
        and grant.district in (None, subject.district)
        and _organisation_reaches(grant, subject)
    )


def _organisation_reaches(grant: ActiveGrant, subject: Subject) -> bool:
    """A role that is not named here reaches every organisation's, as auditors and experts do.

    Whoever adds a role decides here, and in the two filters below, whether it is bound.
    """
    if grant.role == Role.PLATFORM:
        return grant.organisation_id == subject.platform_organisation_id
    if grant.role == Role.AUTHORITY and not grant.unbound:
        return grant.organisation_id == subject.authority_id
    return True


def _application_filter(grant: ActiveGrant, prefix: str) -> dict[str, Any]:
    found = _edition_filter(grant, f"{prefix}edition_id", f"{prefix}edition__programme")
    if grant.district is not None:
        found[f"{prefix}district"] = grant.district
    if grant.role == Role.PLATFORM:
        found[f"{prefix}platform__organisation_id"] = grant.organisation_id
    return found


def _edition_filter(grant: ActiveGrant, code: str, programme: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if grant.edition_code is not None:
        found[code] = grant.edition_code
    if grant.programme_code is not None:
        found[f"{programme}_id"] = grant.programme_code
    if grant.role == Role.AUTHORITY and not grant.unbound:
        found[f"{programme}__authority_id"] = grant.organisation_id
    return found


def _any_of(filters: list[dict[str, Any]], nothing: str) -> Q:
    """Grants add up; one that narrows nothing makes the whole filter match everything."""
    if not filters:
        impossible: dict[str, Any] = {f"{nothing}__in": []}
        return Q(**impossible)
    if not all(filters):
        return Q()
    return Q(*(Q(**found) for found in filters), join_type=Q.OR)
