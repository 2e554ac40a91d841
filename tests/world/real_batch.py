"""A batch as platforms really send one: rows by many hands, papers by phones, some of it wrong."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Final, Literal

from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from models.rules.line.order_key import CHINA
from models.rules.manifest.columns import Column
from models.rules.manifest.plain_sheets import letters
from models.rules.places.sectors import sectors
from models.rules.terms.programme import EditionDefinition, TrackTerms
from models.rules.uscc import check_character
from tests.world.archives import photo
from tests.world.papers import pdf
from tests.world.wrong_ways import CELLS, FORMULA, MERGED, PAPERS, RULES

SHEET = "2026年客户"
HEADER_ROW = 3
_SHARE_WRONG = (60, 500)
_SHORT: Final[Mapping[str, str]] = {
    "commitment_letter": "承诺书", "business_licence": "营业执照", "service_contract": "服务协议",
    "payment_receipt": "付款凭证",
}  # fmt: skip
_PLACES = ("浦东新区", "闵行", "嘉定区", "上海市松江区", "宝山", "青浦区", "徐汇区", "上海市杨浦区")
_NAMES = ("云帆", "申达", "恒力", "捷联", "博远", "新纪", "海纳", "精工", "瑞丰", "同创")
_TRADES = ("机械", "电子", "服饰", "食品", "模具", "物流", "包装", "新材料", "仪器", "贸易")

Where = Literal["cell", "papers", "rules"]


@dataclass(frozen=True, slots=True)
class WrongRow:
    """`code` of its problem at `field`, or of a paper; `where`: told by the cell, paper or rule."""

    row: int
    uscc: str
    field: str
    code: str
    where: Where


@dataclass(frozen=True, slots=True)
class Makers:
    """What makes a photo and a PDF that no other text gives."""

    photo: Callable[[str], bytes] = photo
    pdf: Callable[[str], bytes] = pdf


@dataclass(frozen=True, slots=True)
class RealBatch:
    """`files` gives the archive's files anew each time, four a firm but for those that are wrong."""

    manifest: bytes
    firms: tuple[tuple[str, str], ...]
    wrong: tuple[WrongRow, ...]
    files: Callable[[], Iterator[tuple[str, bytes]]]


def real_batch(
    definition: EditionDefinition,
    track: TrackTerms,
    columns: Sequence[Column],
    *,
    now: datetime,
    firms: int = 500,
    first: int = 1,
    makers: Makers = Makers(),
) -> RealBatch:
    """The same for the same numbers; `first` is that of the first firm, whose code follows from it.

    60 of 500 rows are wrong, each in one way, all ways in turn; the others are untidy and right.
    Papers are a kilobyte each unless others make them.
    """
    book = _Batch(definition, track, columns, now, firms, first, makers)
    manifest = book.manifest()
    return RealBatch(manifest, tuple(book.firms), tuple(book.wrong), book.files)


