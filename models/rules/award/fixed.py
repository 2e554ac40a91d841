"""`fixed`: one amount for everyone, or an amount for each year of support."""

from models.rules.award.inputs import Inputs
from models.rules.award.support_years import BEYOND, no_support
from models.rules.award.working import Working, by_figure, no_money, unknown
from models.rules.reasons import Text
from models.rules.terms.conditions import YEAR_FACT

AMOUNT = "amount_fen"


def fixed(given: Inputs) -> Working:
    """`amount_fen`, or the table's amount for the declared year of support (0 past its end)."""
    award = given.award
    if not award.table:
        figure = award.figure(AMOUNT)
        return Working(figure.value, (by_figure(award, figure, award.text, figure.value),))
    missing = given.missing(YEAR_FACT)
    if missing:
        return unknown(missing)
    row = given.row(YEAR_FACT)
    if row is None:
        return no_money((), BEYOND, no_support(given))
    amount = row.figure.value
    text = Text(f"第 {row.key} 年的资助", f"Support of year {row.key}")
    return Working(amount, (by_figure(award, row.figure, text, amount),))
