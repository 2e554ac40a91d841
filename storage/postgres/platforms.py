"""Platforms and the organisations that they are."""

from collections.abc import Sequence

from models.tables.people import Organisation
from models.tables.platforms import Platform
from storage.postgres.core.transaction import Tx


async def add_platform(tx: Tx, organisation: Organisation, platform: Platform) -> None:
    """A new platform with an organisation of its own."""
    await organisation.save(using_db=tx.connection, force_create=True)
    await platform.save(using_db=tx.connection, force_create=True)


async def set_categories(tx: Tx, platform: Platform, categories: Sequence[str]) -> None:
    """A change is a new version; the caller holds the row."""
    platform.categories = list(categories)
    platform.version += 1
    await platform.save(using_db=tx.connection, update_fields=["categories", "version"])
