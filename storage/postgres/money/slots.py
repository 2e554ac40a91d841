"""The slots under an exclusion: the first is everybody's, each further one is opened by a waiver."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from models.tables.ids import new_id
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx


def first_free(uscc: str, exclusion: str, applicant: str) -> str:
    """SQL: the first slot that no other application of the firm holds, with its waiver's reason.

    The arguments are SQL expressions; `applicant` is the application that asks, or NULL.
    """
    return f"""
    SELECT s.slot, s.reason
      FROM (SELECT 1::smallint AS slot, NULL::text AS reason
             UNION ALL
            SELECT w.slot, w.reason FROM waivers w
             WHERE w.uscc = {uscc} AND w.exclusion = {exclusion}) s
     WHERE NOT EXISTS (SELECT 1 FROM entitlements e
                        WHERE e.uscc = {uscc} AND e.exclusion = {exclusion} AND e.slot = s.slot
                          AND e.released_at IS NULL
                          AND e.application_id IS DISTINCT FROM {applicant}::uuid)
     ORDER BY s.slot LIMIT 1
    """


def take_slots(*, uscc: str, applicant: str, at: str, ids: str, exclusions: str) -> str:
    """SQL: takes the first free slot under each exclusion, one row for each that was taken.

    A slot that somebody else takes at the same moment is not taken twice: its row is missing then.
    """
    return f"""
    INSERT INTO entitlements (id, uscc, exclusion, slot, application_id, taken_at, waiver_reason)
    SELECT x.id, {uscc}, x.exclusion, s.slot, {applicant}, {at}, s.reason
      FROM unnest({ids}::uuid[], {exclusions}::text[]) AS x(id, exclusion)
     CROSS JOIN LATERAL ({first_free(uscc, "x.exclusion", "NULL")}) s
        ON CONFLICT (uscc, exclusion, slot) WHERE released_at IS NULL DO NOTHING
    RETURNING 1
    """


def all_free(uscc: str, exclusions: str, applicant: str) -> str:
    """SQL: whether each of the exclusions has a free slot; true where there is no exclusion."""
    return f"""coalesce(
        (SELECT bool_and(EXISTS ({first_free(uscc, "x.exclusion", applicant)}))
           FROM unnest({exclusions}::text[]) AS x(exclusion)), true)"""


# Only the firm's own applications are named: under another's list it may hold a slot as a client.
_HOLDERS = f"""
SELECT x.exclusion,
       (SELECT array_agg(a.number ORDER BY t.slot)
          FROM entitlements t JOIN applications a ON a.id = t.application_id
          JOIN enterprises o ON o.id = a.enterprise_id
         WHERE t.uscc = $1 AND t.exclusion = x.exclusion AND t.released_at IS NULL
           AND o.uscc = $1 AND a.id IS DISTINCT FROM $3::uuid) AS numbers
  FROM unnest($2::text[]) AS x(exclusion)
 WHERE NOT EXISTS ({first_free("$1", "x.exclusion", "$3")})
"""
_RELEASE_OTHERS = """
UPDATE entitlements SET released_at = $4
 WHERE application_id = $2 AND uscc = $1 AND exclusion <> ALL($3::text[]) AND released_at IS NULL
"""
_RELEASE = """
UPDATE entitlements SET released_at = $2 WHERE application_id = ANY($1) AND released_at IS NULL
"""
_HELD = """
SELECT exclusion FROM entitlements
 WHERE application_id = $2 AND uscc = $1 AND released_at IS NULL
"""
_RETAKE = f"""
WITH taken AS (
    {take_slots(uscc="$1", applicant="$2", at="$3", ids="$4", exclusions="$5")}
)
SELECT count(*) FROM taken
"""


class _Holder(msgspec.Struct, frozen=True):
    exclusion: str
    numbers: list[str] | None


async def find_holders(
    tx: Tx, uscc: str, exclusions: Sequence[str], applicant: UUID | None = None
) -> dict[str, list[str]]:
    """Exclusions without a free slot, with the numbers of the firm's applications that hold them."""
    rows = await list_rows(_Holder, _HOLDERS, uscc, list(exclusions), applicant, tx=tx)
    return {row.exclusion: row.numbers or [] for row in rows}


async def exchange_slots(
    tx: Tx, uscc: str, applicant: UUID, exclusions: Sequence[str], *, at: datetime
) -> bool:
    """Hold exactly these: others are released, missing ones taken.

    After a False the caller must roll back.
    """
    await tx.raw.execute(_RELEASE_OTHERS, uscc, applicant, list(exclusions), at)
    held = {exclusion for (exclusion,) in await tx.raw.fetch(_HELD, uscc, applicant)}
    missing = [(new_id(), key) for key in exclusions if key not in held]
    return await retake_slots(tx, uscc, applicant, missing, at=at)


async def release_slots(tx: Tx, application_ids: Sequence[UUID], *, at: datetime) -> None:
    """Free all that these applications hold; the caller holds their rows."""
    await tx.raw.execute(_RELEASE, application_ids, at)


async def retake_slots(
    tx: Tx, uscc: str, applicant: UUID, exclusions: Sequence[tuple[UUID, str]], *, at: datetime
) -> bool:
    """Whether all of them were taken again; after a False the caller must roll back."""
    taken = await tx.raw.fetchval(
        _RETAKE,
        uscc,
        applicant,
        at,
        [row_id for row_id, _ in exclusions],
        [exclusion for _, exclusion in exclusions],
    )
    return bool(taken == len(exclusions))
