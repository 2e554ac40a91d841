"""How a track is shown: what is asked, what it gives, its path, and what follows."""

from typing import Annotated

from msgspec import Struct

from models.rules.terms.programme import (
    Applicant,
    AwardKind,
    ExclusionKind,
    Selection,
)
from models.rules.terms.recognition import Span
from server.edge.web.field_types import about
from server.features.programmes.fact_schema import TrackFactView
from server.features.programmes.stage_schema import StageView


class TrackConditionView(Struct, frozen=True):
    id: Annotated[str, about("条件编号", "id of the condition")]
    text: str
    cite: str | None
    assumed: bool
    reading: str | None


class CheckView(Struct, frozen=True):
    """What two figures must be to each other; else they come back as `contradicts`."""

    id: Annotated[str, about("核对项编号", "id of the check")]
    text: str
    fact: Annotated[str, about("左边的项目", "the fact on the left")]
    op: Annotated[str, about("比较：>=、>、<=、<、==", "how they are compared")]
    value: Annotated[
        int | None, about("右边的数；空值为另一项目", "the number on the right; null for a fact")
    ]
    value_fact: Annotated[
        str | None, about("右边的项目；空值为一个数", "the fact on the right; null for a number")
    ]
    when: Annotated[
        str | None,
        about("这一项为“是”或大于 0 才核对", "applies where this fact is true or above 0"),
    ]
    cite: str | None
    assumed: bool
    reading: str | None


class MaterialView(Struct, frozen=True):
    kind: str
    label: str
    required: bool
    cite: str | None
    assumed: bool
    reading: str | None


class FigureView(Struct, frozen=True):
    """A number of an award; one that the edition assumed cites nothing."""

    name: Annotated[str, about("数的代码，单位为后缀", "its code, which ends in its unit")]
    label: str
    value: Annotated[int, about("数值：分、万分之一或个数", "in fen, basis points, or a count")]
    shown: Annotated[str, about("写出来的数值", "the value as a person reads it")]
    cite: str | None
    assumed: bool
    reading: str | None
    source: Annotated[
        str | None,
        about(
            "条款所在的文件；空值为本通知",
            "document of the clause; null for the programme's own notice",
        ),
    ]


class TrackAwardView(Struct, frozen=True):
    """`assumed`: the notice leaves some part of it open and the edition fills it in."""

    kind: Annotated[AwardKind, about("补贴方式", "how the award is worked out")]
    text: str
    cite: str | None
    assumed: bool
    reading: str | None
    figures: Annotated[
        list[FigureView], about("计算所用的各个数", "the numbers it is worked out by")
    ]


class TrackCriterionView(Struct, frozen=True):
    """One line of the score sheet."""

    code: str
    label: str
    maximum_points: int
    cite: str | None
    assumed: bool
    reading: str | None


class ExclusionView(Struct, frozen=True):
    """What may not come together."""

    id: str
    kind: Annotated[ExclusionKind, about("互斥种类", "kind of the exclusion")]
    text: str
    waivable: Annotated[
        bool,
        about("主管部门能否说明理由后放行", "whether the authority may waive it with a reason"),
    ]
    cite: str | None
    assumed: bool
    reading: str | None


class RecognitionView(Struct, frozen=True):
    """The list that an approval enters; years, days and month are null where there is no duty."""

    title: str
    span: Span
    platform: Annotated[
        bool, about("持有者是否成为可浏览的平台", "whether the holder becomes a platform to browse")
    ]
    categories: Annotated[
        str | None,
        about(
            "以哪项填报作为功能分类；空值为无",
            "the declaration that gives its functions; null for none",
        ),
    ]
    modes: Annotated[
        str | None,
        about(
            "以哪项填报作为资助方式；空值为无",
            "the declaration that gives its funding modes; null for none",
        ),
    ]
    title_by: Annotated[
        str | None,
        about(
            "以哪项填报的选项为资格名；空值为只有一种",
            "the declaration whose option is the title; null where there is one",
        ),
    ]
    review_years: Annotated[
        int | None, about("几年复核一次；空值为不复核", "years until a re-review; null for none")
    ]
    remind_days: Annotated[
        int | None, about("提前几天提醒；空值为不提醒", "days before it to remind; null for none")
    ]
    summary_month: Annotated[
        int | None,
        about(
            "次年此月底前交年度总结；空值为不交",
            "month of the next year by whose end the summary is due; null for none",
        ),
    ]
    cite: str | None
    assumed: bool
    reading: str | None
    figures: Annotated[
        list[FigureView],
        about("期限各自的出处", "where its years, days and month come from"),
    ]


