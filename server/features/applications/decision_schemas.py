"""The whole reasoning behind an application, as it is shown."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec

from server.edge.web.bodies import Body
from server.edge.web.field_types import Instant, Reasoning, about
from server.features.applications.schemas import Queue
from server.features.applications.scored import ScoringResult
from server.features.programmes.schemas import StepView


class CorrectionWish(Body, frozen=True):
    """What of a filing is wrong, in the firm's words."""

    reason: Annotated[
        Reasoning,
        about(
            "哪里不对、应当是什么", "what is wrong, and what it should be", "服务费应为 20000 元"
        ),
    ]


class RulesView(msgspec.Struct, frozen=True):
    """The rules that the application pinned."""

    id: Annotated[UUID, about("规则版本编号", "id of the version")]
    number: Annotated[int, about("规则版本序号，从 1 起", "number of the version, from 1")]
    hash: str
    published_at: Instant
    document: str
    issued_on: date | None


class DecisionFactView(msgspec.Struct, frozen=True):
    """A value that a condition looks at."""

    name: Annotated[str, about("项目名", "name of the fact")]
    label: str
    value: Annotated[
        Any,
        about("判定所用的值；空值为缺失", "the value that was judged; null while it is missing"),
    ]
    source: Annotated[
        str,
        about(
            "来源：particulars、declared、firm、default、verified",
            "particulars, declared, firm, default or verified",
        ),
    ]


class DecisionConditionView(msgspec.Struct, frozen=True):
    """`met` is null while a value is missing; `assumed`: the edition's, not the notice's words."""

    id: Annotated[str, about("条件编号", "id of the condition")]
    text: str
    cite: str | None
    assumed: bool
    values: Annotated[list[DecisionFactView], about("判定所依据的值", "the values it looks at")]
    met: bool | None
    message: str
    code: Annotated[
        str | None,
        about(
            "不符合的原因，如 not_met、capped；空值为符合或不能判断",
            "why it is not met, such as not_met or capped; null where it is, or cannot be told",
        ),
    ]
    reading: str | None


class RegionView(msgspec.Struct, frozen=True):
    """The class of districts whose thresholds hold for the firm."""

    code: str
    label: Annotated[str, about("区域档名称", "name of the class")]
    cite: str | None
    assumed: bool


class HistoryView(msgspec.Struct, frozen=True):
    """What the records said, when it was judged, that the firm had before on this track (fen).

    `year_fen` in the edition's year, `total_fen` in all; `tiers`: thresholds it was paid for.
    """

    year_fen: Annotated[int, about("本届年度内已得，分", "had in the edition's year, in fen")]
    total_fen: Annotated[int, about("历年已得，分", "had in all, in fen")]
    tiers: Annotated[list[int], about("已领过奖励的档次门槛", "thresholds it was paid for")]


class DecisionAwardView(msgspec.Struct, frozen=True):
    """`granted_fen`: what is locked, null before; it may be less for the last award of a pool."""

    award_fen: int | None
    granted_fen: int | None
    steps: Annotated[list[StepView], about("计算过程", "the working, step by step")]
    capped: Annotated[
        bool,
        about("是否因上限减少或用完", "whether the cap cut the award, or is used up"),
    ]
    cap_fen: Annotated[
        int | None, about("上限，分；空值为没有", "the cap in fen; null without one")
    ]
    paid_before_fen: Annotated[
        int | None,
        about(
            "上限内此前已享受，分；空值为没有上限",
            "had before under the cap, in fen; null without one",
        ),
    ]


class ReviewerChange(msgspec.Struct, frozen=True):
    """A value that a reviewer found to be another than declared."""

    at: Instant
    role: Annotated[str, about("修改人的角色", "role of who changed it")]
    stage: str
    field: Annotated[str, about("被修改的字段", "the field that was changed")]
    old: Annotated[Any, about("原值", "the value declared")]
    new: Annotated[Any, about("新值", "the value found")]
    reason: Annotated[str | None, about("修改理由；空值为没有", "why; null without a reason")]


class SeenPaper(msgspec.Struct, frozen=True):
    """A paper as it lay there when it was decided."""

    kind: str
    sha256: Annotated[str, about("内容的 SHA-256，十六进制", "SHA-256 of the bytes, in hex")]
    opened: Annotated[
        bool | None,
        about(
            "决定的人之前是否打开过；空值为当时没有记录",
            "whether who decided had opened it; null where that was not kept yet",
        ),
    ] = None


class ReviewStep(msgspec.Struct, frozen=True):
    stage: str
    role: str
    round: int
    verdict: Annotated[str, about("结论：pass、return、reject", "pass, return or reject")]
    comment: str | None
    cite: str | None
    decided_at: Instant
    out_of_order: bool
    papers: Annotated[
        list[SeenPaper],
        about("当时所见材料的种类和 SHA-256", "the papers seen, by kind and SHA-256"),
    ]
    bulk: Annotated[
        bool, about("是否批量通过", "whether it was passed together with others in one act")
    ] = False


class RejectionView(msgspec.Struct, frozen=True):
    """The verdict that ended the application, with the clause that it rests on."""

    stage: str
    title: Annotated[str, about("环节名称", "name of the step")]
    role: str
    cite: str | None
    reason: Annotated[str | None, about("不通过的理由", "why")]
    decided_at: Instant


class QueueEvent(msgspec.Struct, frozen=True):
    """One step of the claim: entered with its key, passed, locked, freed, or moved by the line.

    `funded` and `waiting` are what the line made of it, the latest 200 of them; `granted_fen` is
    then 0 while it waits.
    """

    at: Instant
    event: Annotated[
        str,
        about(
            "操作：submitted、locked、withdrawn 等；队列变动：funded、waiting",
            "what people did (submitted, locked, …), or the line (funded, waiting)",
        ),
    ]
    key: Annotated[
        str | None,
        about("排队依据；空值为本步没有", "the key it stands by; null where the step has none"),
    ]
    award_fen: int | None
    granted_fen: int | None


class DecisionView(msgspec.Struct, frozen=True, kw_only=True):
    """`region_class` is null where the main thresholds hold; `history`: where nothing was asked."""

    id: UUID
    number: str
    status: Annotated[str, about("申请状态", "status of the application")]
    stage: str | None
    rules: Annotated[
        RulesView, about("申请所依据的规则版本", "the rules that the application pinned")
    ]
    region_class: Annotated[
        RegionView | None,
        about("区域档；空值为按主门槛", "class of districts; null where the main thresholds hold"),
    ]
    history: Annotated[
        HistoryView | None,
        about(
            "判定时的既往补贴；空值为无须查询", "awards had before; null where nothing was asked"
        ),
    ]
    eligible: bool | None
    conditions: list[DecisionConditionView]
    rejection: Annotated[
        RejectionView | None,
        about("不予通过的结论和依据；空值为未被否决", "why it was rejected; null where it was not"),
    ]
    award: Annotated[DecisionAwardView, about("补贴计算", "how the award came about")]
    reviews: Annotated[list[ReviewStep], about("各步审核", "the reviews, in order")]
    changes: Annotated[list[ReviewerChange], about("审核人所作的修改", "what reviewers changed")]
    queue: Queue
    queue_history: Annotated[list[QueueEvent], about("排队经过", "its way through the line")]
    scoring: Annotated[
        ScoringResult | None,
        about("评分结果；空值为划线之前或不评分", "result of the scoring; null before the line"),
    ]
