"""The table of a comparison: its lines in words, and what is best in each."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from models.programme.platform_file import Category
from models.rules.money import yuan
from models.rules.reasons import Text
from server.features.market.schemas import ComparedPlan, ComparedRow
from server.features.market.stalls import Stall
from server.features.platforms.schemas import PlanView

_NONE: Final = Text("—", "—")
_Number = Callable[[PlanView], int]
_MONEY: Final[tuple[tuple[str, Text, _Number, bool], ...]] = (
    ("fee_fen", Text("首期服务费", "Fee of the first period"), lambda plan: plan.fee_fen, True),
    (
        "government_fen",
        Text("政府补贴", "Paid by the government"),
        lambda plan: plan.government_fen,
        False,
    ),
    (
        "platform_fen",
        Text("平台让利", "Given up by the platform"),
        lambda plan: plan.platform_fen,
        False,
    ),
    ("enterprise_fen", Text("您自付", "You pay"), lambda plan: plan.enterprise_fen, True),
    (
        "monthly_fen",
        Text("平均每月自付", "You pay a month"),
        lambda plan: plan.enterprise_fen // plan.period_months,
        True,
    ),
)
"""What, its words, its amount, and whether the least is best."""


@dataclass(frozen=True, slots=True)
class Side:
    """A plan with its platform; None where that does not take part in the edition."""

    compared: ComparedPlan
    stall: Stall | None


def rows_of(
    columns: Sequence[Side], categories: Sequence[Category], *, english: bool
) -> list[ComparedRow]:
    """Every line, in the order in which a firm asks."""
    labels = {one.code: one.label for one in categories}
    words = (
        *((code, label, values, best) for code, label, values, best in _money_rows(columns)),
        *_other_rows(columns, labels),
    )
    return [
        ComparedRow(
            code=code,
            label=label.in_language(english),
            values=[value.in_language(english) for value in values],
            same=len(set(values)) == 1,
            best=best,
        )
        for code, label, values, best in words
    ]


_Row = tuple[str, Text, list[Text], list[bool]]


def _money_rows(columns: Sequence[Side]) -> Iterator[_Row]:
    for code, label, amount, least_is_best in _MONEY:
        amounts = [amount(column.compared.plan) for column in columns]
        values = [Text(f"{yuan(one)} 元", f"{yuan(one)} yuan") for one in amounts]
        yield code, label, values, _best([-one for one in amounts], judged=least_is_best)


def _other_rows(columns: Sequence[Side], labels: dict[str, Text]) -> Iterator[_Row]:
    plans, nothing = [column.compared.plan for column in columns], [False] * len(columns)
    months = [Text(f"{p.period_months} 个月", f"{p.period_months} months") for p in plans]
    yield "period_months", Text("首期时长", "First period"), months, nothing
    told = [Text(plan.description, plan.description) for plan in plans]
    yield "description", Text("服务内容", "What it offers"), told, nothing
    names = [column.compared.platform_name for column in columns]
    yield "platform", Text("平台", "Platform"), [Text(name, name) for name in names], nothing
    stalls = [column.stall for column in columns]
    places = [_NONE if one is None else Text(one.district, one.district) for one in stalls]
    yield "district", Text("平台所在区", "District of the platform"), places, nothing
    kinds = [_NONE if one is None else _functions(one, labels) for one in stalls]
    yield "categories", Text("平台类别", "Functions"), kinds, nothing
    clients = [0 if one is None else one.clients for one in stalls]
    said = [Text(f"{count} 家", str(count)) for count in clients]
    yield "clients", Text("本年度客户", "Clients in this edition"), said, _best(clients)
    tenths = [(0 if one is None else one.rating_tenths) or 0 for one in stalls]
    rated = [_NONE if one is None or one.ratings == 0 else _stars(one) for one in stalls]
    yield "rating", Text("客户评分", "Rated by clients"), rated, _best(tenths)


def _stars(stall: Stall) -> Text:
    whole, tenth = divmod(stall.rating_tenths or 0, 10)
    return Text(
        f"{whole}.{tenth} 分（{stall.ratings} 家评价）", f"{whole}.{tenth} ({stall.ratings} rated)"
    )


def _functions(stall: Stall, labels: dict[str, Text]) -> Text:
    known = [labels.get(code, Text(code, code)) for code in stall.categories]
    return Text("、".join(one.zh for one in known), ", ".join(one.en for one in known))


def _best(figures: Sequence[int], *, judged: bool = True) -> list[bool]:
    """The greatest; none where all are the same."""
    if not judged or len(set(figures)) == 1:
        return [False] * len(figures)
    return [figure == max(figures) for figure in figures]
