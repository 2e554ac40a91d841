"""The platform that a recognised firm becomes: found, or made from what the firm declared."""

from datetime import datetime

from models.rules.terms.programme import TrackTerms
from models.rules.terms.recognition import RecognitionTerms as Terms
from models.rules.text.compared import compared
from models.tables.applications import Application
from models.tables.enterprises import Enterprise
from models.tables.ids import new_id
from models.tables.people import Organisation
from models.tables.platforms import Platform
from server.features.platforms.reindex import reindex
from storage.postgres.core.transaction import Tx
from storage.postgres.platforms import add_platform, set_categories

_HOLD = "SELECT pg_advisory_xact_lock(hashtextextended('platform of ' || $1, 0))"


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
        await set_categories(tx, platform, categories)
    return platform


def modes_of(application: Application, track: TrackTerms, terms: Terms) -> list[str]:
    """The tracks in which it takes part from now on.

    Where the programme has no funding to choose, or none was chosen, its own title is what it is
    browsed by: it is on the list, and only who chose a funding mode takes clients in it.
    """
    chosen = [] if terms.modes is None else declared(application, terms.modes)
    return chosen or [track.code]


async def _make(tx: Tx, firm: Enterprise, terms: Terms, *, now: datetime) -> Platform:
    organisation = Organisation(
        id=new_id(),
        kind="platform",
        name=await _organisation_name(tx, firm),
        district=firm.district,
        created_at=now,
    )
    platform = Platform(
        id=new_id(),
        organisation_id=organisation.id,
        enterprise_id=firm.id,
        name=firm.name,
        # Until its own people write a better one.
        summary=terms.title.zh,
        district=firm.district,
        created_at=now,
    )
    await add_platform(tx, organisation, platform)
    await reindex(tx, platform)
    return platform


async def _organisation_name(tx: Tx, firm: Enterprise) -> str:
    """Two firms of one name are told apart by their codes."""
    same = Organisation.filter(kind="platform", name_compared=compared(firm.name))
    known = await same.using_db(tx.connection).exists()
    return f"{firm.name[:110]}（{firm.uscc[-6:]}）" if known else firm.name
