"""`interest`: a share of a loan's interest at a reference rate."""

from models.rules.award.inputs import Inputs
from models.rules.award.working import Working, base_step, by_figure, rate_step, unknown
from models.rules.money import WHOLE_BP, percent
from models.rules.reasons import Text

NEEDED = ("rate_bp", "day_basis")
OPTIONAL = ("ceiling_bp", "cap_fen")


def interest(given: Inputs) -> Working:
    """Principal × reference rate × days × share ÷ day basis, rounded down once, at the end."""
    award = given.award
    rate, days = award.rate or "", award.days or ""
    missing = given.missing(*award.base, rate, days)
    if missing:
        return unknown(missing)
    principal = given.sum_of(award.base)
    basis, part = award.figure("day_basis"), award.figure("rate_bp")
    weighted = principal * given.whole(rate) * given.whole(days)
    whole = weighted // (basis.value * WHOLE_BP)
    amount = weighted * part.value // (basis.value * WHOLE_BP * WHOLE_BP)
    year, lasting = percent(given.whole(rate)), given.whole(days)
    text = Text(
        f"利息：年利率 {year}，{lasting} 天（一年按 {basis.value} 天）",
        f"Interest: {year} a year for {lasting} days (a year of {basis.value} days)",
    )
    line = by_figure(award, basis, text, whole)
    return Working(amount, (base_step(given, award.base), line, rate_step(award, part, amount)))
