"""The sheets of a template that explain: how to fill in each column, and the platform's plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from models.rules.manifest.columns import Column
from models.rules.money import FeeSplit
from server.edge.web.workbooks import write_text
from server.features.batches.template_looks import Looks

_STEPS: Final = (
    "1. 在“客户清单”页填写，一家企业一行；不要合并单元格，列的先后可以调整，列名不要改。",
    "2. 深色列名为必填。日期和时间照支付凭据和协议填写：它们决定排队先后。",
    "3. 材料放进一个 .zip：一家企业一个文件夹，文件夹名以统一社会信用代码开头，文件名以材料名称开头。",
    "4. 上传后先全部检查，有错的行在报告里标出并写明原因；改好后整份再传一次，已提交的行自动跳过。",
)
_GUIDE: Final = (("列名", 26), ("是否必填", 10), ("怎么填", 62), ("示例", 30))
_PLANS: Final = (
    ("方案名称", 34),
    ("首期月数", 10),
    ("价格（元）", 16),
    ("政府补贴（元）", 16),
    ("平台让利（元）", 16),
    ("企业自付（元）", 16),
    ("方案编号", 40),
)
_TITLE_HEIGHT, _STEP_HEIGHT, _HEAD_HEIGHT, _LINE_HEIGHT = 32, 20, 24, 34


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan as the platform is told of it; without a split nobody shares its price."""

    id: str
    title: str
    period_months: int
    fee_fen: int
    split: FeeSplit | None


def write_guide(sheet: Worksheet, columns: Sequence[Column], title: str, looks: Looks) -> None:
    """Steps first, then a line for each column."""
    sheet.set_row(0, _TITLE_HEIGHT)
    sheet.write_string(0, 0, f"{title} 填写说明", looks.title)
    for row, step in enumerate(_STEPS, 1):
        sheet.set_row(row, _STEP_HEIGHT)
        sheet.merge_range(row, 0, row, len(_GUIDE) - 1, step, looks.plain)
    head = len(_STEPS) + 2
    _write_head(sheet, head, _GUIDE, looks)
    for row, column in enumerate(columns, head + 1):
        sheet.set_row(row, _LINE_HEIGHT)
        write_text(sheet, row, 0, column.label.zh, looks)
        needed, look = ("必填", looks.needed) if column.required else ("可不填", looks.centred)
        sheet.write_string(row, 1, needed, look)
        write_text(sheet, row, 2, column.help.zh, looks)
        write_text(sheet, row, 3, column.example, looks)
    _set_up(sheet, head)


def write_plans(sheet: Worksheet, plans: Sequence[PlanLine], looks: Looks) -> None:
    """What the column 服务方案 may say, and who bears which part."""
    _write_head(sheet, 0, _PLANS, looks)
    for row, plan in enumerate(plans, 1):
        sheet.set_row(row, _HEAD_HEIGHT)
        write_text(sheet, row, 0, plan.title, looks)
        sheet.write_number(row, 1, plan.period_months, looks.centred)
        _write_yuan(sheet, row, 2, plan.fee_fen, looks)
        parts = plan.split
        for place, part in enumerate(
            (parts.government_fen, parts.platform_fen, parts.enterprise_fen) if parts else (), 3
        ):
            _write_yuan(sheet, row, place, part, looks)
        write_text(sheet, row, 6, plan.id, looks)
    if not plans:
        write_text(sheet, 1, 0, "还没有方案，请先在“本平台”新增", looks)
    _set_up(sheet, 0)


def _write_head(
    sheet: Worksheet, row: int, columns: Sequence[tuple[str, int]], looks: Looks
) -> None:
    sheet.set_row(row, _HEAD_HEIGHT)
    for place, (label, width) in enumerate(columns):
        sheet.set_column(place, place, width)
        sheet.write_string(row, place, label, looks.required_head)


def _write_yuan(sheet: Worksheet, row: int, column: int, amount_fen: int, looks: Looks) -> None:
    sheet.write_number(row, column, Decimal(amount_fen).scaleb(-2), looks.money)


def _set_up(sheet: Worksheet, head: int) -> None:
    sheet.freeze_panes(head + 1, 0)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
