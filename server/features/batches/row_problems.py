"""What is wrong with a row, or worth knowing, as it is kept: each with its cell, in both languages."""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from models.rules.manifest.problems import CellProblem
from models.rules.manifest.rows import Places
from models.rules.reasons import Reason, Text
from server.errors import AppError

STOPS: Final = frozenset({"stopped", "no_grant", "no_track", "upload_gone"})
"""Codes of what stopped a batch; what else is said of its files comes from reading them."""


class RowProblem(msgspec.Struct, frozen=True, omit_defaults=True):
    """`cell` as `Sheet1!F17`, `field` the name of its column; `cite` the clause that it rests on."""

    row: int
    cell: str
    field: str
    code: str
    zh: str
    en: str
    cite: str | None = None

    @property
    def text(self) -> Text:
        """With the clause: in a list and its report it stands nowhere else."""
        return Text(self.zh, self.en).resting_on(self.cite)

    def at_its_cell(self) -> CellProblem:
        return CellProblem(self.row, self.cell, self.field, self.code, self.text)


_PROBLEMS = msgspec.json.Decoder(list[RowProblem])


def problems_of(kept: str | None) -> list[RowProblem]:
    """As they were kept with the row."""
    return [] if kept is None else _PROBLEMS.decode(kept)


def as_kept(problems: Sequence[RowProblem]) -> str | None:
    return msgspec.json.encode(problems).decode() if problems else None


def from_cells(problems: Iterable[CellProblem]) -> list[RowProblem]:
    """What was found in reading the manifest."""
    return [
        RowProblem(one.row, one.cell, one.field, one.code, one.text.zh, one.text.en)
        for one in problems
    ]


def placed(reasons: Iterable[Reason], places: Places, row: int) -> list[RowProblem]:
    """Each reason in the cell that it is about."""
    return [
        RowProblem(
            row,
            places.cell(row, reason.field),
            places.column_name(reason.field),
            reason.code,
            reason.text.zh,
            reason.text.en,
            reason.cite,
        )
        for reason in reasons
    ]


def reasons_of(refusal: AppError) -> Sequence[Reason]:
    """What a refusal says of a row; as a whole where it names nothing."""
    said = refusal.detail or refusal.title
    return refusal.errors or (Reason("uscc", refusal.code, said),)


def joined(first: Sequence[RowProblem], more: Iterable[RowProblem]) -> list[RowProblem]:
    """Of each field what was found first: what could not be read is not judged as well.

    Where the firm's folder is missing, each of its papers is.
    """
    seen = {problem.field for problem in first}
    no_folder = any(problem.code == "folder_missing" for problem in first)
    return [
        *first,
        *(
            problem
            for problem in more
            if problem.field not in seen and not (no_folder and _is_of_missing_paper(problem))
        ),
    ]


def _is_of_missing_paper(problem: RowProblem) -> bool:
    return problem.code == "missing" and problem.field.startswith("evidence.")
