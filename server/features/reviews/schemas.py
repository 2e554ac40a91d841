"""Answers about reviews."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from models.rules.acts import Act
from models.rules.lifecycle import StageKind
from server.edge.web.bodies import Body
from server.edge.web.field_types import Instant, LongText, about
from server.edge.web.replies import Page
from server.features.applications.schemas import ApplicationView, NamedReference, NextView
from server.features.client_lists.schemas import ClientsSummary
from server.features.enterprises.schemas import EnterpriseView
from server.features.reviews.contact_schema import ContactView
from server.features.reviews.flag_schemas import Flag, NamedPaper
from server.features.reviews.point_schema import ReviewPoint
from server.features.reviews.ready_reasons import ReadyReasons

Verdict = Literal["pass", "return", "reject"]


class ExpertState(msgspec.Struct, frozen=True):
    """Where an expert stands with an application to be scored; a conflict keeps it shut."""

    declared: Annotated[
        bool, about("是否已声明利益冲突情况", "whether the word on conflicts is given")
    ]
    conflict: Annotated[
        bool, about("是否有利益冲突", "whether there is a conflict; it keeps the file shut")
    ]
    scored: Annotated[bool, about("是否已评分", "whether points are given")]
    closed: Annotated[bool, about("本轮评分是否已截止", "whether the round has been closed")]


class Declaration(Body, frozen=True):
    """An expert's word on one application."""

    conflict: Annotated[
        bool, about("是否有利益冲突", "whether there is a conflict of interest", False)
    ]
    reason: Annotated[
        LongText | None,
        about("情况说明，仅主管部门可见；可空", "for the authority only; null without one"),
    ] = None


class ReviewLabels(msgspec.Struct, frozen=True):
    """The words for its codes."""

    stage: Annotated[str, about("环节的说法", "its step in words")]
    track: Annotated[str, about("申报事项名称", "name of its track")]


class ReviewItem(msgspec.Struct, frozen=True):
    """A line of the work list; `taken_by` is null once an hour has passed without work.

    `expert` is the caller's own state at a step that is scored, null for everybody else.
    `notice_id`: the public notice in which the application stands now.
    """

    id: UUID
    application_id: UUID
    number: str
    edition: str
    track: str
    stage: StageKind
    state: Annotated[
        Literal["open", "done", "void"],
        about("open 待审，done 已审，void 作废", "open, done or void"),
    ]
    enterprise: NamedReference | None
    taken_by: Annotated[
        NamedReference | None,
        about(
            "领取人；一小时未操作后为空", "who holds it; null once an hour has passed without work"
        ),
    ]
    due_on: date | None
    workdays_left: Annotated[
        int | None,
        about(
            "到期前还剩的工作日数，负数为已逾期；空值为没有期限或已审",
            "working days until it is due, negative once it is over; null where nothing is due",
        ),
    ]
    round: Annotated[int, about("第几次审核，补正后加一", "1, and one more after each correction")]
    out_of_order: bool
    verdict: Annotated[Verdict | None, about("结论；空值为未决", "the verdict; null until then")]
    decided_at: Instant | None
    expert: Annotated[
        ExpertState | None,
        about(
            "本人在评分步骤的状态；其他人为空",
            "the caller's own state at a scored step; null for everybody else",
        ),
    ]
    notice_id: UUID | None
    bulk: Annotated[
        bool, about("是否批量通过", "whether it was passed together with others in one act")
    ]
    amount_fen: Annotated[
        int | None,
        about(
            "申请金额，分；空值为不涉及资金", "what it comes to, in fen; null where it is no money"
        ),
    ]
    submitted_at: Annotated[Instant, about("提交时刻", "when it was handed in")]
    opened_at: Annotated[Instant, about("到达本环节的时刻", "when it came to this step")]
    district: str
    platform: Annotated[
        NamedReference | None, about("平台；空值为没有", "its platform; null without one")
    ]
    days_waiting: Annotated[
        int,
        about(
            "在本环节等待的工作日数", "working days that it has waited here, or had when decided"
        ),
    ]
    labels: Annotated[ReviewLabels, about("代码的说法", "the words for its codes")]
    next: Annotated[
        NextView | None, about("下一步；空值为已审", "what comes next; null once it is decided")
    ]
    allowed: Annotated[list[Act], about("看的人现在可以办的事", "acts open to who reads it, now")]


class WorkTotals(msgspec.Struct, frozen=True):
    """Of the whole list, whatever the page."""

    count: Annotated[int, about("总件数", "how many there are on all pages")]
    amount_fen: Annotated[int, about("申请金额合计，分", "what they come to, in fen")]


class WorkList(Page[ReviewItem], frozen=True, kw_only=True):
    """One page of the work list, and the sums of all pages."""

    totals: Annotated[WorkTotals, about("全部页的合计", "the sums of all pages")]


