"""Takes a queryset apart, so that a statement of one's own can read from what it selects."""

from typing import Any

from tortoise.queryset import ValuesQuery


def subselect(found: ValuesQuery[Any]) -> tuple[str, list[object]]:
    """Its text with the placeholders `$1…`, and their values; further ones come behind them."""
    found.sql()  # makes the query that is read here
    statement, values = found.query.get_parameterized_sql()
    return statement, list(values)
