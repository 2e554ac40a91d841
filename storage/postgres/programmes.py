"""Writes of programmes: editions, their windows, rule versions and tracks as published."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from models.rules.places.home import home_of
from models.rules.terms.programme import EditionDefinition
from models.tables.ids import new_id
from models.tables.programmes import Edition, Programme, RuleVersion, Track
from storage.postgres.core.transaction import Tx

_TOLD: Final = "UPDATE editions SET told_at = $2 WHERE code = $1 AND told_at IS NULL"


async def put_edition(tx: Tx, definition: EditionDefinition, authority_id: UUID) -> Edition:
    """The programme as its file says now, and the edition's row, added if it was not there.

    The caller publishes one at a time, here as below.
    """
    policy, edition = definition.policy, definition.edition
    home = home_of(policy.region.zh)
    known = {
        "title": policy.title.zh,
        "region": policy.region.zh,
        "city": home.city,
        "district": home.district,
        "authority_id": authority_id,
    }
    await Programme.update_or_create(code=policy.code, defaults=known, using_db=tx.connection)
    row, _ = await Edition.get_or_create(
        code=edition.code,
        defaults={
            "programme_id": policy.code,
            "year": edition.year,
            "opens_at": edition.opens_at,
            "closes_at": edition.closes_at,
        },
        using_db=tx.connection,
    )
    return row


async def add_rule_version(
    tx: Tx, definition: EditionDefinition, fingerprint: str, *, at: datetime
) -> RuleVersion:
    """The next version; `fingerprint` is the SHA-256 (hex) of the rules in canonical form."""
    code = definition.edition.code
    versions = RuleVersion.filter(edition_id=code).using_db(tx.connection)
    return await RuleVersion.create(
        id=new_id(),
        edition_id=code,
        number=await versions.count() + 1,
        definition=msgspec.to_builtins(definition),
        definition_hash=fingerprint,
        published_at=at,
        using_db=tx.connection,
    )


async def set_current_version(tx: Tx, edition: Edition, version_id: UUID, *, year: int) -> None:
    """The rules in force from now on."""
    edition.year, edition.current_version_id = year, version_id
    await edition.save(using_db=tx.connection, update_fields=["year", "current_version_id"])


async def save_window(tx: Tx, edition: Edition, opens_at: datetime, closes_at: datetime) -> None:
    """When one may submit; a closing by hand is undone. The caller holds the row."""
    edition.opens_at, edition.closes_at = opens_at, closes_at
    edition.closed_at = edition.settled_at = None
    fields = ["opens_at", "closes_at", "closed_at", "settled_at"]
    await edition.save(using_db=tx.connection, update_fields=fields)


async def put_tracks(tx: Tx, definition: EditionDefinition) -> None:
    """Tracks that a file drops stay as rows: earlier applications and statistics name them."""
    for track in definition.tracks:
        await Track.update_or_create(
            edition_id=definition.edition.code,
            code=track.code,
            defaults={
                "title": track.title.zh,
                "applicant": track.applicant,
                "selection": track.selection,
            },
            using_db=tx.connection,
        )


async def mark_told(tx: Tx, code: str, *, at: datetime) -> None:
    """Every firm that the edition fits has been told of it."""
    await tx.raw.execute(_TOLD, code, at)
