"""What a report says of a list: counts, problems, and each row with its wrong cells."""

from typing import Literal

import msgspec

Result = Literal["accepted", "rejected", "skipped", "waiting"]


class WrongCell(msgspec.Struct, frozen=True, array_like=True):
    """`cell` as `Sheet1!F17`, and why it is wrong."""

    cell: str
    reason: str


class RowResult(msgspec.Struct, frozen=True, array_like=True):
    """`number` is the row's in the file; `reason` tells all that is wrong, or what was done."""

    number: int
    result: Result
    reason: str
    wrong: list[WrongCell] = []


class ReportedProblem(msgspec.Struct, frozen=True, array_like=True):
    """Equal problems together; `rows` counts them, `cells` are the first of them."""

    text: str
    rows: int
    cells: list[str]


class Report(msgspec.Struct, frozen=True, array_like=True):
    """`facts` are lines of the summary, label and value. `sheet` and `header_row` are where the list
    was found (`Manifest`), null where it was not; `wrong` are cells that belong to no row. `english`:
    in which of two languages all of it reads.
    """

    facts: list[tuple[str, str]]
    problems: list[ReportedProblem]
    sheet: str | None
    header_row: int | None
    rows: list[RowResult]
    wrong: list[WrongCell] = []
    english: bool = False


class ReportOrder(msgspec.Struct, frozen=True, array_like=True):
    """What goes into the child: the list as it was sent, and what to write into it."""

    content: bytes
    report: Report
