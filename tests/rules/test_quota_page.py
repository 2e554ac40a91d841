"""The worked example of docs/quota.md is what the rule really says, row by row."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from models.rules.line.allocation import Allotment, LiveClaim, PoolTerms, allocate
from models.rules.line.order_key import CHINA, Moment, payment_key

PAGE = Path(__file__).resolve().parents[2] / "docs" / "quota.md"
FIRMS = "乙甲戊丙丁"
WORDS = {"funded": "暂列额度内", "waiting": "候补", "locked": "已锁定"}


@dataclass
class Example:
    """The pool of the page while its story goes on; amounts in yuan there, in fen here."""

    budget_fen: int
    claims: dict[str, LiveClaim] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    rows: list[str] = field(default_factory=list)

    def submit(self, firm: str, signed: int, paid: int, yuan: int) -> None:
        """Signed and paid on those days of March."""
        key = payment_key(_day(signed), _day(paid), len(self.claims) + 1)
        self.claims[firm] = LiveClaim(firm, key.member, yuan * 100)

    def lock(self, firm: str) -> None:
        allotted = {one.claim_id: one for one in self._allotted()}
        assert allotted[firm].state == "funded"
        self.claims[firm] = replace(self.claims[firm], locked=True)

    def end(self, firm: str) -> None:
        del self.claims[firm]
        self.ended.add(firm)

    def note(self, number: int, what: str) -> None:
        """A row as the page shows it."""
        allotted = self._allotted()
        states = {one.claim_id: WORDS[one.state] for one in allotted}
        left = self.budget_fen - sum(one.granted_fen for one in allotted)
        cells = [states.get(firm, "—") for firm in FIRMS]
        self.rows.append(f"| {number} | {what} | {' | '.join(cells)} | {left // 100:,} |")

    def _allotted(self) -> list[Allotment]:
        return allocate(PoolTerms(self.budget_fen), self.claims.values())


def _day(day: int) -> Moment:
    return Moment(datetime(2026, 3, 1, 12, tzinfo=CHINA) + timedelta(days=day - 1))


def _story() -> Example:
    it = Example(1_000_000)
    it.submit("甲", signed=1, paid=5, yuan=4000)
    it.note(1, "甲提交：3月1日签约，3月5日付款，申请 4,000 元")
    it.submit("丙", signed=1, paid=8, yuan=4000)
    it.note(2, "丙提交：3月1日签约，3月8日付款，4,000 元")
    it.submit("丁", signed=9, paid=4, yuan=2000)
    it.note(3, "丁提交：3月4日先付款，3月9日才签约，2,000 元")
    it.submit("乙", signed=2, paid=3, yuan=3000)
    it.note(4, "乙最后提交，但3月3日就已签约付款，3,000 元")
    it.lock("甲")
    it.note(5, "甲通过审核")
    it.end("乙")
    it.note(6, "乙撤回")
    it.submit("戊", signed=6, paid=6, yuan=3000)
    it.note(7, "戊提交：3月6日签约付款，3,000 元")
    it.note(8, "丙通过审核，但还没轮到")
    it.budget_fen = 1_200_000
    it.lock("丙")
    it.note(9, "主管部门把预算加到 12,000 元，轮到丙")
    it.end("丁")
    it.note(10, "本期关闭，丁未获资助")
    return it


def test_every_row_of_the_example_is_what_the_rule_says() -> None:
    page = PAGE.read_text("utf-8")
    rows = _story().rows
    assert [row for row in rows if row not in page] == []


def test_the_example_has_no_other_rows() -> None:
    """A row that the story does not make would be a claim that nobody checks."""
    table = [line for line in PAGE.read_text("utf-8").splitlines() if line[:3] in _NUMBERED]
    assert table == _story().rows


_NUMBERED = {f"| {digit}" for digit in range(1, 10)}
