"""Puts up to four plans side by side, line by line, with what is best in each."""

from collections.abc import Sequence
from typing import Annotated, Final
from uuid import UUID

import msgspec
from msgspec import Meta

from models.programme.platform_file import Category
from models.rules.reasons import Reason, Text
from models.rules.text.limits import COMPARED_PLANS
from server.edge.web.bodies import Body
from server.edge.web.field_types import Writing, about
from server.errors import Invalid, NotFound
from server.features.market.newest_plan import NewestPlan, list_newest_plans
from server.features.market.schemas import ComparedPlan, Comparison
from server.features.market.side_by_side import Side, rows_of
from server.features.market.stalls import Prices, Stall, list_stalls
from server.features.platforms.filters import Filters
from server.features.platforms.schemas import PlanView
from server.features.programmes.published import PublishedEdition

_LEAST: Final = 2
_MOST: Final = 4
_WHICH: Final = Text(
    f"要比较的平台方案须为 {_LEAST} 至 {_MOST} 个，且各不相同",
    f"The plans to compare must be {_LEAST} to {_MOST}, each another; choose again",
)


class CompareQuery(Body, frozen=True):
    """`plans`: their ids, parted by commas."""

    plans: Annotated[
        Annotated[str, Meta(min_length=1, max_length=COMPARED_PLANS), Writing.AS_IS],
        about(
            "方案编号，2 至 4 个，用逗号隔开",
            "ids of 2 to 4 plans, parted by commas",
            "01890a5d-ac96-774b-bcce-b302099a8057,01890a5d-ac96-774b-bcce-b302099a8058",
        ),
    ]


async def compare_plans(
    edition: PublishedEdition,
    query: CompareQuery,
    categories: Sequence[Category],
    *,
    english: bool,
) -> Comparison:
    """Each in its newest version. Raises Invalid, NotFound for a plan that there never was."""
    asked = _ids_of(query.plans)
    newest = await list_newest_plans(asked)
    if len(newest) < len(asked):
        raise NotFound()
    stalls = {
        stall.id: stall
        for stall in await list_stalls(edition.code, q=None, filters=Filters(None, None))
    }
    columns = [_column(one, newest[one], stalls, Prices(edition.definition)) for one in asked]
    return Comparison(
        edition=edition.code,
        plans=[column.compared for column in columns],
        rows=rows_of(columns, categories, english=english),
    )


def _ids_of(given: str) -> list[UUID]:
    try:
        ids = msgspec.convert([part.strip() for part in given.split(",")], list[UUID])
    except msgspec.ValidationError:
        ids = []
    if not _LEAST <= len(set(ids)) == len(ids) <= _MOST:
        raise Invalid(errors=[Reason("plans", "not_so_many", _WHICH)])
    return ids


def _column(asked: UUID, plan: NewestPlan, stalls: dict[UUID, Stall], prices: Prices) -> Side:
    stall = stalls.get(plan.platform_id)
    view: PlanView = prices.pricing_of(stall).show(plan)
    compared = ComparedPlan(
        asked=asked,
        changed=plan.id != asked,
        offered=plan.offered,
        platform_id=plan.platform_id,
        platform_name=plan.platform_name,
        takes_part=stall is not None,
        plan=view,
    )
    return Side(compared, stall)
