"""What a list of clients was read as: rows with typed values, and where each value stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from models.rules.manifest.plain_sheets import cell_name
from models.rules.manifest.problems import CellProblem
from models.rules.reasons import Reason

FIRM: Final = "uscc"


@dataclass(frozen=True, slots=True)
class Places:
    """Where the values of a row stand: index of the column by field and by name."""

    sheet: str
    indexes: Mapping[str, int]
    names: Mapping[str, str]

    def cell(self, row: int, field: str) -> str:
        """`Sheet1!F17`; that of the firm's code for what has no column."""
        return cell_name(self.sheet, row, self.indexes.get(field, self.indexes[FIRM]))

    def called_also(self, fields: Mapping[str, str]) -> "Places":
        """The same, where other names mean fields: what has a column of its own keeps it."""
        known = {
            name: field
            for name, field in fields.items()
            if field in self.indexes and name not in self.indexes
        }
        return Places(
            self.sheet,
            {**self.indexes, **{name: self.indexes[field] for name, field in known.items()}},
            {**self.names, **{name: self.column_name(field) for name, field in known.items()}},
        )

    def column_name(self, field: str) -> str:
        """The name of the column of a field, or the field itself."""
        return self.names.get(field, field)


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One client. `values` by field, as JSON has them (`read_cell`), without what is left blank.

    `uscc` is None where it cannot be read. `problems` are this row's own.
    """

    number: int
    uscc: str | None
    values: Mapping[str, object]
    problems: tuple[CellProblem, ...]
    places: Places = field(repr=False)

    def place(self, field: str) -> str:
        """The cell of a field or of a column by name, such as `Sheet1!F17`."""
        return self.places.cell(self.number, field)

    def problem_of(self, reason: Reason) -> CellProblem:
        """What a rule says of a field, at its cell."""
        name = self.places.column_name(reason.field)
        return CellProblem(self.number, self.place(reason.field), name, reason.code, reason.text)


@dataclass(frozen=True, slots=True)
class Manifest:
    """`problems` keep the whole list from being read, and there are no rows then; `notes` do not.

    `sheet` and `header_row` say where it was found, if it was.
    """

    rows: tuple[ManifestRow, ...] = ()
    problems: tuple[CellProblem, ...] = ()
    notes: tuple[CellProblem, ...] = ()
    sheet: str | None = None
    header_row: int | None = None
