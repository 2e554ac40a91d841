"""Writes of platforms and their organisations."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from models.tables.people import Organisation
from models.tables.platforms import Platform
from storage.postgres.core.text_search import tsvector_of
from storage.postgres.core.transaction import Tx

_SEARCH: Final = "UPDATE platforms SET search = $2::text::tsvector WHERE id = $1"


async def add_platform(tx: Tx, organisation: Organisation, platform: Platform) -> None:
    """A new platform with an organisation of its own."""
    await organisation.save(using_db=tx.connection, force_create=True)
    await platform.save(using_db=tx.connection, force_create=True)


async def add_profile(tx: Tx, platform: Platform) -> None:
    """A platform of an organisation that is here already."""
    await platform.save(using_db=tx.connection, force_create=True)


async def save_profile(tx: Tx, platform: Platform, wanted: Mapping[str, object]) -> None:
    """`wanted` by column, as its next version. The caller holds the row, here as below."""
    platform.update_from_dict({**wanted, "version": platform.version + 1})
    await platform.save(using_db=tx.connection, update_fields=[*wanted, "version"])


async def set_firm(tx: Tx, platform: Platform, enterprise_id: UUID) -> None:
    """Which firm the platform is."""
    platform.enterprise_id = enterprise_id
    await platform.save(using_db=tx.connection, update_fields=["enterprise_id"])


async def set_search_text(tx: Tx, platform_id: UUID, texts: Sequence[str]) -> None:
    """The texts that a search looks in."""
    await tx.raw.execute(_SEARCH, platform_id, tsvector_of(texts))


async def set_categories(tx: Tx, platform: Platform, categories: Sequence[str]) -> None:
    """A change is a new version."""
    platform.categories = list(categories)
    platform.version += 1
    await platform.save(using_db=tx.connection, update_fields=["categories", "version"])
