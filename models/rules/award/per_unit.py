"""`per_unit`: an amount for every unit, once a minimum is reached."""

from models.rules.award.inputs import Inputs
from models.rules.award.working import Step, Working, by_figure, by_terms, no_money, unknown
from models.rules.reasons import Text
from models.rules.wording import money_in_words, number_in_words

NEEDED = ("unit_fen", "minimum")
OPTIONAL = ("cap_fen",)
BELOW_MINIMUM = "below_minimum"


def per_unit(given: Inputs) -> Working:
    """`unit_fen` for each unit, for all of them if there are at least `minimum`, else 0."""
    award = given.award
    missing = given.missing(*award.base)
    if missing:
        return unknown(missing)
    count, least, unit = given.sum_of(award.base), award.figure("minimum"), award.figure("unit_fen")
    name = given.unit(award.base[0])
    if count < least.value:
        text = Text(
            f"未达到 {number_in_words(least.value)} {name or '个'}，不予奖励",
            f"Below the minimum of {number_in_words(least.value)}: nothing",
        )
        line = by_figure(award, least, text, 0)
        return no_money((_counted(given, count),), BELOW_MINIMUM, line)
    amount, words = count * unit.value, money_in_words(unit.value)
    text = Text(f"每{name or '个'} {words.zh}", f"{words.en} for each")
    return Working(amount, (_counted(given, count), by_figure(award, unit, text, amount)))


def _counted(given: Inputs, count: int) -> Step:
    """The base is a number, so the line comes to no amount."""
    award, unit = given.award, given.unit(given.award.base[0])
    label = award.base_label or given.label(award.base[0])
    words = number_in_words(count)
    zh = f"{label.zh}：{words}" + (f" {unit}" if unit else "")
    return by_terms(award, Text(zh, f"{label.en}: {words}"), None)
