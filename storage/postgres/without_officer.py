"""Finds what waits and lies in nobody's reach: no grant in force covers it.

What waits is gathered by what grants look at, so that each kind is judged once.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from models.rules.lifecycle import StageKind
from storage.postgres.core.rows import list_rows
from storage.postgres.reach import AT_HOME, COVERS, FIRMS_ROLES, HELD, REACHES_PLACE

MatterKind = Literal["review", "appeal", "dispute", "enterprise"]

_ROLES = COVERS.format(edition="d", district="k.district", programme="p")
_APPLIED = COVERS.format(edition="d", district="a.district", programme="p")

# An expert opens scores, an authority notices and appeals, each by the role of the review.
_WAITING = f"""
waiting AS (
    SELECT 'review' AS kind, r.id, r.application_id, r.stage, r.role, r.opened_at AS since
      FROM reviews r WHERE r.state = 'open'
     UNION ALL
    SELECT 'appeal', q.id, q.application_id, NULL, 'authority', q.raised_at
      FROM appeals q WHERE q.state = 'open'),
matters AS (
    SELECT w.*, a.number, a.edition_id, a.district, a.enterprise_id, f.organisation_id AS platform
      FROM waiting w
      JOIN applications a ON a.id = w.application_id
      LEFT JOIN platforms f ON f.id = a.platform_id),
unheld AS (
    SELECT k.role, k.edition_id, k.district, k.platform
      FROM (SELECT DISTINCT role, edition_id, district, platform FROM matters) k
      JOIN editions d ON d.code = k.edition_id
      JOIN programmes p ON p.code = d.programme_id
     WHERE NOT EXISTS (
           SELECT FROM held g WHERE g.role = k.role AND {_ROLES}
              AND (g.role <> 'platform' OR g.organisation_id = k.platform))),
firms AS (
    SELECT 'enterprise' AS kind, e.id, e.id AS enterprise_id, e.registered_city AS city, e.district,
           e.created_at AS since, 'infinity'::timestamptz AS until
      FROM enterprises e WHERE e.state = 'claimed'
     UNION ALL
    SELECT 'dispute', s.id, s.enterprise_id, s.city, s.district, s.raised_at, s.raised_at
      FROM disputes s WHERE s.state = 'open'),
places AS (
    SELECT k.city, k.district FROM (SELECT DISTINCT city, district FROM firms) k
     WHERE NOT EXISTS (SELECT FROM held g WHERE {FIRMS_ROLES} AND {REACHES_PLACE})),
unreached AS (
    SELECT f.* FROM firms f JOIN places USING (city, district)
     WHERE NOT EXISTS (
           SELECT FROM applications a
             JOIN editions d ON d.code = a.edition_id
             JOIN programmes p ON p.code = d.programme_id
             JOIN held g ON {FIRMS_ROLES} AND (g.district IS NULL OR g.district = f.district)
                        AND {_APPLIED}
            WHERE a.enterprise_id = f.enterprise_id AND a.submitted_at <= f.until))
"""
_ALL = f"""
WITH {HELD}, {_WAITING}
SELECT m.kind, m.id, m.application_id, m.number, m.edition_id, m.stage, m.role, m.district,
       m.enterprise_id, e.name AS enterprise_name, m.since, NULL AS city
  FROM matters m
  JOIN unheld u ON (u.role, u.edition_id, u.district) = (m.role, m.edition_id, m.district)
               AND u.platform IS NOT DISTINCT FROM m.platform
  LEFT JOIN enterprises e ON e.id = m.enterprise_id
 UNION ALL
SELECT f.kind, f.id, NULL, NULL, NULL, NULL, 'district', f.district, e.id, e.name, f.since, f.city
  FROM unreached f JOIN enterprises e ON e.id = f.enterprise_id
"""
_OF_EDITIONS = f"""
 FROM ({_ALL}) AS k
 WHERE ($1::text[] IS NULL OR k.edition_id = ANY($1)
        OR (k.kind IN ('dispute', 'enterprise') AND EXISTS (
            SELECT FROM editions d JOIN programmes h ON h.code = d.programme_id
             WHERE d.code = ANY($1) AND {AT_HOME})))
"""
_LIST = f"""
SELECT k.* {_OF_EDITIONS}
   AND ($2::timestamptz IS NULL OR (k.since, k.id) > ($2, $3::uuid))
 ORDER BY k.since, k.id LIMIT $4
"""
_SUM = f"SELECT count(*) AS count, min(k.since) AS since {_OF_EDITIONS}"
_COUNT = f"SELECT kind, count(*) AS count FROM ({_ALL}) AS found GROUP BY kind ORDER BY kind"


class UnheldMatter(msgspec.Struct, frozen=True):
    """`kind` is review, appeal, dispute or enterprise; `id` is its own, `role` whose it would be."""

    kind: MatterKind
    id: UUID
    application_id: UUID | None
    number: str | None
    edition_id: str | None
    stage: StageKind | None
    role: str
    district: str
    enterprise_id: UUID | None
    enterprise_name: str | None
    since: datetime


class CountedMatters(msgspec.Struct, frozen=True):
    """How many of a kind lie in nobody's reach."""

    kind: MatterKind
    count: int


async def list_without_officer(
    editions: list[str] | None, after: tuple[datetime, UUID] | None, limit: int
) -> list[UnheldMatter]:
    """The longest waiting first; of these editions (None: all), and of firms where they are at home.

    Raises StoreUnavailable.
    """
    since, last = after or (None, None)
    return await list_rows(UnheldMatter, _LIST, editions, since, last, limit, tx=None)


class UnheldSum(msgspec.Struct, frozen=True):
    """How many there are, and since when the oldest waits; None for none."""

    count: int
    since: datetime | None


async def sum_without_officer(editions: list[str] | None) -> UnheldSum:
    """All that `list_without_officer` lists. Raises StoreUnavailable."""
    (found,) = await list_rows(UnheldSum, _SUM, editions, tx=None)
    return found


async def count_without_officer() -> list[CountedMatters]:
    """By kind, only those that there are. Raises StoreUnavailable."""
    return await list_rows(CountedMatters, _COUNT, tx=None)
