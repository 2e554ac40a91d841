"""The years of support: which row of a table a year has, and what is said past its end."""

from models.rules.award.inputs import Inputs
from models.rules.award.working import Step, by_terms
from models.rules.reasons import Text
from models.rules.terms.award import Award
from models.rules.terms.conditions import YEAR_FACT

BEYOND = "beyond_support"


def no_support(given: Inputs) -> Step:
    """The line for a year that the table does not reach: it comes to 0 fen."""
    year, last = given.whole(YEAR_FACT), last_year(given.award)
    if year > last:
        text = Text(
            f"第 {year} 年已无资助（资助至第 {last} 年）",
            f"No support in year {year} (the last is year {last})",
        )
    else:
        text = Text(f"第 {year} 年不在资助年度之内", f"Year {year} is not a year of support")
    return by_terms(given.award, text, 0)


def last_year(award: Award) -> int:
    """The last year with a row of its own; 0 for a table without rows."""
    return max((int(row.key) for row in award.table), default=0)
