"""Whether there is room for those a line lets pass: free places of the pool and of each grade."""

from collections import Counter
from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec

from models.rules.award.inputs import option_key
from models.rules.reasons import Reason, Text
from models.rules.terms.programme import EditionDefinition, PlacesRule, PoolRule, TrackTerms
from models.rules.wording import within_quotes
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx
from storage.postgres.money.places import option_stated

# Passed by a line before, on the way to the approval that takes its place from the pool.
_ON_THE_WAY: Final = """
a.status IN ('in_review', 'returned', 'approved') AND a.stage IS DISTINCT FROM 'score'
AND EXISTS (SELECT 1 FROM scored_places p WHERE p.application_id = a.id AND p.passed)
"""
_FREE = f"""
SELECT l.places - l.locked_places
       - (SELECT count(*) FROM applications a
           WHERE a.edition_id = $1 AND a.track = ANY($3) AND {_ON_THE_WAY}
             AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.application_id = a.id AND c.live
                                AND c.locked_at IS NOT NULL))
  FROM pools l WHERE l.edition_id = $1 AND l.code = $2
"""
_TAKEN = f"""
SELECT {option_stated("$3", "$4")} AS option, count(*)::int AS count
  FROM applications a LEFT JOIN enterprises e ON e.id = a.enterprise_id
 WHERE a.edition_id = $1 AND a.track = $2
   AND (a.status IN ('approved', 'payable', 'paid') OR {_ON_THE_WAY})
 GROUP BY 1
"""
_CHOSEN = f"""
SELECT {option_stated("$2", "$3")} AS option, count(*)::int AS count
  FROM applications a LEFT JOIN enterprises e ON e.id = a.enterprise_id
 WHERE a.id = ANY($1) GROUP BY 1
"""


class _OptionCount(msgspec.Struct, frozen=True):
    option: str | None
    count: int


async def lacking_room(
    tx: Tx, definition: EditionDefinition, track: TrackTerms, passed: Sequence[UUID]
) -> list[Reason]:
    """Why so many applications cannot pass; empty where there is room for all of them."""
    problems: list[Reason] = []
    pool = definition.find_pool(track.pool) if track.pool else None
    if pool is not None:
        problems += await _in_pool(tx, definition, pool, len(passed))
    if track.places is not None:
        problems += await _in_grades(tx, definition.edition.code, track, track.places, passed)
    return problems


async def _in_pool(
    tx: Tx, definition: EditionDefinition, pool: PoolRule, wanted: int
) -> list[Reason]:
    sharing = [track.code for track in definition.tracks if track.pool == pool.code]
    free = await tx.raw.fetchval(_FREE, definition.edition.code, pool.code, sharing)
    if free is None or wanted <= free:
        return []
    words = Text(
        f"“{within_quotes(pool.label.zh)}”只剩 {max(0, free)} 个名额，不够 {wanted} 个入选；"
        "请减少入选数量",
        f"Places left: {max(0, free)}; chosen: {wanted}",
    )
    return [Reason("chosen", "places", words)]


async def _in_grades(
    tx: Tx, edition: str, track: TrackTerms, rule: PlacesRule, passed: Sequence[UUID]
) -> list[Reason]:
    fact = track.find_fact(rule.by)
    given = None if fact is None else fact.default
    default = None if given is None else option_key(given)
    taken = await _count(tx, _TAKEN, edition, track.code, rule.by, default)
    wanted = await _count(tx, _CHOSEN, list(passed), rule.by, default)
    problems = []
    for row in rule.rows:
        free = max(0, row.figure.value - taken[row.key])
        if wanted[row.key] > free:
            label = _label(track, rule.by, row.key)
            words = Text(
                f"“{within_quotes(label.zh)}”只剩 {free} 个名额，不够 {wanted[row.key]} 个入选；"
                "请减少入选数量",
                f"“{label.en}”: places left {free}, chosen {wanted[row.key]}",
            )
            problems.append(Reason(f"chosen.{row.key}", "places", words, row.figure.cite))
    return problems


async def _count(tx: Tx, statement: str, *values: object) -> Counter[str | None]:
    """Applications by the option that they state."""
    found = await list_rows(_OptionCount, statement, *values, tx=tx)
    return Counter({each.option: each.count for each in found})


def _label(track: TrackTerms, fact: str, option: str) -> Text:
    known = track.find_fact(fact)
    options = known.options if known else ()
    labels = (each.label for each in options if option_key(each.value) == option)
    return next(labels, Text(option, option))
