"""The slots under an exclusion: the first is everybody's, each further one is opened by a waiver."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from storage.postgres.transaction import Tx


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


_ALL_FREE = f"SELECT {all_free('$1', '$2', '$3')}"
_RETAKE = f"""
WITH taken AS (
    {take_slots(uscc="$1", applicant="$2", at="$3", ids="$4", exclusions="$5")}
)
SELECT count(*) FROM taken
"""


async def has_free_slots(
    tx: Tx, uscc: str, exclusions: Sequence[str], applicant: UUID | None = None
) -> bool:
    """The same as of this moment; what `applicant` itself holds counts as free."""
    return bool(await tx.raw.fetchval(_ALL_FREE, uscc, list(exclusions), applicant))


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
