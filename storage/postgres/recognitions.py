"""Entries of public lists: added, confirmed, withdrawn, restored; and what their holders reported."""

from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

from models.tables.ids import new_id
from models.tables.recognitions import Recognition, RecognitionReport
from storage.postgres.core.transaction import Tx

_OF_WITHDRAWAL: Final = ("withdrawn_on", "withdrawn_by_id", "reason", "announcement")

_ADD_SEEDED = """
INSERT INTO recognitions (id, programme_id, edition_id, track, enterprise_id, platform_id, name,
                          district, title, categories, span, state, valid_from, created_at)
SELECT gen_random_uuid(), $1::text, $2::text, $3::text, p.enterprise_id, p.id, p.name,
       p.district, $4::text, p.categories, $5::text, 'valid', $6::date, $7::timestamptz
  FROM platforms p
 WHERE EXISTS (SELECT FROM participations t WHERE t.platform_id = p.id AND t.edition_id = $2::text)
   AND NOT EXISTS (SELECT FROM recognitions r WHERE r.platform_id = p.id AND r.edition_id = $2::text)
 ORDER BY p.id
RETURNING id
"""


async def add_recognition(tx: Tx, entry: Recognition) -> None:
    """Enter it; the caller holds the application that it comes from."""
    await entry.save(using_db=tx.connection, force_create=True)


async def add_seeded(
    tx: Tx,
    edition: str,
    track: str,
    *,
    programme: str,
    title: str,
    span: str,
    valid_from: date,
    at: datetime,
) -> int:
    """Enter the edition's platforms that are on no list of it; how many."""
    values = (programme, edition, track, title, span, valid_from, at)
    return len(await tx.raw.fetch(_ADD_SEEDED, *values))


async def confirm_recognition(
    tx: Tx, entry: Recognition, *, on: date, next_review: date | None
) -> None:
    """A re-review passed; the caller holds the row."""
    entry.reviewed_on, entry.review_due_on = on, next_review
    await entry.save(using_db=tx.connection, update_fields=["reviewed_on", "review_due_on"])


async def mark_withdrawn(
    tx: Tx, entry: Recognition, *, on: date, by: UUID | None, reason: str, announcement: str
) -> None:
    """The entry stays on the list with its reason; the caller holds the row."""
    await _save(
        tx,
        entry,
        state="withdrawn",
        withdrawn_on=on,
        withdrawn_by_id=by,
        reason=reason,
        announcement=announcement,
    )


async def mark_valid(tx: Tx, entry: Recognition) -> None:
    """As if it had never been withdrawn; the caller holds the row."""
    await _save(tx, entry, state="valid", **dict.fromkeys(_OF_WITHDRAWAL))


async def _save(tx: Tx, entry: Recognition, **changes: str | date | UUID | None) -> None:
    entry.update_from_dict(changes)
    await entry.save(using_db=tx.connection, update_fields=[*changes])


async def add_report(
    tx: Tx,
    entry: Recognition,
    *,
    kind: Literal["summary", "re_review"],
    year: int,
    application_id: UUID,
    confirmed: bool,
    at: datetime,
) -> None:
    """What the holder handed in and was decided; the caller holds the entry."""
    await RecognitionReport.create(
        id=new_id(),
        recognition_id=entry.id,
        kind=kind,
        year=year,
        application_id=application_id,
        confirmed=confirmed,
        decided_at=at,
        using_db=tx.connection,
    )
