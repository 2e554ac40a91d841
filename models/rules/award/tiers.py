"""`tiers`: a one-time amount for each threshold that is crossed for the first time."""

from models.rules.award.inputs import Inputs
from models.rules.award.working import (
    Step,
    Working,
    base_step,
    by_figure,
    by_terms,
    no_money,
    unknown,
)
from models.rules.reasons import Text
from models.rules.terms.award import Award, AwardRow
from models.rules.wording import money_in_words

BELOW_TIERS, NO_NEW_TIER = "below_tiers", "no_new_tier"
_NONE_NEW = Text(
    "超过的各档此前都已达到或已享受，没有新达到的档次",
    "Every tier above which it lies was reached or paid before; none is new",
)


def tiers(given: Inputs) -> Working:
    """The sum over the newly crossed tiers; each threshold must be exceeded, not just reached.

    A tier is new if the highest volume of the past did not exceed it, and neither the applicant
    nor the records say that it was paid.
    """
    award = given.award
    missing = given.missing(*award.base, award.past, award.paid)
    if missing:
        return unknown(missing)
    volume = given.sum_of(award.base)
    held = _held(given)
    reached = [row for row in _ascending(award.table) if volume > int(row.key)]
    new = [row for row in reached if int(row.key) not in held]
    steps = [base_step(given, award.base), *(_line(given, row, row in new) for row in reached)]
    if not reached:
        why = by_terms(award, _below(award), 0)
        return no_money(tuple(steps), BELOW_TIERS, why)
    if not new:
        return no_money(tuple(steps), NO_NEW_TIER, by_terms(award, _NONE_NEW, 0))
    total = sum(row.figure.value for row in new)
    if len(reached) > 1:
        steps.append(by_terms(award, Text("各档合计", "All tiers together"), total))
    return Working(total, tuple(steps), tiers=tuple(int(row.key) for row in new))


def _held(given: Inputs) -> frozenset[int]:
    """The thresholds that were crossed or paid before, by declaration or on record."""
    award = given.award
    past = given.whole(award.past) if award.past else 0
    crossed = {int(row.key) for row in award.table if past > int(row.key)}
    declared = given.values[award.paid] if award.paid else ()
    paid = declared if isinstance(declared, tuple) else ()
    return frozenset(crossed | {int(threshold) for threshold in paid} | given.history.tiers)


def _line(given: Inputs, row: AwardRow, new: bool) -> Step:
    words = money_in_words(int(row.key))
    if new:
        text = Text(f"首次超过 {words.zh}", f"Above {words.en} for the first time")
        return by_figure(given.award, row.figure, text, row.figure.value)
    text = Text(
        f"超过 {words.zh}一档：此前已达到或已享受，不再奖励",
        f"Above {words.en}: reached or paid before, not paid again",
    )
    return by_figure(given.award, row.figure, text, 0)


def _below(award: Award) -> Text:
    lowest = money_in_words(min(int(row.key) for row in award.table))
    return Text(f"未超过任何一档（最低一档须超过 {lowest.zh}）", "Above none of the tiers")


def _ascending(rows: tuple[AwardRow, ...]) -> list[AwardRow]:
    return sorted(rows, key=lambda row: int(row.key))
