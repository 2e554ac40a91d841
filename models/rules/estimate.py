"""What an applicant can know before signing: qualifies or not, how much, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.rules.award.due import with_due
from models.rules.award.history import NOTHING, History
from models.rules.award.kinds import award_of
from models.rules.award.working import CapUse, Step
from models.rules.eligibility.compiled import CompiledCondition, compile_conditions
from models.rules.eligibility.facts import FactValues
from models.rules.eligibility.judge import Verdict, judge_all
from models.rules.terms.programme import TrackTerms


@dataclass(frozen=True, slots=True)
class Estimate:
    """The answer of `POST …/estimate`; `eligible` and `award_fen` None: cannot tell yet.

    `cap`: what the award's cap left, where it has one and the amount is known.
    """

    eligible: bool | None
    award_fen: int | None
    conditions: tuple[Verdict, ...]
    steps: tuple[Step, ...]
    missing: tuple[str, ...]
    cap: CapUse | None = None


def estimate(
    track: TrackTerms,
    values: FactValues,
    region_class: str | None = None,
    history: History = NOTHING,
) -> Estimate:
    """Judges the conditions and works out the award of typed facts (`facts.read_facts`).

    Recognition only is 0 fen, and so is whoever does not qualify; the working is shown as soon
    as its base is known.
    """
    conditions = compile_conditions(track.conditions, track.facts, region_class)
    return estimate_compiled(track, conditions, values, history)


def estimate_compiled(
    track: TrackTerms,
    conditions: Sequence[CompiledCondition],
    values: FactValues,
    history: History = NOTHING,
) -> Estimate:
    """The same with the track's conditions compiled before, for those who judge many."""
    met = judge_all(conditions, values)
    working = award_of(track, values, history)
    eligibility = with_due(met, working)
    # The answer is whole or it is none: null also while only the award waits for a fact.
    waits = eligibility.eligible is True and bool(working.missing)
    eligible = None if waits else eligibility.eligible
    if track.award.kind == "none" or eligible is False:
        award_fen: int | None = 0
    else:
        award_fen = working.award_fen if eligible else None
    return Estimate(
        eligible=eligible,
        award_fen=award_fen,
        conditions=eligibility.conditions,
        steps=() if met.eligible is False else working.steps,
        missing=tuple(dict.fromkeys((*eligibility.missing, *working.missing))),
        cap=working.cap,
    )