class DutyView(Struct, frozen=True):
    """What holders of the title hand in afterwards: apply for it under `code`."""

    code: Annotated[str, about("提交时所用方向代码", "the track to apply for")]
    title: str
    materials: list[MaterialView]
    stages: list[StageView]
    cite: str | None


class FlaggedView(Struct, frozen=True):
    """Cities that are seen apart, such as the Yangtze delta."""

    label: str
    cities: Annotated[list[str], about("单列的城市", "the cities")]
    cite: str | None
    assumed: bool
    reading: str | None


class ClientListView(Struct, frozen=True):
    """The track is claimed with a list of new clients; clients in these cities do not count."""

    text: str
    excluded_cities: Annotated[
        list[str], about("不计入的城市", "clients in these cities do not count")
    ]
    flagged: Annotated[
        FlaggedView | None, about("单列城市；空值为无", "cities that are seen apart; null for none")
    ]
    cite: str | None
    assumed: bool
    reading: str | None


class PlacesView(Struct, frozen=True):
    """How many a year may be chosen of one option of the fact `by`."""

    by: Annotated[str, about("按哪项填报分名额", "the fact that the places go by")]
    option: Annotated[str, about("该项的选项", "its option")]
    places: Annotated[int, about("每年名额", "how many a year")]
    cite: str | None
    assumed: bool
    reading: str | None


class TrackView(Struct, frozen=True, kw_only=True):
    """A track with all its rules."""

    code: str
    title: str
    description: Annotated[
        str | None, about("方向说明；空值为无", "what it is for; null without words")
    ]
    cite: str | None
    responsible: Annotated[
        str | None, about("责任单位；空值为未注明", "who is in charge; null where it is not named")
    ]
    selection: Annotated[
        Selection,
        about(
            "first_come 先到先得，merit 择优，rolling 随到随审",
            "how it is selected: first_come, merit or rolling",
        ),
    ]
    applicant: Annotated[Applicant, about("由企业还是平台申请", "whether firms or platforms apply")]
    pool: str | None
    facts: Annotated[
        list[TrackFactView],
        about("须填报并参与判定的项目", "facts that the conditions and the award need"),
    ]
    declarations: Annotated[
        list[TrackFactView],
        about("申请时另须填报的项目", "what is stated on the application beside them"),
    ]
    conditions: Annotated[list[TrackConditionView], about("申请条件", "its conditions")]
    checks: Annotated[
        list[CheckView],
        about("填报内容之间须有的关系", "what its figures must be to each other"),
    ]
    materials: list[MaterialView]
    award: Annotated[TrackAwardView, about("补贴办法", "what it gives")]
    stages: list[StageView]
    criteria: Annotated[
        list[TrackCriterionView],
        about("评分项，空表示不评分", "lines of the score sheet; empty where it is not scored"),
    ]
    minimum_experts: int | None
    minimum_experts_assumed: Annotated[
        bool,
        about("专家人数是否由年度假定", "whether the edition assumed how many experts"),
    ]
    exclusions: Annotated[
        list[ExclusionView], about("不可兼得的规则", "what may not come together")
    ]
    places: Annotated[list[PlacesView], about("分项名额", "places by option")]
    recognition: Annotated[
        RecognitionView | None,
        about("通过后进入的名单；空值为无", "the list that an approval enters; null for none"),
    ]
    re_review: Annotated[
        DutyView | None, about("复核办法；空值为无", "the re-review; null for none")
    ]
    summary: Annotated[
        DutyView | None, about("年度总结办法；空值为无", "the yearly summary; null for none")
    ]
    clients: Annotated[
        ClientListView | None,
        about(
            "新增客户清单的要求；空值为不用清单",
            "the list of new clients it is claimed with; null for none",
        ),
    ]
