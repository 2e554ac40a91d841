"""Whose figures of an edition somebody may read: the whole, or those of their districts."""

from models.tables.programmes import Edition
from server.edge.web.auth import Identity
from server.errors import Forbidden, NotFound
from server.features.identity.scope import Scope, Subject
from server.roles import READING_FIRMS
from storage.postgres.core.transaction import postgres_errors


async def reached_districts(code: str, by: Identity) -> list[str] | None:
    """None for the whole edition. Raises Forbidden (no such role), NotFound."""
    grants = Scope.of(by, *READING_FIRMS).grants
    if not grants:
        raise Forbidden()
    published = Edition.filter(code=code, current_version_id__isnull=False)
    with postgres_errors():
        edition = await published.select_related("programme").first()
    if edition is None:
        raise NotFound()
    programme = edition.programme
    reached = {
        grant.district
        for grant in grants
        if Scope((grant,)).allows(
            Subject(code, programme.code, programme.authority_id, grant.district)
        )
    }
    if not reached:
        raise NotFound()
    return None if None in reached else sorted(one for one in reached if one is not None)
