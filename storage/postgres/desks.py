"""What waits for each person who reviews: counted over the grants in force, each review once."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec

from models.rules.lifecycle import StageKind
from storage.postgres.core.rows import list_rows
from storage.postgres.reach import COVERS, HELD

_COVERED: Final = COVERS.format(edition="d", district="k.district", programme="p")
_FIGURES: Final = """
       count(*) AS waiting,
       count(*) FILTER (WHERE {k}due_on < $1) AS overdue,
       count(*) FILTER (WHERE {k}due_on BETWEEN $1 AND $2) AS soon,
       min({k}opened_at) AS since, min({k}due_on) AS due_on
"""
# Apart, since each is a sort of all that waits.
_NUMBERS: Final = """
       (array_agg({k}number ORDER BY {k}opened_at, {k}id))[1] AS longest,
       (array_agg({k}number ORDER BY {k}due_on NULLS LAST, {k}id))[1] AS most_overdue
"""
# What is on public notice waits for the public; what an expert has seen to waits for others.
_WAITING: Final = """
waiting AS (
    SELECT r.id, r.role, r.stage, r.round, r.opened_at, r.due_on, a.number, a.edition_id, a.district,
           a.award_fen, r.application_id, f.organisation_id AS platform
      FROM reviews r
      JOIN applications a ON a.id = r.application_id
      LEFT JOIN platforms f ON f.id = a.platform_id
     WHERE r.state = 'open' AND NOT (r.stage = 'publicity' AND EXISTS (
           SELECT FROM notice_entries e WHERE e.application_id = a.id AND e.live)))
"""
_TO_SCORE: Final = """
NOT EXISTS (SELECT FROM scores s WHERE s.review_id = k.id AND s.expert_id = g.user_id)
AND NOT EXISTS (SELECT FROM conflict_declarations c
                 WHERE c.application_id = k.application_id AND c.user_id = g.user_id AND c.conflict)
"""
_DESKS: Final = f"""
WITH {HELD}, {_WAITING},
piles AS (
    SELECT k.role, k.edition_id, k.district, k.platform, {_FIGURES.format(k="k.")},
           {_NUMBERS.format(k="k.")}
      FROM waiting k WHERE k.role <> 'expert'
     GROUP BY k.role, k.edition_id, k.district, k.platform),
held_piles AS (
    SELECT DISTINCT g.user_id, k.*
      FROM piles k
      JOIN editions d ON d.code = k.edition_id
      JOIN programmes p ON p.code = d.programme_id
      JOIN held g ON g.role = k.role AND {_COVERED}
       AND (g.role <> 'platform' OR g.organisation_id = k.platform)),
to_score AS (
    SELECT DISTINCT g.user_id, k.*
      FROM waiting k
      JOIN editions d ON d.code = k.edition_id
      JOIN programmes p ON p.code = d.programme_id
      JOIN held g ON g.role = 'expert' AND {_COVERED}
     WHERE k.role = 'expert' AND {_TO_SCORE}),
all_piles AS (
    SELECT user_id, waiting, overdue, soon, since, due_on, longest, most_overdue FROM held_piles
     UNION ALL
    SELECT k.user_id, {_FIGURES.format(k="k.")}, {_NUMBERS.format(k="k.")}
      FROM to_score k GROUP BY k.user_id)
SELECT user_id, sum(waiting)::bigint AS waiting, sum(overdue)::bigint AS overdue,
       sum(soon)::bigint AS soon, min(since) AS since,
       (array_agg(longest ORDER BY since))[1] AS longest, min(due_on) AS due_on,
       (array_agg(most_overdue ORDER BY due_on NULLS LAST))[1] AS most_overdue
  FROM all_piles GROUP BY user_id ORDER BY user_id
"""
# An inspector reads what waits for anybody within reach.
# MATERIALIZED, or the grants are joined anew for each review that waits.
_ONE_DESK: Final = f"""
WITH {HELD}, own AS MATERIALIZED (SELECT * FROM held WHERE user_id = $3), {_WAITING},
mine AS (
    SELECT k.*, k.role = 'expert' AND EXISTS (
           SELECT FROM conflict_declarations c
            WHERE c.application_id = k.application_id AND c.user_id = $3) AS declared
      FROM waiting k
      JOIN editions d ON d.code = k.edition_id
      JOIN programmes p ON p.code = d.programme_id
     WHERE EXISTS (
           SELECT FROM own g
            WHERE {_COVERED}
              AND (g.role = 'inspector' AND k.role <> 'platform' OR g.role = k.role
                   AND (g.role <> 'platform' OR g.organisation_id = k.platform)
                   AND (g.role <> 'expert' OR {_TO_SCORE}))))
SELECT k.role, k.edition_id AS edition, k.stage, k.role = 'expert' AND NOT declared AS undeclared,
       coalesce(sum(k.award_fen), 0)::bigint AS amount_fen,
       count(*) FILTER (WHERE k.opened_at >= $4) AS new,
       count(*) FILTER (WHERE k.opened_at >= $4 AND k.round > 1) AS came_back,
       {_FIGURES.format(k="k.")}
  FROM mine k GROUP BY 1, 2, 3, 4 ORDER BY 2 DESC, 3, 1, 4
"""


class PersonsDesk(msgspec.Struct, frozen=True):
    """A person's open reviews: how many, late, due by a day; the oldest and the most overdue number.

    `due_on` is the earliest day of all, late or not; None where the path sets none.
    """

    user_id: UUID
    waiting: int
    overdue: int
    soon: int
    since: datetime
    longest: str
    due_on: date | None
    most_overdue: str


async def list_desks(today: date, soon_on: date) -> list[PersonsDesk]:
    """Everybody for whom something waits. Raises StoreUnavailable."""
    return await list_rows(PersonsDesk, _DESKS, today, soon_on, tx=None)


class Pile(msgspec.Struct, frozen=True):
    """What waits for one person at a step of an edition.

    `new`: come since a moment, `came_back` of these after a correction. `undeclared`: an expert has
    yet to say whether there is a conflict of interest.
    """

    role: str
    edition: str
    stage: StageKind
    undeclared: bool
    amount_fen: int
    new: int
    came_back: int
    waiting: int
    overdue: int
    soon: int
    since: datetime
    due_on: date | None


async def list_piles(
    user_id: UUID, today: date, soon_on: date, *, new_since: datetime
) -> list[Pile]:
    """One person's desk, by role, edition and step. Raises StoreUnavailable."""
    return await list_rows(Pile, _ONE_DESK, today, soon_on, user_id, new_since, tx=None)