class PaperChange(msgspec.Struct, frozen=True):
    """An old page and the one in its place; one of them null: it only came, or only went."""

    old: Annotated[
        NamedPaper | None, about("补正前的材料；空值为新增", "the old page; null for one that came")
    ]
    new: Annotated[
        NamedPaper | None,
        about("代替它的材料；空值为已删除", "the one in its place; null for one that went"),
    ]


class ItemChange(msgspec.Struct, frozen=True):
    """One item that was corrected, or answered in words.

    `old` and `new` are null for papers, which stand in `papers`. Without a change only the answer
    is new.
    """

    item: Annotated[str, about("补正事项", "the item")]
    label: str
    old: Annotated[Any, about("补正前的内容", "what stood there")]
    new: Annotated[Any, about("补正后的内容", "what stands there now")]
    papers: Annotated[list[PaperChange], about("材料的增减", "pages that came or went")]
    answer: Annotated[
        str | None, about("企业的补正说明；空值为没有", "the firm's word on it; null without one")
    ]
    changed: Annotated[
        bool,
        about("内容是否有变化；否则只作了说明", "whether it changed; else it was only answered"),
    ]


class Change(msgspec.Struct, frozen=True):
    """What happened since this stage was last decided; `items` is only what changed."""

    at: Instant
    actor_role: str
    event: str
    items: Annotated[list[str], about("涉及的字段或材料种类", "fields or kinds of paper")]
    comment: str | None
    values: Annotated[
        list[ItemChange],
        about(
            "补正前后的内容，仅限补正和更正",
            "old and new, for corrections by the firm or by a reviewer",
        ),
    ]


class SheetCriterionView(msgspec.Struct, frozen=True):
    """One line of the score sheet."""

    code: Annotated[str, about("评分项代码", "code of the criterion")]
    label: str
    maximum_points: int
    cite: str | None
    assumed: bool


class OwnScore(msgspec.Struct, frozen=True):
    """What the caller gave; nobody else's points are shown before the round is closed."""

    scores: dict[str, int]
    total: int
    comment: str | None
    scored_at: Annotated[Instant, about("评分时刻", "when the points were given")]


class GrantBounds(msgspec.Struct, frozen=True):
    """Between which amounts the deciding body sets the award, in fen."""

    minimum_fen: Annotated[int, about("最低金额，分", "the least, in fen")]
    maximum_fen: Annotated[
        int | None, about("最高金额，分；空值为不限", "the most, in fen; null for no limit")
    ]


class RejectableClause(msgspec.Struct, frozen=True):
    """A clause that a rejection can rest on."""

    cite: str | None
    text: Annotated[str, about("条款所管的内容", "what it is about")]


class ReviewView(ReviewItem, frozen=True):
    """One review with everything that it is decided by.

    `sheet` only where it is scored, `clients` only on a claim by list.
    """

    comment: str | None
    application: Annotated[ApplicationView, about("申请全文", "the application")]
    firm: Annotated[
        EnterpriseView | None,
        about("企业登记信息；空值为没有企业", "the firm's record; null without a firm"),
    ]
    points: Annotated[
        list[ReviewPoint],
        about("逐项审核的内容：材料和填报项", "what is gone through: papers, then what was stated"),
    ]
    grant: Annotated[
        GrantBounds | None,
        about(
            "须由本环节核定金额时的上下限；空值为不用核定",
            "between which amounts this step decides; null where it decides none",
        ),
    ]
    contact: Annotated[
        ContactView | None,
        about("申请人的联系电话；空值为没有留", "whom to call about it; null where none is known"),
    ]
    changes: Annotated[
        list[Change], about("上次审定以来的变化", "what happened since this stage was last decided")
    ]
    flags: Annotated[list[Flag], about("需复看之处", "what to look at twice")]
    clients: Annotated[
        ClientsSummary | None,
        about("新增客户合计；空值为不用清单", "sums of the client list; null where there is none"),
    ]
    sheet: Annotated[
        list[SheetCriterionView] | None,
        about("评分表；空值为不评分", "the score sheet; null where it is not scored"),
    ]
    clauses: Annotated[
        list[RejectableClause],
        about("不予通过时可引用的条款", "clauses that a rejection can rest on"),
    ]
    ready_reasons: Annotated[
        list[ReadyReasons],
        about("退回和不予通过的现成理由", "ready reasons for sending back and for refusing"),
    ]
    open_appeal: Annotated[
        UUID | None,
        about("由您决定的申诉；空值为没有", "an appeal that is yours to decide; null without one"),
    ]
    own_score: Annotated[
        OwnScore | None, about("本人所评；空值为未评", "what the caller gave; null until then")
    ]
