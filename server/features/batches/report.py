"""The platform's own list with what became of each row, to be mended and handed in again."""

import asyncio
from collections.abc import Sequence
from pathlib import PurePath
from typing import Final
from uuid import UUID

import msgspec

from models.rules.manifest.file_faults import FILE_FAULTS
from models.rules.manifest.problems import group_problems
from models.rules.reasons import Text
from server.clock import SHANGHAI
from server.errors import AppError
from server.features.batches.batch_at_hand import BatchAtHand, read_batch
from server.features.batches.read_files import BatchUnreadable, manifest_bytes
from server.features.batches.row_at_hand import count_rows
from server.features.batches.row_problems import RowProblem, problems_of
from server.ports import Ports
from storage.files.child.ended import ReadingFailed, TooMuchAsked
from storage.files.report.results import (
    Report,
    ReportedProblem,
    Result,
    RowResult,
    WrongCell,
)
from storage.files.report.writer import write_report
from storage.postgres.batches import RowState
from storage.postgres.core.rows import list_rows

_ROWS: Final = """
SELECT r.number, r.state, r.reasons::text AS reasons, a.number AS application
  FROM batch_rows r LEFT JOIN applications a ON a.id = r.application_id
 WHERE r.batch_id = $1 ORDER BY r.number
"""
_STATES: Final[dict[str, Text]] = {
    "queued": Text("排队中", "queued"),
    "checking": Text("检查中", "being checked"),
    "importing": Text("提交中", "being filed"),
    "done": Text("已完成", "done"),
    "failed": Text("已中断", "stopped"),
    "cancelled": Text("已取消", "cancelled"),
}
_EXPIRED: Final = Text(
    "清单的保存期限已过，文件已按规定删除；每一行是否提交，仍可以在这一批的页面查看",
    "The list was kept as long as it had to be, and is gone; whether each row was filed is still shown",
)
_ZIP: Final = b"PK"


class NoReport(AppError):
    """The list is such that nothing can be written into it."""

    status, code = 409, "no_report"
    title = Text(
        "清单文件读不出来，无法生成带结果的清单；请看问题汇总，改好后重新提交",
        "The list cannot be read, so that no report can be written into it; see its problems",
    )


_TOO_MUCH: Final = Text(
    "清单文件太复杂，无法生成带结果的清单；每一行的结果请在这一批的页面查看",
    "The list is too complex for a report to be written into it; see its rows instead",
)


class _Row(msgspec.Struct, frozen=True):
    number: int
    state: RowState
    reasons: str | None
    application: str | None


async def write_batch_report(
    batch_id: UUID, platform_id: UUID, *, ports: Ports, english: bool
) -> tuple[str, bytes, bool]:
    """Its name, its bytes, and whether it is a workbook. Raises NotFound, NoReport, Unavailable."""
    batch = await read_batch(batch_id, platform_id)
    if batch.manifest_upload_id is None:
        raise NoReport(_EXPIRED)
    if any(one.field == "manifest" and one.code in FILE_FAULTS for one in batch.of_files):
        # Nothing of it was read, and a million rows would cost a minute to be handed back.
        raise NoReport()
    rows = await list_rows(_Row, _ROWS, batch.id, tx=None)
    facts = await _facts(batch, english)
    # Ten thousand rows with their reasons take a good part of a second.
    report = await asyncio.to_thread(_report, batch, rows, facts, english)
    try:
        file_name, content = await manifest_bytes(batch, ports=ports)
        written = await write_report(ports.children, content, report)
    except TooMuchAsked as much:
        raise NoReport(_TOO_MUCH) from much
    except (BatchUnreadable, ReadingFailed) as failed:
        raise NoReport() from failed
    is_workbook = written.startswith(_ZIP)
    said = "result" if english else "处理结果"
    # Sent again it is not the result of the result.
    stem = PurePath(file_name).stem.removesuffix(f"-{said}")
    stem = stem or ("clients" if english else "客户清单")
    return f"{stem}-{said}.{'xlsx' if is_workbook else 'csv'}", written, is_workbook


def _report(
    batch: BatchAtHand, rows: Sequence[_Row], facts: list[tuple[str, str]], english: bool
) -> Report:
    of_rows = [problem for row in rows for problem in problems_of(row.reasons)]
    found = group_problems([one.at_its_cell() for one in (*of_rows, *batch.of_files)])
    table = batch.table
    return Report(
        facts=facts,
        problems=[
            ReportedProblem(group.text.in_language(english), group.rows, list(group.cells))
            for group in found
        ],
        sheet=None if table is None else table.places.sheet,
        header_row=None if table is None else table.header_row,
        rows=[_result(row, english) for row in rows],
        wrong=_wrong(batch.of_files, english),
        english=english,
    )


async def _facts(batch: BatchAtHand, english: bool) -> list[tuple[str, str]]:
    counts, at = await count_rows(batch.id), batch.created_at.astimezone(SHANGHAI)
    facts = [
        (Text("提交时间", "Handed in"), f"{at:%Y-%m-%d %H:%M}"),
        (Text("状态", "State"), _STATES[batch.state].in_language(english)),
        (Text("行数", "Rows"), str(batch.rows)),
        (Text("已提交", "Filed"), str(counts.accepted)),
        (Text("有误", "Wrong"), str(counts.rejected)),
        (Text("已跳过", "Skipped"), str(counts.skipped)),
    ]
    return [(label.in_language(english), value) for label, value in facts]


def _result(row: _Row, english: bool) -> RowResult:
    problems = problems_of(row.reasons)
    said = [one.text.in_language(english) for one in problems]
    if row.state == "accepted" and row.application is not None:
        said.insert(0, f"{'filed as ' if english else '受理编号 '}{row.application}")
    final: dict[str, Result] = {
        "accepted": "accepted",
        "rejected": "rejected",
        "skipped": "skipped",
    }
    wrong = _wrong(problems, english) if row.state == "rejected" else []
    reason = ("; " if english else "；").join(said)
    return RowResult(row.number, final.get(row.state, "waiting"), reason, wrong)


def _wrong(problems: Sequence[RowProblem], english: bool) -> list[WrongCell]:
    return [WrongCell(one.cell, one.text.in_language(english)) for one in problems if one.cell]
