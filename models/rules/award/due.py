"""Whether anything is due: an award that comes to 0 fen is a condition that is not met."""

from dataclasses import replace

from models.rules.award.inputs import Inputs
from models.rules.award.per_step import NO_GROWTH
from models.rules.award.per_unit import BELOW_MINIMUM
from models.rules.award.share import base_facts
from models.rules.award.support_years import BEYOND
from models.rules.award.tiers import BELOW_TIERS
from models.rules.award.working import Working, as_nothing, by_terms
from models.rules.eligibility.judge import Eligibility, Verdict
from models.rules.reasons import Text

NOTHING_DUE = "nothing_due"
# What a formula says of these, a condition on the same figure has said already.
_SAID_BY_CONDITIONS = frozenset({BEYOND, BELOW_MINIMUM, BELOW_TIERS, NO_GROWTH})


def explained(given: Inputs, working: Working) -> Working:
    """A working that comes to 0 fen says why; recognition only is no money and needs no reason."""
    if working.award_fen != 0 or working.nothing is not None or given.award.kind == "none":
        return working
    why = by_terms(given.award, _why(given), 0)
    return replace(working, nothing=as_nothing(NOTHING_DUE, why))


def with_due(eligibility: Eligibility, working: Working) -> Eligibility:
    """Nobody qualifies for nothing: where the formula comes to 0 fen, that is one condition more."""
    nothing = working.nothing
    if nothing is None:
        return eligibility
    if eligibility.eligible is False and nothing.code in _SAID_BY_CONDITIONS:
        return eligibility
    verdict = Verdict(
        nothing.field,
        False,
        nothing.text,
        nothing.cite,
        code=nothing.code,
        assumed=nothing.assumed,
        reading=nothing.reading,
    )
    return replace(eligibility, eligible=False, conditions=(*eligibility.conditions, verdict))


def _why(given: Inputs) -> Text:
    rate, names = given.award.rate, base_facts(given)
    if rate is not None and given.whole(rate) == 0:
        return _is_zero(given.label(rate))
    if names and given.sum_of(names) == 0:
        return _is_zero(given.award.base_label or given.name_of(names))
    return Text(
        "按规则计算不足 1 分钱，没有可补助的金额，请核对填报的数字",
        "Less than one fen by the rules: nothing is due",
    )


def _is_zero(label: Text) -> Text:
    return Text(
        f"{label.zh}为 0，没有可补助的金额，请核对填报的数字", f"{label.en}: 0; nothing is due"
    )