class _Batch:
    def __init__(
        self,
        definition: EditionDefinition,
        track: TrackTerms,
        columns: Sequence[Column],
        now: datetime,
        count: int,
        first: int,
        makers: Makers,
    ) -> None:
        self._columns, self._track, self._random = columns, track, Random(first)
        self._makers = makers
        self._places = {column.name: place for place, column in enumerate(columns)}
        start = definition.edition.period_from.astimezone(CHINA).date()
        last = min(definition.edition.period_to, now).astimezone(CHINA).date() - timedelta(days=1)
        self._start, self._days = start, max(1, (last - start).days)
        self.firms = [self._firm(first + number) for number in range(count)]
        self.wrong: list[WrongRow] = []
        self._fault: dict[str, str] = {}

    def _firm(self, number: int) -> tuple[str, str]:
        body = f"91310115MB{number:07d}"
        name = f"上海{_NAMES[number % 10]}{_TRADES[number // 10 % 10]}{number}有限公司"
        return body + check_character(body), name

    def manifest(self) -> bytes:
        target = io.BytesIO()
        book = Workbook(target, {"in_memory": True, "strings_to_formulas": False})
        book.add_worksheet("封面").write(0, 0, "云平台 2026 年客户申报清单")
        sheet = book.add_worksheet(SHEET)
        sheet.write(0, 0, "客户清单（内部）")
        heads = [column.label.zh for column in self._columns]
        sheet.write_row(HEADER_ROW - 1, 0, [*heads, "经办备注"])
        looks = _Looks(book)
        for number in range(len(self.firms)):
            self._row(sheet, number, looks)
        sheet.set_row(HEADER_ROW + 1, None, None, {"hidden": True})
        book.close()
        return target.getvalue()

    def _row(self, sheet: Worksheet, number: int, looks: "_Looks") -> None:
        row, cells = HEADER_ROW + 1 + number, self._cells(number)
        turn, every = len(self.wrong), _SHARE_WRONG[1] / _SHARE_WRONG[0]
        if number >= round(turn * every) + 4 and number % 2 == 0:
            self._spoil(sheet, row, number, cells, turn)
        for name, value in cells.items():
            looks.write(sheet, row - 1, self._places[name], value)
        sheet.write(row - 1, len(self._columns), self._random.choice(["", "加急", "已核"]))

    def _spoil(
        self, sheet: Worksheet, row: int, number: int, cells: dict[str, Any], turn: int
    ) -> None:
        ways = len(CELLS) + 4 + len(PAPERS) + len(RULES)
        turn %= ways
        code = self.firms[number][0]
        if turn < len(CELLS):
            field, value, said = CELLS[turn]
            cells[field] = value(cells[field]) if callable(value) else value
            self._say(row, code, field, said, "cell")
            return
        turn -= len(CELLS)
        if turn < 4:
            self._spoil_beside(sheet, row, number, cells, turn)
            return
        turn -= 4
        if turn < len(PAPERS):
            field, said = PAPERS[turn]
            self._fault[code] = said
            self._say(row, code, field, said, "papers")
            return
        field, said, changed = RULES[turn - len(PAPERS)]
        cells.update(changed)
        self._say(row, code, field, said, "rules")

    def _spoil_beside(
        self, sheet: Worksheet, row: int, number: int, cells: dict[str, Any], turn: int
    ) -> None:
        """What only the sheet or another row shows: formula, merged cells, firm and contract twice."""
        code, place = self.firms[number][0], self._places["contact_phone"]
        if turn == 0:
            del cells["paid_yuan"]
            sheet.write_formula(row - 1, self._places["paid_yuan"], "=A1*1", None, "")
            self._say(row, code, "paid_yuan", FORMULA, "cell")
        elif turn == 1:
            del cells["contact_phone"]
            sheet.merge_range(row - 2, place, row - 1, place, "13900001111")
            self._say(row, code, "contact_phone", MERGED, "cell")
        elif turn == 2:
            cells["uscc"] = self.firms[0][0]
            self._say(row, self.firms[0][0], "uscc", "repeated_firm", "cell")
        else:
            cells["contract_no"] = self._contract(0).replace("-", "—")
            self._say(row, code, "contract_no", "repeated_contract", "cell")

    def _say(self, row: int, code: str, field: str, said: str, where: Where) -> None:
        self.wrong.append(WrongRow(row, code, field, said, where))

    def _contract(self, number: int) -> str:
        return f"FW-{self.firms[number][0][10:17]}"

    def _cells(self, number: int) -> dict[str, Any]:
        """A right row in one of the ways in which people write one."""
        pick, plan = self._random.choice, self._random.choice(self._plan_titles())
        code, name = self.firms[number]
        signed = self._start + timedelta(days=self._random.randrange(self._days))
        fee = self._fee(plan)
        cells: dict[str, Any] = {
            "uscc": pick([code, code.lower(), f"'{code}", f" {code[:8]} {code[8:]}", _wide(code)]),
            "enterprise_name": name,
            "district": pick(_PLACES),
            "registered_city": pick(["上海市", "上海"]),
            "sector": pick([sector.value for sector in sectors()][:40]),
            "employees": pick([35, "35人", "３５", 35.0]),
            "annual_revenue_yuan": pick([5_000_000, "500万", "5,000,000.00", "¥5000000元", "0.05亿"]),
            "registered_on": pick(["2015-06-18", date(2015, 6, 18), "2015年6月18日", 42173, "20150618"]),
            "contact_phone": pick([13800000000 + number, f"+86 138-0000-{number:04d}"]),
            "plan": plan,
            "contract_no": self._contract(number),
            "signed_at": self._moment(signed, time(9, 30)),
            "paid_at": self._moment(signed, time(16, 5, 20)),
            "fee_yuan": pick([fee / 100, f"{fee / 100:,.2f}", f"{fee / 1_000_000}万元"]),
            "paid_yuan": pick([fee / 100, f"￥{fee / 100}"]),
            "payer": pick([name, ""]),
        }  # fmt: skip
        for column in self._columns:
            if column.fact is not None and column.type == "bool":
                cells[column.name] = pick(["是", "√", "Y", True, 1])
        return cells

    def _moment(self, day: date, at: time) -> Any:
        whole = datetime.combine(day, at)
        ways = [
            whole,
            day,
            f"{day} {at:%H:%M:%S}",
            f"{day.year}年{day.month}月{day.day}日{at.hour}时{at.minute}分",
            f"{day.year}/{day.month}/{day.day} {at:%H:%M}",
            f"{day.year}.{day.month}.{day.day}",
        ]
        return self._random.choice(ways)

    def _plan_titles(self) -> list[str]:
        plan = next(column for column in self._columns if column.name == "plan")
        return [option.label.zh for option in plan.options]

    def _fee(self, title: str) -> int:
        return 1_200_000 if len(title) % 2 else 960_000

    def files(self) -> Iterator[tuple[str, bytes]]:
        """A folder a firm, its papers named by their kind."""
        shared = self._makers.photo("the same voucher for two firms")
        for code, name in self.firms:
            fault = self._fault.get(code)
            if fault == "folder_missing":
                continue
            folder = f"{code}_{name}"
            if fault == "folder_unknown":
                folder = f"{_other(code)}_{name}"
            for turn, material in enumerate(self._track.materials):
                path, content = self._paper(folder, code, material.kind, turn)
                if fault == "missing" and turn == 3:
                    continue
                if fault == "damaged" and turn == 2:
                    content = content[: len(content) // 2]
                if fault == "empty" and turn == 2:
                    content = b""
                yield path, shared if fault == "same_file" and turn == 3 else content
            if fault == "paper_unknown":
                yield f"{folder}/随手拍.jpg", self._makers.photo(code)
                yield f"{folder}/付款凭证-2.jpg", shared

    def _paper(self, folder: str, code: str, kind: str, turn: int) -> tuple[str, bytes]:
        name = _SHORT.get(kind, kind)
        if turn % 2:
            return f"{folder}/{name}.jpg", self._makers.photo(f"{code} {kind}")
        return f"{folder}/{name}.pdf", self._makers.pdf(f"{code} {kind}")


class _Looks:
    """Writes each value as a sheet would hold it."""

    def __init__(self, book: Workbook) -> None:
        self._day: Format = book.add_format({"num_format": "yyyy/m/d"})
        self._moment: Format = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})

    def write(self, sheet: Worksheet, row: int, column: int, value: Any) -> None:
        if isinstance(value, datetime):
            sheet.write_datetime(row, column, value, self._moment)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self._day)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, str):
            sheet.write_string(row, column, value)
        else:
            sheet.write_number(row, column, value)


def _wide(code: str) -> str:
    return code.translate({ord(sign): ord(sign) + 0xFEE0 for sign in code})


def _other(code: str) -> str:
    """The code of a firm that is in no list."""
    body = code[:10] + "9" + code[11:17]
    return body + check_character(body)


def cell_of(columns: Sequence[Column], wrong: WrongRow) -> str:
    """Where the report has to point to."""
    place = [column.name for column in columns].index(wrong.field)
    return f"'{SHEET}'!{letters(place)}{wrong.row}"
