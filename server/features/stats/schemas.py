"""Answers about the figures of an edition."""

from typing import Annotated, Literal

import msgspec

from server.edge.web.field_types import Instant, PoolCode, about

By = Literal["day", "district", "sector", "platform", "track", "status"]


class StatsQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is counted apart, and of which pool; without `pool` of all of them."""

    by: Annotated[
        By,
        about(
            "分组：day 逐日累计，district 区，sector 行业，platform 平台，track 方向，status 状态",
            "what is counted apart; `day` is cumulative",
        ),
    ] = "day"
    pool: Annotated[
        PoolCode | None, about("只看此资金池；不填为全部", "only this pool; without it all")
    ] = None


class StatsFigures(msgspec.Struct, frozen=True, kw_only=True):
    """`locked`, `funded`, `waiting` as in the quota; what is paid was locked before."""

    applications: Annotated[int, about("已提交的申请数", "how many were handed in")]
    asked_fen: Annotated[int, about("申请金额，分", "what they ask, in fen")]
    locked: Annotated[int, about("已锁定（审定）的申请数", "how many are locked")]
    locked_fen: Annotated[int, about("已锁定（审定）金额，分", "locked, in fen")]
    funded: Annotated[int, about("在审而有资金的申请数", "how many are under review with money")]
    funded_fen: Annotated[int, about("在审而有资金的金额，分", "under review with money, in fen")]
    waiting: Annotated[int, about("候补的申请数", "how many wait")]
    waiting_fen: Annotated[int, about("候补的申请金额，分", "what those who wait ask, in fen")]
    paid: Annotated[int, about("已拨付的申请数", "how many are paid")]
    paid_fen: Annotated[int, about("已拨付金额，分", "paid, in fen")]


class StatsRow(StatsFigures, frozen=True, kw_only=True):
    """One group; `key` is the code that filters take, null where there is none."""

    key: Annotated[
        str | None,
        about("分组的代码或日期；空值为没有", "code of the group, or the day; null for none"),
    ]
    label: str
    budget_fen: Annotated[
        int | None,
        about("当日预算，分；仅逐日有", "the budget at the end of that day, in fen; of days alone"),
    ]


class StatsPool(msgspec.Struct, frozen=True):
    """A pool's limits."""

    pool: Annotated[str, about("资金池代码", "code of the pool")]
    budget_fen: Annotated[
        int | None, about("预算，分；空值为不限", "budget in fen; null for no limit")
    ]
    places: Annotated[int | None, about("名额；空值为不限", "places; null for no limit")]
    locked_fen: Annotated[int, about("已锁定（审定）金额，分", "locked, in fen")]


class StatsPoolName(msgspec.Struct, frozen=True):
    """A pool that figures may be asked of."""

    pool: Annotated[str, about("资金池代码", "code of the pool")]
    label: str


class StatsEdition(msgspec.Struct, frozen=True):
    """An edition whose figures the caller may read."""

    code: str
    title: str
    year: Annotated[int, about("年度", "its year")]
    pools: Annotated[list[StatsPoolName], about("资金池，按代码", "its pools, by code")]


class StatsEditions(msgspec.Struct, frozen=True):
    items: Annotated[list[StatsEdition], about("可看的届次，新的在前", "the newest first")]


class StatsView(msgspec.Struct, frozen=True):
    """Figures of one moment: the sums over `items` are `totals`, the last day is `totals`.

    With a grant for some districts they are of these alone; `pools` are always whole.
    """

    edition: str
    by: Annotated[By, about("分组方式", "what is counted apart")]
    pool: Annotated[str | None, about("所看的资金池；空值为全部", "the pool; null for all")]
    districts: Annotated[
        list[str] | None,
        about("仅限这些区；空值为全部", "of these districts alone; null for all"),
    ]
    as_of: Instant
    pools: Annotated[list[StatsPool], about("资金池", "the pools")]
    totals: Annotated[StatsFigures, about("合计", "the sums")]
    items: Annotated[list[StatsRow], about("各组", "the groups")]
