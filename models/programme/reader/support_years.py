"""The condition that a table of years is: nobody qualifies for a year that it does not pay."""

from collections.abc import Iterator, Sequence

from models.rules.award.kinds import KINDS
from models.rules.award.support_years import last_year
from models.rules.reasons import Text
from models.rules.terms.award import Award
from models.rules.terms.conditions import YEAR_FACT, Condition


def year_condition(award: Award, conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """The years of the award's table as a condition, where no condition is about the year itself.

    It rests on what the table's last row rests on.
    """
    rows = KINDS[award.kind].rows
    if rows is None or rows.key != "year" or not award.table:
        return ()
    if any(YEAR_FACT in (one.id, *_compared(one)) for one in conditions):
        return ()
    last = last_year(award)
    figure = next(row.figure for row in award.table if row.key == str(last))
    text = Text(
        f"须在补助年度之内（第 1 年至第 {last} 年）",
        f"Must be a year of support: the first to number {last}",
    )
    return (
        Condition(
            id=YEAR_FACT,
            text=text,
            cite=None if figure.assumed else figure.cite or award.cite,
            assumed=figure.assumed,
            reading=figure.reading or f"通知列明的补助到第 {last} 年为止，以后各年没有补助",
            fact=YEAR_FACT,
            op="<=",
            value=last,
        ),
    )


def _compared(condition: Condition) -> Iterator[str | None]:
    yield condition.fact
    for member in (*condition.all, *condition.any):
        yield from _compared(member)
