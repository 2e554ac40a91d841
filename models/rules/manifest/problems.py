"""What is wrong in cells, each with its place, and the same gathered for a whole list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.rules.reasons import Text

MOST_GROUPS = 100
MOST_CELLS = 200
"""Named of one group; `rows` counts them all."""


@dataclass(frozen=True, slots=True)
class CellProblem:
    """`cell` as `Sheet1!F17`, `field` the name of its column, `code` stable; `row` from 1."""

    row: int
    cell: str
    field: str
    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Problems of one kind in one column."""

    code: str
    text: Text
    rows: int
    cells: tuple[str, ...]


def group_problems(problems: Iterable[CellProblem]) -> Sequence[ProblemGroup]:
    """Equal ones together, the most frequent first; at most MOST_GROUPS.

    Files of nobody, which stand in no cell, are told one by one, after everything else; what is of
    no column, such as columns that are none, is told apart by what is said.
    """
    found: dict[tuple[str, str, str], list[CellProblem]] = {}
    for problem in problems:
        told = "" if problem.field and not _is_of_nobody(problem) else problem.text.zh
        found.setdefault((problem.field, problem.code, told), []).append(problem)
    by_size = sorted(found.values(), key=lambda each: (_is_of_nobody(each[0]), -len(each)))
    return [_group(each) for each in by_size[:MOST_GROUPS]]


def _is_of_nobody(problem: CellProblem) -> bool:
    return problem.field == "archive" and not problem.cell


def _group(each: Sequence[CellProblem]) -> ProblemGroup:
    first = each[0].text
    text = first
    if any(problem.text != first for problem in each):
        text = Text(
            f"{first.zh}（同类问题共 {len(each)} 处）", f"{first.en} ({len(each)} of this kind)"
        )
    cells = tuple(dict.fromkeys(problem.cell for problem in each if problem.cell))
    rows = len({problem.row for problem in each if problem.row})
    return ProblemGroup(each[0].code, text, rows, cells[:MOST_CELLS])
