"""`fixed`: one amount for everyone, or an amount for each year of support."""

from models.rules.awards.working import Step, Working
from models.rules.facts import FactValues
from models.rules.programme import Award
from models.rules.reasons import Text

YEAR_FACT = "support_year"
NEEDED: tuple[str, ...] = ()
OPTIONAL = ("amount_fen",)


def fixed(award: Award, values: FactValues) -> Working:
    """`amount_fen`, or the table's amount for the declared year of support (0 past its end)."""
    if not award.table:
        figure = award.figure("amount_fen")
        return Working(figure.value, (Step(award.text, figure.value, figure.cite or award.cite),))
    year = values.get(YEAR_FACT)
    if year is None:
        return Working(award_fen=None, missing=(YEAR_FACT,))
    for row in award.table:
        if row.key == str(year):
            text = Text(f"第 {year} 年", f"Year {year}")
            step = Step(text, row.figure.value, row.figure.cite or award.cite)
            return Working(row.figure.value, (step,))
    text = Text(f"第 {year} 年已无资助", f"No support in year {year}")
    return Working(0, (Step(text, 0, award.cite),))
