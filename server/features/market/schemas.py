"""The answers of the market, field by field: plans in a list, and side by side."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Struct

from server.edge.web.field_types import Instant, about
from server.features.platforms.schemas import PlanView

RatingTenths = Annotated[
    int | None,
    about(
        "平台客户评分的十倍，46 即 4.6；空值为还没有评价",
        "ten times the average of the platform's stars; null where nobody has told",
    ),
]


class PlanItem(Struct, frozen=True, kw_only=True):
    """A plan in a list, with what the firm itself pays."""

    id: UUID
    title: str
    platform_id: UUID
    platform_name: Annotated[str, about("平台名称", "name of the platform")]
    district: str
    fee_fen: Annotated[int, about("首期服务费总额，分", "whole fee of the first period, in fen")]
    government_fen: Annotated[int, about("政府承担部分，分", "the government's part, in fen")]
    platform_fen: Annotated[int, about("平台承担部分，分", "the platform's part, in fen")]
    enterprise_fen: Annotated[int, about("企业承担部分，分", "the firm's own part, in fen")]
    period_months: int
    clients: Annotated[int, about("平台本届的客户数", "clients of the platform in this edition")]
    rating_tenths: RatingTenths
    ratings: Annotated[int, about("几家已核实的客户评价过", "how many verified clients have told")]
    logo: Annotated[
        str | None, about("平台标志的地址；空值为没有", "address of its logo; null for none")
    ]


class FavouriteItem(Struct, frozen=True, kw_only=True):
    """A platform or a plan that is kept in mind, with what it costs in the newest open edition."""

    kind: Annotated[
        Literal["platform", "plan"], about("platform 平台，plan 方案", "platform or plan")
    ]
    id: Annotated[
        UUID,
        about("平台编号，或方案最新版本的编号", "of the platform, or the plan's newest version"),
    ]
    title: Annotated[str, about("平台或方案的名称", "name of the platform or the plan")]
    platform_id: UUID
    platform_name: Annotated[str, about("平台名称", "name of the platform")]
    edition: Annotated[
        str | None,
        about("价格按此届；空值为无", "the edition that the price is of; null without any"),
    ]
    fee_fen: Annotated[
        int | None,
        about(
            "首期服务费总额，平台为最低方案，分；空值为无方案",
            "whole fee in fen, a platform's of its cheapest plan; null without one",
        ),
    ]
    enterprise_fen: Annotated[
        int | None, about("企业承担部分，分；空值为无方案", "the firm's own part in fen, or null")
    ]
    changed: Annotated[
        bool, about("收藏后方案有更新", "whether the plan was changed since it was kept")
    ]
    offered: Annotated[bool, about("是否在售", "whether it is on offer")]
    kept_at: Annotated[Instant, about("收藏的时刻", "when it was kept")]
    rating_tenths: RatingTenths
    ratings: Annotated[int, about("几家已核实的客户评价过", "how many verified clients have told")]
    logo: Annotated[
        str | None, about("平台标志的地址；空值为没有", "address of its logo; null for none")
    ]


class ComparedPlan(Struct, frozen=True, kw_only=True):
    """A plan that is compared: the version on offer now, of the one that was asked for."""

    asked: Annotated[UUID, about("所问的方案编号", "the id that was asked for")]
    changed: Annotated[
        bool, about("方案已更新，这里是新版本", "whether this is a newer version of it")
    ]
    offered: Annotated[bool, about("是否在售", "whether it is on offer")]
    platform_id: UUID
    platform_name: Annotated[str, about("平台名称", "name of the platform")]
    takes_part: Annotated[
        bool, about("平台是否参加本届", "whether the platform takes part in this edition")
    ]
    plan: Annotated[PlanView, about("方案及其分担", "the plan and who pays what of it")]


class PlanPage(ComparedPlan, frozen=True, kw_only=True):
    """A plan on a page of its own, found by the id of any of its versions."""

    edition: Annotated[
        str | None,
        about(
            "分担按此届；空值为平台没有参加在申报的届次",
            "the edition of the split; null where the platform takes part in none that is open",
        ),
    ]


class ComparedRow(Struct, frozen=True, kw_only=True):
    """One line of the table: what it is about, and a text for each plan, in their order."""

    code: str
    label: str
    values: Annotated[list[str], about("各方案的内容", "a text for each plan")]
    same: Annotated[bool, about("各方案是否相同", "whether all say the same")]
    best: Annotated[
        list[bool],
        about("各方案在这一项是否最优；不比优劣的全为否", "which are best in it; none if none is"),
    ]


class Comparison(Struct, frozen=True, kw_only=True):
    """Up to four plans side by side, ready to be drawn."""

    edition: str
    plans: list[ComparedPlan]
    rows: Annotated[list[ComparedRow], about("逐项对照", "the table, line by line")]
