"""Whose authority looks at what is held: by its edition, or by those that its platform is in."""

from tortoise.expressions import Q, Subquery

from models.tables.applications import Application
from models.tables.platforms import Participation
from server.edge.web.auth import Identity
from server.features.identity.scope import Scope


def held_within(by: Identity, *roles: str) -> Q:
    """A filter for `HeldContent`.

    A platform that takes part nowhere yet is shown nowhere, and looked at by who reaches everything.
    """
    scope = Scope.of(by, *roles)
    if scope.is_unlimited:
        return Q()
    editions = scope.editions("edition__")
    taking_part = Participation.filter(editions)
    applied = Application.filter(editions, platform_id__isnull=False)
    return (
        (Q(edition_id__isnull=False) & editions)
        | Q(platform_id__in=Subquery(taking_part.values("platform_id")))
        | Q(platform_id__in=Subquery(applied.values("platform_id")))
    )
