"""The platform that a recognised firm becomes: found, or made from what the firm declared."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from models.rules.terms.programme import Track
from models.rules.terms.recognition import Recognition as Terms
from models.tables.applications import Application
from models.tables.enterprises import Enterprise
from models.tables.ids import new_id
from models.tables.people import Organisation
from models.tables.platforms import Platform
from server.features.platforms.reindex import reindex
from storage.postgres.core.transaction import Tx

_HOLD = "SELECT pg_advisory_xact_lock(hashtextextended('platform of ' || $1, 0))"
_ENTER = """
INSERT INTO participations (id, platform_id, edition_id, track, since_at)
VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (platform_id, edition_id, track) WHERE withdrawn_at IS NULL DO NOTHING
"""


def declared(application: Application, name: str | None) -> list[str]:
    """What was chosen of a declaration; empty where there is none."""
    chosen = application.facts.get(name) if name is not None else None
    return [str(item) for item in chosen] if isinstance(chosen, list) else []


async def platform_of(
    tx: Tx, application: Application, firm: Enterprise, terms: Terms, *, now: datetime
) -> Platform:
    """The firm's own platform with the categories that it declared.

    Of two decisions on the firm at the same moment the second finds what the first made.
    """
    await tx.raw.execute(_HOLD, str(firm.id))
    found = Platform.filter(enterprise_id=firm.id).using_db(tx.connection).select_for_update()
    platform = await found.first() or await _make(tx, firm, terms, now=now)
    categories = declared(application, terms.categories)
    if categories and list(platform.categories) != categories:
        platform.categories = categories
        platform.version += 1
        await platform.save(using_db=tx.connection, update_fields=["categories", "version"])
    return platform


def modes_of(application: Application, track: Track, terms: Terms) -> list[str]:
    """The tracks in which it takes part from now on.

    Where the programme has no funding to choose, or none was chosen, its own title is what it is
    browsed by: it stands on the list, and only who chose a funding mode takes clients in it.
    """
    chosen = [] if terms.modes is None else declared(application, terms.modes)
    return chosen or [track.code]


async def enter_editions(
    tx: Tx, platform_id: UUID, edition: str, tracks: Sequence[str], *, now: datetime
) -> None:
    """Let it take part; what it takes part in already stays as it is."""
    for track in tracks:
        await tx.raw.execute(_ENTER, new_id(), platform_id, edition, track, now)


async def _make(tx: Tx, firm: Enterprise, terms: Terms, *, now: datetime) -> Platform:
    platform = await Platform.create(
        id=new_id(),
        organisation_id=await _organisation(tx, firm, now),
        enterprise_id=firm.id,
        name=firm.name,
        # Until its own people write a better one.
        summary=terms.title.zh,
        district=firm.district,
        created_at=now,
        using_db=tx.connection,
    )
    await reindex(tx, platform)
    return platform


async def _organisation(tx: Tx, firm: Enterprise, now: datetime) -> UUID:
    """An organisation of its own; two firms of one name are told apart by their codes."""
    taken = (
        await Organisation.filter(kind="platform", name=firm.name).using_db(tx.connection).exists()
    )
    made = await Organisation.create(
        id=new_id(),
        kind="platform",
        name=f"{firm.name[:110]}({firm.uscc[-6:]})" if taken else firm.name,
        district=firm.district,
        created_at=now,
        using_db=tx.connection,
    )
    return made.id
