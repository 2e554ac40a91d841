"""Bodies and answers of scoring."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from server.edge.web.bodies import Body
from server.edge.web.field_types import Code, Count, Instant, LongText, Reasoning, about
from server.features.applications.schemas import NamedReference
from server.features.reviews.schemas import SheetCriterionView

Points = Annotated[int, Meta(ge=-1_000_000, le=1_000_000)]
"""Whether it lies within its criterion is the score sheet's to say."""


class Sheet(Body, frozen=True):
    """Points by criterion, all of them; the comment is shown without a name once it is closed."""

    scores: Annotated[
        Annotated[dict[Code, Points], Meta(max_length=100)],
        about(
            "各评分项得分，须全部给出",
            "points by criterion, all of them",
            {"innovation": 18, "market": 15},
        ),
    ]
    comment: LongText | None = None


class RoundClosing(Body, frozen=True):
    """`reason` is needed while more may come to the scoring."""

    reason: Annotated[
        Reasoning | None,
        about(
            "理由；仍可能有申请进入时必填",
            "needed while more may come to the scoring",
            "申报窗口已关闭",
        ),
    ] = None


class LineDrawing(Body, frozen=True):
    """The best `chosen` pass; `among_tied` names the applications that pass of a tie it cuts."""

    chosen: Annotated[Count, about("前多少名入围", "how many of the best pass", 20)]
    reason: Annotated[
        Reasoning, about("划线理由，留存备查", "the reason, kept on record", "年度名额 20 个")
    ]
    among_tied: Annotated[
        Annotated[list[UUID], Meta(max_length=1000)],
        about("线上同分者中入围的申请", "applications that pass of a tie that the line cuts", []),
    ] = msgspec.field(default_factory=list)


class InConflict(msgspec.Struct, frozen=True):
    """An expert who may not score this application."""

    id: Annotated[UUID, about("专家编号", "id of the expert")]
    name: Annotated[
        str | None, about("专家用户名；空值为未知", "user name of the expert; null while unknown")
    ]
    reason: Annotated[
        str | None, about("专家所述情况；空值为未说明", "as declared; null without one")
    ]


class ApplicationToScore(msgspec.Struct, frozen=True):
    """An application to be scored; no points: they are nobody's to see before the closing."""

    application_id: UUID
    review_id: UUID
    number: str
    enterprise: NamedReference | None
    district: str
    scored: Annotated[int, about("已评分专家数", "how many have scored")]
    in_conflict: Annotated[
        list[InConflict], about("有利益冲突的专家", "experts who may not score it")
    ]
    missing: Annotated[list[NamedReference], about("尚未评分的专家", "experts who have not scored")]


class SheetTotal(msgspec.Struct, frozen=True):
    """One expert's sheet; the numbers run by points, so no number is the same person twice."""

    expert: Annotated[str, about("专家序号，不对应具体人", "a number by points, no person")]
    total: int
    comment: str | None


class CriterionAverage(msgspec.Struct, frozen=True):
    criterion: Annotated[str, about("评分项代码", "code of the criterion")]
    average: Annotated[str, about("该项平均分，两位小数", "mean of its points, two places")]


class Ranked(msgspec.Struct, frozen=True):
    """`average` with two places, half up; the rank goes by the exact one. `passed`: by the line."""

    application_id: UUID
    review_id: UUID
    number: str
    enterprise: NamedReference | None
    district: str
    status: Annotated[str, about("申请状态", "status of the application")]
    rank: int
    average: str
    points_sum: Annotated[int, about("总分之和", "sum of all totals")]
    experts: Annotated[int, about("评分专家数", "how many experts scored it")]
    passed: bool | None
    totals: Annotated[list[SheetTotal], about("各评分表总分", "each sheet's total")]
    criteria: Annotated[list[CriterionAverage], about("各评分项平均分", "mean by criterion")]


class ScoringView(msgspec.Struct, frozen=True):
    """One round of a track."""

    id: Annotated[
        UUID | None, about("轮次编号；空值为尚未开始", "id of the round; null before it begins")
    ]
    edition: str
    track: str
    round: int
    state: Annotated[
        Literal["open", "closed", "lined"],
        about("open 评分中，closed 已结束，lined 已划线", "open, closed or lined"),
    ]
    minimum_experts: int
    sheet: Annotated[list[SheetCriterionView], about("评分表", "the score sheet")]
    applications: Annotated[
        list[ApplicationToScore], about("待评分的申请", "applications still to be scored")
    ]
    ranking: Annotated[
        list[Ranked] | None, about("排名；结束前为空", "the ranking; null before the closing")
    ]
    closed_at: Instant | None
    close_reason: Annotated[
        str | None, about("结束理由；空值为没有", "why it was closed; null without a reason")
    ]
    chosen: int | None
    line_reason: Annotated[
        str | None, about("划线理由；空值为未划线", "why the line is where it is; null before it")
    ]
    line_at: Annotated[
        Instant | None, about("划线时刻；空值为未划线", "when the line was drawn; null before it")
    ]
