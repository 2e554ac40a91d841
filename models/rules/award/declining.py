"""`declining`: a percentage of a base that falls from one year of support to the next."""

from models.rules.award.inputs import Inputs
from models.rules.award.support_years import BEYOND, no_support
from models.rules.award.working import (
    Working,
    base_step,
    by_figure,
    no_money,
    rate_words,
    unknown,
)
from models.rules.money import share_of
from models.rules.reasons import Text
from models.rules.terms.conditions import YEAR_FACT

OPTIONAL = ("cap_fen",)


def declining(given: Inputs) -> Working:
    """The year's rate of the base, rounded down to the fen; 0 past the last year."""
    award = given.award
    missing = given.missing(YEAR_FACT, *award.base)
    if missing:
        return unknown(missing)
    base, row = given.sum_of(award.base), given.row(YEAR_FACT)
    first = base_step(given, award.base)
    if row is None:
        return no_money((first,), BEYOND, no_support(given))
    amount, rate = share_of(base, row.figure.value), rate_words(award, row.figure)
    text = Text(f"第 {row.key} 年，按{rate.zh} 计算", f"Year {row.key}, at {rate.en}")
    return Working(amount, (first, by_figure(award, row.figure, text, amount)))
