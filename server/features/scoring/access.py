"""The track whose scoring somebody acts on, within their grants."""

from tortoise.backends.base.client import BaseDBAsyncClient

from models.rules.terms.programme import TrackTerms
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.editions.access import Actor, check_edition_access
from server.features.identity.scope import Scope
from server.features.programmes.published import PublishedEdition, get_edition
from server.roles import READING_EDITIONS, Role


def reader(identity: Identity) -> Actor:
    """An authority or an inspector with a grant for the whole edition."""
    within = Scope.of(identity, *READING_EDITIONS).editions()
    return Actor(Role.AUTHORITY, identity.user_id, within)


async def get_track(
    code: str, track: str, by: Actor, *, using: BaseDBAsyncClient | None = None
) -> tuple[PublishedEdition, TrackTerms]:
    """By the rules in force now. Raises NotFound for unknown ones and outside the grants alike."""
    await check_edition_access(code, by, using=using)
    edition = await get_edition(code, using=using)
    found = edition.definition.find_track(track)
    if found is None:
        raise NotFound()
    return edition, found


async def get_scored_track(
    code: str, track: str, by: Actor, *, using: BaseDBAsyncClient | None = None
) -> tuple[PublishedEdition, TrackTerms]:
    """The same for a track with the step `score`. Raises NotFound."""
    edition, found = await get_track(code, track, by, using=using)
    if all(stage.kind != "score" for stage in found.stages):
        raise NotFound()
    return edition, found


def minimum_of(track: TrackTerms) -> int:
    """How many experts must have scored an application before the scoring closes; at least one."""
    return max(1, track.minimum_experts.value if track.minimum_experts else 1)
