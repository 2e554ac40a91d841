"""The places of a track that belong to an option, such as a grade: counted one approval at a time."""

from uuid import UUID

from storage.postgres.core.transaction import Tx

# Of two approvals at the same moment the second counts the first.
_HOLD = "SELECT pg_advisory_xact_lock(hashtextextended('places of ' || $1, 0))"


def option_stated(fact: str, default: str) -> str:
    """SQL: the option of an application `a` of the firm `e`; the arguments are SQL expressions.

    What it does not state is the firm's own record, or else the default, as where it is judged.
    """
    return f"""
    coalesce(a.facts ->> {fact},
             CASE {fact} WHEN 'registered_city' THEN e.registered_city
                         WHEN 'registered_district' THEN e.district
                         WHEN 'in_service_zone' THEN e.in_service_zone::text END,
             {default})
    """


_COUNT = f"""
SELECT count(*)
  FROM applications a LEFT JOIN enterprises e ON e.id = a.enterprise_id
 WHERE a.edition_id = $1 AND a.track = $2 AND a.id <> $6
   AND a.status IN ('approved', 'payable', 'paid') AND {option_stated("$3", "$5")} = $4
"""


async def count_others(
    tx: Tx,
    edition: str,
    track: str,
    *,
    fact: str,
    option: str,
    default: str | None,
    apart_from: UUID,
) -> int:
    """Approved applications of that option, in this edition, beside one.

    Holds the track's places until the end of the transaction; take it after any pool.
    """
    await tx.raw.execute(_HOLD, f"{edition}/{track}")
    found = await tx.raw.fetchval(_COUNT, edition, track, fact, option, default, apart_from)
    return int(found)
