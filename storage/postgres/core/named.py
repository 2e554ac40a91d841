"""Statements with named parameters: `:award_fen` is the attribute of that name of a typed value."""

import re
from collections.abc import Callable
from operator import attrgetter
from typing import Generic, TypeVar

from storage.postgres.core.rows import Row, find_row
from storage.postgres.core.transaction import Tx

_NAME = re.compile(r"(?<![:\w]):([a-z_]+(?:\.[a-z_]+)*)")
Values = TypeVar("Values")


class NamedStatement(Generic[Values]):
    """A statement whose parameters are read from one value; compiled once, when it is defined.

    `:claim.pool_id` reads through an attribute; NULL where that is None. Each name is one `$n`, so
    PostgreSQL must give it one type wherever it appears. Raises AttributeError for a name that
    `shape` does not have.
    """

    def __init__(self, shape: type[Values], statement: str) -> None:
        names = list(dict.fromkeys(_NAME.findall(statement)))
        for name in names:
            getattr(shape, name.partition(".")[0])
        self.sql = _NAME.sub(lambda found: f"${names.index(found[1]) + 1}", statement)
        self._readers = [_reader(name) for name in names]

    async def find_row(self, row: type[Row], given: Values, *, tx: Tx) -> Row | None:
        """The first row, typed (rows.py)."""
        return await find_row(row, self.sql, *self.values(given), tx=tx)

    async def execute(self, tx: Tx, given: Values) -> None:
        """For its effect."""
        await tx.raw.execute(self.sql, *self.values(given))

    def values(self, given: Values) -> list[object]:
        """The parameters in the order of their numbers."""
        return [read(given) for read in self._readers]


def _reader(name: str) -> Callable[[object], object]:
    """As `attrgetter`; None where what it reads through is None."""
    first, _, rest = name.partition(".")
    outer = attrgetter(first)
    if not rest:
        return outer
    inner = _reader(rest)

    def read(given: object) -> object:
        part = outer(given)
        return None if part is None else inner(part)

    return read
