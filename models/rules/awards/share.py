"""`share`: a percentage of a base amount, with a cap where there is one."""

from models.rules.awards.working import (
    Step,
    Working,
    base_amount,
    base_missing,
    base_step,
    cap_step,
    rate_words,
)
from models.rules.facts import FactValues
from models.rules.money import at_most, share_of
from models.rules.programme import Award
from models.rules.reasons import Text

NEEDED = ("rate_bp",)
OPTIONAL = ("ceiling_bp", "cap_fen")


def share(award: Award, values: FactValues) -> Working:
    """`rate_bp` of the base, rounded down, and never above `cap_fen`."""
    base = base_amount(award, values)
    if base is None:
        return base_missing(award, values)
    rate = award.figure("rate_bp")
    amount = share_of(base, rate.value)
    words = rate_words(award, rate)
    text = Text(f"按 {words.zh} 计算", f"At {words.en}")
    steps = [base_step(award, base), Step(text, amount, rate.cite or award.cite)]
    cap = award.find_figure("cap_fen")
    if cap is not None and amount > cap.value:
        amount = at_most(amount, cap.value)
        steps.append(cap_step(cap, amount))
    return Working(award_fen=amount, steps=tuple(steps))
