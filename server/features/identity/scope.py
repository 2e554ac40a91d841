"""The one place where a person's grants become a filter for staff queries."""

from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import UUID

import msgspec
from tortoise.expressions import F, Q, Subquery
from tortoise.queryset import QuerySet, ValuesQuery

from models.tables.applications import Application
from models.tables.programmes import Programme
from server.edge.web.auth import ActiveGrant, Identity
from server.roles import Role

_NOTHING: Final = Q(id__in=[])
_EVERYTHING: Final = Q(id__isnull=False)
"""Said, as an empty filter beside OR stands for nothing."""


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
    A firm is reached where its programmes are at home, and where it has handed something in
    (docs/adr/0025).
    """

    grants: tuple[ActiveGrant, ...]

    @classmethod
    def of(cls, identity: Identity, *roles: str) -> "Scope":
        return cls(identity.grants_for(*roles))

    @property
    def is_unlimited(self) -> bool:
        """Whether a grant among them is narrowed by nothing at all."""
        return any(
            grant.district is None and not _edition_filter(grant, "code", "programme")
            for grant in self.grants
        )

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

    def file_proposals(self) -> Q:
        """A filter for `FileProposal`: what is proposed for the programmes reached as a whole.

        A programme that is not there yet is of the authority that its file names.
        """
        whole = [grant for grant in self.grants if grant.district is None]
        found = [_proposal_filter(grant) for grant in whole]
        return Q(*found, join_type=Q.OR) if found else _NOTHING

    def firms(self) -> Q:
        """A filter for `Enterprise`: by the city and district that are registered, or applied in."""
        reached = [
            _at_home(grant, "registered_city")
            | _where_applied(grant, Subquery(_handed_in(grant).values("enterprise_id")))
            for grant in self.grants
        ]
        return Q(*reached, join_type=Q.OR) if reached else _NOTHING

    def disputes(self) -> Q:
        """A filter for `Dispute`: by the firm's place when it was raised, or where it had applied.

        What the firm does afterwards, such as moving or applying elsewhere, gives it no other judge.
        """
        reached = [
            _at_home(grant, "city") | _where_applied(grant, Subquery(_disputed(grant)))
            for grant in self.grants
        ]
        return Q(*reached, join_type=Q.OR) if reached else _NOTHING


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
    found = _programme_filter(grant, f"{programme}_id", f"{programme}__authority_id")
    return found if grant.edition_code is None else {code: grant.edition_code, **found}


def _programme_filter(grant: ActiveGrant, code: str, authority: str) -> dict[str, Any]:
    """Which programmes a grant is for, by the columns of that name; empty for all of them."""
    found: dict[str, Any] = {}
    if grant.programme_code is not None:
        found[code] = grant.programme_code
    if grant.role == Role.AUTHORITY and not grant.unbound:
        found[authority] = grant.organisation_id
    return found


def _proposal_filter(grant: ActiveGrant) -> Q:
    found = _EVERYTHING
    if grant.programme_code is not None:
        found &= Q(programme_code=grant.programme_code)
    if grant.edition_code is not None:
        found &= Q(edition_code=grant.edition_code)
    if grant.role == Role.AUTHORITY and not grant.unbound:
        of_another = Programme.exclude(authority_id=grant.organisation_id)
        decided = Programme.filter(authority_id=grant.organisation_id)
        found &= Q(programme_code__in=Subquery(decided.values("code"))) | Q(
            ~Q(programme_code__in=Subquery(of_another.values("code"))),
            organisation_id=grant.organisation_id,
        )
    return found


def _at_home(grant: ActiveGrant, city: str) -> Q:
    """By the columns that say where a firm lies: where a programme of the grant is at home.

    A platform's grant and one for an edition are for what is handed in there, not for a place.
    """
    if grant.role == Role.PLATFORM or grant.edition_code is not None:
        return _NOTHING
    decided = _programme_filter(grant, "code", "authority_id")
    if not decided:
        return _in_district(grant)
    programmes = Programme.filter(**decided)
    cities, parts = programmes.filter(district=None), programmes.exclude(district=None)
    in_city: dict[str, Any] = {f"{city}__in": Subquery(cities.values("city"))}
    in_part: dict[str, Any] = {
        f"{city}__in": Subquery(parts.values("city")),
        "district__in": Subquery(parts.values("district")),
    }
    return _in_district(grant) & (Q(**in_city) | Q(**in_part))


def _in_district(grant: ActiveGrant) -> Q:
    return _EVERYTHING if grant.district is None else Q(district=grant.district)


def _where_applied(grant: ActiveGrant, found: Subquery) -> Q:
    return _in_district(grant) & Q(id__in=found)


def _handed_in(grant: ActiveGrant) -> QuerySet[Application]:
    """Applications in reach that a firm gave out of its hands; a draft shows nobody anything."""
    given = Application.filter(enterprise_id__isnull=False, submitted_at__isnull=False)
    return given.filter(Scope((grant,)).applications())


def _disputed(grant: ActiveGrant) -> ValuesQuery[Literal[False]]:
    """Ids of disputes over firms that had handed something in when they were raised."""
    before = _handed_in(grant).filter(enterprise__disputes__raised_at__gte=F("submitted_at"))
    return before.values("enterprise__disputes__id")


def _any_of(filters: list[dict[str, Any]], nothing: str) -> Q:
    """Grants add up; one that narrows nothing makes the whole filter match everything."""
    if not filters:
        impossible: dict[str, Any] = {f"{nothing}__in": []}
        return Q(**impossible)
    if not all(filters):
        return Q()
    return Q(*(Q(**found) for found in filters), join_type=Q.OR)
