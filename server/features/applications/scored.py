"""An application's result in the scoring, for its own people, once the line is drawn."""

from typing import Annotated, Final
from uuid import UUID

import msgspec

from models.rules.scoring import average_text
from server.edge.web.field_types import about
from storage.postgres.core.rows import find_row

_RESULT: Final = """
SELECT s.round, s.chosen, p.rank, p.points_sum, p.experts, p.passed,
       (SELECT count(*) FROM scored_places o WHERE o.scoring_id = s.id)::int AS ranked
  FROM scored_places p JOIN scorings s ON s.id = p.scoring_id
 WHERE p.application_id = $1 AND s.line_at IS NOT NULL ORDER BY s.round DESC LIMIT 1
"""


class _Result(msgspec.Struct, frozen=True):
    round: int
    chosen: int
    rank: int
    points_sum: int
    experts: int
    passed: bool | None
    ranked: int


class ScoringResult(msgspec.Struct, frozen=True):
    """`rank` among `ranked` applications of the round; `average` with two places, half up."""

    round: int
    average: str
    rank: int
    ranked: Annotated[int, about("参加排名的申请数", "how many were ranked")]
    chosen: int
    passed: bool | None


async def scoring_of(application_id: UUID) -> ScoringResult | None:
    """None before the line of its latest round; points of single experts are never shown."""
    found = await find_row(_Result, _RESULT, application_id, tx=None)
    if found is None:
        return None
    return ScoringResult(
        round=found.round,
        average=average_text(found.points_sum, found.experts),
        rank=found.rank,
        ranked=found.ranked,
        chosen=found.chosen,
        passed=found.passed,
    )
