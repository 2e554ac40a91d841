"""Whose figures of an edition somebody may read: the whole, or those of their districts."""

from tortoise.expressions import Q
from tortoise.functions import Count

from models.tables.programmes import Edition
from server.edge.web.auth import ActiveGrant, Identity
from server.errors import Forbidden, NotFound
from server.features.identity.scope import Scope, Subject
from server.roles import READING_FIRMS
from storage.postgres.core.transaction import postgres_errors


async def reached_districts(code: str, by: Identity) -> list[str] | None:
    """None for the whole edition. Raises Forbidden (no such role), NotFound."""
    grants = _grants(by)
    published = Edition.filter(code=code, current_version_id__isnull=False)
    with postgres_errors():
        edition = await published.select_related("programme").first()
    reached = set() if edition is None else _reached(edition, grants)
    if not reached:
        raise NotFound()
    return None if None in reached else sorted(one for one in reached if one is not None)


async def list_reached(by: Identity) -> list[str]:
    """Codes of the editions of which somebody may read any figures: the newest, then the fullest.

    Raises Forbidden.
    """
    grants = _grants(by)
    handed_in = Count("applications", _filter=Q(applications__submitted_at__isnull=False))
    published = Edition.filter(current_version_id__isnull=False).annotate(handed_in=handed_in)
    with postgres_errors():
        found = await published.order_by("-year", "-handed_in", "code").prefetch_related(
            "programme"
        )
    return [edition.code for edition in found if _reached(edition, grants)]


def _grants(by: Identity) -> tuple[ActiveGrant, ...]:
    grants = Scope.of(by, *READING_FIRMS).grants
    if not grants:
        raise Forbidden()
    return grants


def _reached(edition: Edition, grants: tuple[ActiveGrant, ...]) -> set[str | None]:
    """The districts, None among them for the whole; empty for nothing."""
    programme = edition.programme
    return {
        grant.district
        for grant in grants
        if Scope((grant,)).allows(
            Subject(edition.code, programme.code, programme.authority_id, grant.district)
        )
    }
