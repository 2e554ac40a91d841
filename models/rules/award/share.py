"""`share`: a percentage of a base amount; a fact may choose the rate and what the base is."""

from models.rules.award.inputs import Inputs, option_key
from models.rules.award.working import (
    Step,
    Working,
    base_step,
    by_terms,
    no_money,
    rate_step,
    unknown,
)
from models.rules.money import share_of
from models.rules.reasons import Text
from models.rules.terms.award import Figure

RATE = "rate_bp"
OPTIONAL = ("ceiling_bp", "cap_fen")
NOT_SUPPORTED = "not_supported"


def share(given: Inputs) -> Working:
    """The rate of the base, rounded down to the fen."""
    award = given.award
    missing = given.missing(award.by) or given.missing(*base_facts(given))
    if missing:
        return unknown(missing)
    base = given.sum_of(base_facts(given))
    first, rate = base_step(given, base_facts(given)), _rate(given)
    if rate is None:
        return no_money((first,), NOT_SUPPORTED, not_supported(given, award.by or ""))
    amount = share_of(base, rate.value)
    return Working(amount, (first, rate_step(award, rate, amount)))


def base_facts(given: Inputs) -> tuple[str, ...]:
    """The facts that add up to the base, which the fact `by` may choose; none for no variant."""
    award = given.award
    if not award.variants or award.by is None:
        return award.base
    key = option_key(given.values[award.by])
    return next((variant.base for variant in award.variants if variant.key == key), ())


def not_supported(given: Inputs, name: str) -> Step:
    """The line for an option that the table does not pay: it comes to 0 fen."""
    label, words = given.label(name), given.words(name)
    text = Text(f"{label.zh}为 {words.zh}，无资助", f"{label.en}: {words.en}; no support")
    return by_terms(given.award, text, 0)


def _rate(given: Inputs) -> Figure | None:
    award = given.award
    if not award.table or award.by is None:
        return award.figure(RATE)
    row = given.row(award.by)
    return None if row is None else row.figure
