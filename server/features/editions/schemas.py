"""Bodies and answers of the authority's acts on an edition."""

from datetime import date
from typing import Annotated

import msgspec

from server.edge.web.bodies import Body
from server.edge.web.field_types import Count, Fen, Instant, Reasoning, about
from server.features.programmes.window import EditionStatus
from server.features.quota.figures import PoolView


class NewLimits(Body, frozen=True):
    """Limits of a pool; null is no limit of that kind."""

    budget_fen: Annotated[
        Fen | None, about("预算，分；空值为不限", "budget in fen; null for no limit", 5000000000)
    ]
    places: Annotated[Count | None, about("名额；空值为不限", "places; null for no limit", None)]


class PoolChange(NewLimits, frozen=True):
    """A pool's limits from now on; null is no limit of that kind. `reason` goes on record."""

    reason: Annotated[
        Reasoning, about("理由，留存备查", "the reason, kept on record", "追加年度预算")
    ]


class EditionClosing(Body, frozen=True):
    """`reason` goes on record, and to those who waited."""

    reason: Annotated[
        Reasoning,
        about(
            "理由，留存并告知候补者", "goes on record, and to those who waited", "年度预算已用完"
        ),
    ]


class EditionState(msgspec.Struct, frozen=True):
    """`settled_at`: since when nobody waits any more; null while it is being settled."""

    code: str
    status: Annotated[EditionStatus, about("届次状态", "status of the edition")]
    closed_at: Instant | None
    settled_at: Annotated[
        Instant | None,
        about(
            "候补全部了结的时刻；空值为处理中",
            "since when nobody waits any more; null while under way",
        ),
    ]


class EditionPool(PoolView, frozen=True, kw_only=True):
    """A pool with its name."""

    label: str


class EditionTrack(msgspec.Struct, frozen=True):
    """What of a track concerns whoever decides an edition."""

    code: str
    title: str
    pool: Annotated[
        str | None,
        about("资金池代码；空值为没有资金池", "code of its pool; null where it has none"),
    ]
    gives_money: Annotated[
        bool,
        about(
            "是否给予资金；没有资金池的，总额不限",
            "whether it gives money; without a pool its total has no limit",
        ),
    ]
    scored: Annotated[bool, about("是否由专家评分", "whether experts score it")]
    publicity: Annotated[bool, about("是否须公示", "whether it has a public notice")]
    waivable: Annotated[
        bool, about("可否同意再次申请", "whether a firm may be let apply once more")
    ]
    recognition: Annotated[bool, about("是否认定资格", "whether it gives a title")]


class OwnEdition(msgspec.Struct, frozen=True, kw_only=True):
    """An edition as whoever decides it has it before them."""

    code: str
    programme: Annotated[str, about("政策代码", "code of the policy")]
    year: Annotated[int, about("年度", "the year")]
    title: str
    status: Annotated[EditionStatus, about("届次状态", "status of the edition")]
    opens_at: Annotated[Instant, about("申报开始", "when it opens")]
    closes_at: Annotated[Instant, about("申报截止", "when it closes")]
    closed_at: Instant | None
    settled_at: Annotated[
        Instant | None,
        about(
            "候补全部了结的时刻；空值为处理中",
            "since when nobody waits any more; null while under way",
        ),
    ]
    settles_on: Annotated[
        date | None,
        about("候补截止日；空值为未定", "the last day for who waits; null where none is named"),
    ]
    tracks: Annotated[list[EditionTrack], about("申报事项", "its tracks")]
    pools: Annotated[list[EditionPool], about("资金池", "its pools")]
