"""`per_step`: an amount for every full step above a base."""

from models.rules.award.inputs import Inputs
from models.rules.award.working import Working, base_step, by_figure, by_terms, no_money, unknown
from models.rules.reasons import Text
from models.rules.wording import money_in_words

NEEDED = ("step_fen", "amount_fen")
OPTIONAL = ("cap_fen",)
NO_GROWTH = "no_growth"


def per_step(given: Inputs) -> Working:
    """`amount_fen` for each full `step_fen` by which the base facts exceed the fact `over`."""
    award = given.award
    over = award.over or ""
    missing = given.missing(*award.base, over)
    if missing:
        return unknown(missing)
    reached = given.sum_of(award.base)
    above = max(0, reached - given.whole(over))
    step, each = award.figure("step_fen"), award.figure("amount_fen")
    count = above // step.value
    size, grant = money_in_words(step.value), money_in_words(each.value)
    label = given.label(over)
    text = Text(
        f"每满 {size.zh}计 {grant.zh}，共 {count} 个 {size.zh}",
        f"{grant.en} for every full {size.en}, {count} of them",
    )
    if count == 0:
        text = Text(
            f"超过“{label.zh}”的部分不足 {size.zh}，没有奖励",
            f"Less than {size.en} above {label.en}: nothing",
        )
    beyond = Text(f"超过“{label.zh}”的部分", f"The part above: {label.en}")
    amount = count * each.value
    steps = (
        base_step(given, award.base),
        by_terms(award, beyond, above),
    )
    line = by_figure(award, each, text, amount)
    return Working(amount, (*steps, line)) if count else no_money(steps, NO_GROWTH, line)
