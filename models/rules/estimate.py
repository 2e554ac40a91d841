"""What an applicant can know before signing: qualifies or not, how much, and why."""

from dataclasses import dataclass

from models.rules.award import award_of
from models.rules.awards.history import NOTHING, History
from models.rules.awards.working import Step
from models.rules.eligibility import Verdict, judge_track
from models.rules.facts import FactValues
from models.rules.programme import Track


@dataclass(frozen=True, slots=True)
class Estimate:
    """The answer of `POST …/estimate`; `eligible` and `award_fen` None: cannot tell yet."""

    eligible: bool | None
    award_fen: int | None
    conditions: tuple[Verdict, ...]
    steps: tuple[Step, ...]
    missing: tuple[str, ...]


def estimate(
    track: Track,
    values: FactValues,
    region_class: str | None = None,
    history: History = NOTHING,
) -> Estimate:
    """Judges the conditions and works out the award of typed facts (`facts.read_facts`).

    Recognition only is 0 fen, and so is whoever does not qualify; the working is shown as soon
    as its base is known.
    """
    eligibility = judge_track(track, values, region_class)
    working = award_of(track, values, history)
    if track.award.kind == "none" or eligibility.eligible is False:
        award_fen: int | None = 0
    else:
        award_fen = working.award_fen if eligibility.eligible else None
    return Estimate(
        eligible=eligibility.eligible,
        award_fen=award_fen,
        conditions=eligibility.conditions,
        steps=() if eligibility.eligible is False else working.steps,
        missing=tuple(dict.fromkeys((*eligibility.missing, *working.missing))),
    )
