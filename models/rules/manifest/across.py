"""Rows beside each other: one firm twice, one contract twice. The first faultless row counts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from models.rules.manifest.rows import FIRM, ManifestRow
from models.rules.reasons import Reason, Text
from models.rules.text.compared import compared

_MOST_PROBLEMS: Final = 50_000
_SHORT: Final = 3
"""Problems that a row keeps once there are so many: a list whose columns were moved has thousands."""


def shortened(rows: Iterable[ManifestRow]) -> Iterator[ManifestRow]:
    """All problems of a list that has a bearable number; of further rows the first few."""
    found = 0
    for row in rows:
        found += len(row.problems)
        if found <= _MOST_PROBLEMS or len(row.problems) <= _SHORT:
            yield row
            continue
        more = len(row.problems) - _SHORT
        said = row.problem_of(Reason(FIRM, "more_problems", _more(more)))
        yield replace(row, problems=(*row.problems[:_SHORT], said))


def repeated(rows: Sequence[ManifestRow]) -> tuple[ManifestRow, ...]:
    """The rows, each with a word on the one before that has the same firm or contract."""
    firms: dict[str, ManifestRow] = {}
    contracts: dict[str, ManifestRow] = {}
    return tuple(_beside(row, firms, contracts) for row in rows)


def _beside(
    row: ManifestRow,
    firms: dict[str, ManifestRow],
    contracts: dict[str, ManifestRow],
) -> ManifestRow:
    contract = compared(str(row.values.get("contract_no", "")))
    found = [
        row.problem_of(Reason(field, code, say(first.number)))
        for first, field, code, say in (
            (firms.get(row.uscc or ""), "uscc", "repeated_firm", _same_firm),
            (contracts.get(contract), "contract_no", "repeated_contract", _same_contract),
        )
        if first is not None
    ]
    if not row.problems and not found:
        firms[row.uscc or ""] = row
        contracts[contract] = row
    return replace(row, problems=(*row.problems, *found)) if found else row


def _more(count: int) -> Text:
    return Text(
        f"这一行还有 {count} 处问题，没有一一列出；整份清单问题太多，请先核对各列是否对齐",
        f"{count} more in this row; the list has very many: see whether its columns are in place",
    )


def _same_firm(row: int) -> Text:
    return Text(
        f"这家企业在第 {row} 行已经填过，一家企业只能填一行，请删去其中一行",
        f"Row {row} has the same firm; leave one of them out",
    )


def _same_contract(row: int) -> Text:
    return Text(
        f"合同编号与第 {row} 行的相同，一份合同只能申报一次，请核对",
        f"Row {row} has the same contract number; check both",
    )
