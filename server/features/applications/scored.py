"""Where an application came in the scoring, for its own people, once the line is drawn."""

from uuid import UUID

import msgspec

from models.rules.scoring import average_text
from storage.postgres.score_reads import find_scoring_result


class ScoringResult(msgspec.Struct, frozen=True):
    """`rank` among `ranked` applications of the round; `average` with two places, half up."""

    round: int
    average: str
    rank: int
    ranked: int
    chosen: int
    passed: bool | None


async def scoring_of(application_id: UUID) -> ScoringResult | None:
    """None before the line of its latest round; points of single experts are never shown."""
    found = await find_scoring_result(application_id)
    if found is None:
        return None
    average = average_text(found["points_sum"], found["experts"])
    return ScoringResult(
        found["round"], average, found["rank"], found["ranked"], found["chosen"], found["passed"]
    )
