"""Lists of clients of a platform as tests write them: rows by column, workbooks, CSV files."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from xlsxwriter.workbook import Workbook

from models.rules.manifest.columns import Column, PlanOnOffer, columns_of
from models.rules.manifest.plain_sheets import PlainSheet, SheetRow
from models.rules.manifest.problems import group_problems
from models.rules.manifest.read import read_manifest
from models.rules.manifest.rows import Manifest, ManifestRow
from models.rules.uscc import check_character
from storage.files.report.results import Report, ReportedProblem, RowResult, WrongCell
from tests.world.shipped import compiled

DEFINITION = compiled("2019", date(2026, 11, 1))
TRACK = next(track for track in DEFINITION.tracks if track.code == "copay")
PLANS = (PlanOnOffer("plan-1", "云设计基础版", 1_200_000), PlanOnOffer("plan-2", "云排产", 99_900))
COLUMNS = columns_of(DEFINITION, TRACK, PLANS)


def code_of(number: int) -> str:
    """The credit code of a firm of Pudong that is nobody's."""
    body = f"91310115MA1K{number:05d}"
    return body + check_character(body)


def client(number: int, columns: Sequence[Column] = COLUMNS, **cells: Any) -> list[Any]:
    """A row without a mistake but for the cells that are given by the names of their columns."""
    own = {"uscc": code_of(number), "contract_no": f"HT-{number}", **cells}
    return [own.get(column.name, column.example) for column in columns]


def headers(columns: Sequence[Column] = COLUMNS) -> list[Any]:
    return [column.label.zh for column in columns]


def sheet_of(*rows: Sequence[Any], name: str = "Sheet1", **about: Any) -> PlainSheet:
    numbered = (SheetRow(number, tuple(row)) for number, row in enumerate(rows, 1))
    return PlainSheet(name, tuple(row for row in numbered if row.cells), **about)


def read(*rows: Sequence[Any], **about: Any) -> Manifest:
    """A sheet of the headers and these rows."""
    return read_manifest([sheet_of(headers(), *rows, **about)], COLUMNS)


def read_one(**cells: Any) -> ManifestRow:
    (row,) = read(client(1, **cells)).rows
    return row


def report_of(found: Manifest) -> Report:
    """What a report says of these rows when nothing but their cells was looked at."""
    problems = group_problems(problem for row in found.rows for problem in row.problems)
    return Report(
        [("批次", "=cmd|calc"), ("共", f"{len(found.rows)} 行")],
        [ReportedProblem(group.text.zh, group.rows, list(group.cells)) for group in problems],
        found.sheet,
        found.header_row,
        [
            RowResult(
                row.number,
                "rejected" if row.problems else "accepted",
                "；".join(problem.text.zh for problem in row.problems),
                [WrongCell(problem.cell, problem.text.zh) for problem in row.problems],
            )
            for row in found.rows
        ],
    )


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]], **options: Any) -> bytes:
    """An .xlsx of these rows: texts as texts, numbers as numbers."""
    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, **options})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return target.getvalue()
