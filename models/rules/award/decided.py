"""`range` and `discretionary`: the deciding body enters the amount."""

from typing import Final

from models.rules.award.inputs import Inputs
from models.rules.award.working import Working, by_figure, by_terms
from models.rules.reasons import Reason, Text
from models.rules.terms.award import Award, AwardKind
from models.rules.wording import money_in_words

DECIDED_KINDS: Final[frozenset[AwardKind]] = frozenset({"range", "discretionary"})
RANGE_NEEDED = ("minimum_fen", "maximum_fen")


def ranged(given: Inputs) -> Working:
    """Unknown until decided; the working shows the limits."""
    award = given.award
    least, most = award.figure("minimum_fen"), award.figure("maximum_fen")
    low, high = money_in_words(least.value), money_in_words(most.value)
    text = Text(
        f"由评定机构在 {low.zh}至 {high.zh}之间确定",
        f"Set by the deciding body between {low.en} and {high.en}",
    )
    return Working(None, (by_figure(award, least, text, None),))


def discretionary(given: Inputs) -> Working:
    """Unknown until decided: the notice gives no formula."""
    award = given.award
    return Working(None, (by_terms(award, award.text, None),))


def decided_between(award: Award) -> tuple[int, int | None]:
    """The least and the most that the deciding body may enter, in fen; None is no limit."""
    least, most = award.find_figure("minimum_fen"), award.find_figure("maximum_fen")
    return 0 if least is None else least.value, None if most is None else most.value


def check_decided(award: Award, amount_fen: int) -> Reason | None:
    """Why the deciding body may not enter this amount; None if it may."""
    low, most = decided_between(award)
    if amount_fen >= low and (most is None or amount_fen <= most):
        return None
    given, limits = money_in_words(amount_fen), money_in_words(low)
    upper = Text("", "") if most is None else money_in_words(most)
    text = Text(
        f"核定金额填的是 {given.zh}，须在 {limits.zh}至 {upper.zh}之间"
        if most is not None
        else f"核定金额填的是 {given.zh}，不得低于 {limits.zh}",
        f"The grant lies between {limits.en} and {upper.en}, not {given.en}"
        if most is not None
        else f"The grant is at least {limits.en}, not {given.en}",
    )
    return Reason("award_fen", "out_of_range", text, award.cite)
