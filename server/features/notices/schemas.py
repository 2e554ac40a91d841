"""Bodies and answers of public notices and objections."""

from datetime import date
from typing import Annotated, Final, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from server.edge.web.bodies import Body
from server.edge.web.field_types import (
    Clause,
    Day,
    EditionCode,
    Instant,
    Reasoning,
    Title,
    TrackCode,
    about,
)
from server.features.attachments.schemas import AttachmentView
from server.features.programmes.schemas import OfficeContactView

MOST_NAMED: Final = 5000
"""So many applications are named at once, when a notice is published or previewed."""

EntryState = Literal["standing", "passed", "overturned", "withdrawn"]
ObjectionState = Literal["open", "upheld", "dismissed"]


class NewNotice(Body, frozen=True):
    """All that wait for a notice, or those that are named; it begins today unless said otherwise.

    How long it stands is the track's rule, not the caller's.
    """

    edition: EditionCode
    track: TrackCode
    application_ids: Annotated[
        Annotated[list[UUID], Meta(min_length=1, max_length=MOST_NAMED)] | None,
        about(
            "要公示的申请；空值为全部待公示的", "applications to publish; null for all that wait"
        ),
    ] = None
    title: Annotated[
        Title | None,
        about(
            "公示标题；空值按规则生成",
            "its title; null for the usual one",
            "2026 年度第一批拟支持企业公示",
        ),
    ] = None
    starts_on: Annotated[
        Day | None, about("公示首日；空值为今天", "first day; null for today", "2026-05-06")
    ] = None


class NewObjection(Body, frozen=True):
    """To the whole notice, or to the one entry that is named."""

    reason: Annotated[Reasoning, about("异议理由", "what is wrong", "该企业注册地不在本市")]
    entry: Annotated[
        UUID | None,
        about("有异议的条目；空值为对整期公示", "the entry it is about; null for the whole notice"),
    ] = None


class ObjectionAnswer(Body, frozen=True):
    """`answer` goes to who objected, and to the firm where its entry falls."""

    verdict: Annotated[
        Literal["upheld", "dismissed"],
        about("upheld 成立，dismissed 不成立", "upheld or dismissed"),
    ]
    answer: Annotated[
        Reasoning,
        about(
            "答复全文，发给提出人",
            "goes to who objected, and to the firm where its entry falls",
            "经核实，异议不成立。",
        ),
    ]
    cite: Annotated[
        Clause | None,
        about(
            "所依据的条款；异议成立时写入不通过的结论",
            "the clause that the entry falls by",
            "四(二)1",
        ),
    ] = None


class ShownFact(msgspec.Struct, frozen=True):
    """What the firm claims, in words."""

    name: Annotated[str, about("项目名", "name of the fact")]
    label: str
    value: Annotated[str, about("内容，已写成文字", "what is claimed, in words")]
    cite: str | None


class EntryView(msgspec.Struct, frozen=True, kw_only=True):
    """One application as it is shown; `award_fen` is null where the deciding body sets the amount.

    `title` is what a recognition gives. `number` counts within the notice.
    """

    id: UUID
    number: Annotated[int, about("公示内序号，从 1 起", "its number in the notice, from 1")]
    name: Annotated[str, about("企业或平台名称", "name of the firm or platform")]
    district: str
    track: str
    title: Annotated[
        str | None, about("拟授予的资格；空值为无", "what a recognition gives; null for money")
    ]
    clause: Annotated[
        str | None,
        about("依据条款；空值为未引", "the clause that it rests on; null where none is cited"),
    ]
    facts: Annotated[list[ShownFact], about("申报的主要内容", "what the firm claims")]
    award_fen: Annotated[
        int | None,
        about(
            "拟补贴金额，分；由评审机构定的为空",
            "the award in fen; null where the deciding body sets it",
        ),
    ]
    state: EntryState


class NoticeView(msgspec.Struct, frozen=True, kw_only=True):
    """A public notice with its first entries; `note` says in words what is provisional about it.

    Objections are taken until the end of `ends_on`; `state` stays open until each is answered.
    """

    id: UUID
    edition: str
    track: str
    title: str
    starts_on: date
    ends_on: Annotated[
        date, about("公示末日，当日结束前可提异议", "last day; objections are taken until its end")
    ]
    working_days: Annotated[int, about("公示工作日数", "how many working days it stands")]
    provisional: Annotated[
        bool, about("日历未公布，末日是否暂定", "whether its last day is provisional")
    ]
    note: Annotated[
        str | None,
        about("暂定事项的说明；空值为没有", "what is provisional, in words; null for nothing"),
    ]
    text: Annotated[list[str], about("公示正文，逐段", "its whole text, paragraph by paragraph")]
    contacts: Annotated[list[OfficeContactView], about("咨询处", "whom to ask")]
    state: Annotated[
        Literal["open", "closed"],
        about(
            "open 至异议全部答复，closed 已结束",
            "open until every objection is answered, then closed",
        ),
    ]
    closed_at: Instant | None
    entries: Annotated[list[EntryView], about("前若干条", "the first entries")]
    entries_total: Annotated[int, about("条目总数", "how many there are")]


class NoticePreview(NoticeView, frozen=True, kw_only=True):
    """A notice as it would be; naming `application_ids` publishes these and no later arrivals."""

    application_ids: Annotated[
        list[UUID],
        about(
            "所公示的申请，按受理编号；至多 5000 项，其余另行公示",
            "the applications that it shows, in the order of their numbers: the first 5000 at most",
        ),
    ]


class EntryRef(msgspec.Struct, frozen=True):
    """Which entry an objection is about."""

    id: UUID
    number: Annotated[int, about("公示内序号", "its number in the notice")]
    name: str


class ObjectionView(msgspec.Struct, frozen=True, kw_only=True):
    """An objection as who raised it sees it; without `entry` it is about the whole notice."""

    id: UUID
    notice_id: UUID
    notice_title: Annotated[str, about("公示标题", "title of the notice")]
    entry: Annotated[
        EntryRef | None,
        about(
            "有异议的条目；空值为对整期公示", "the entry; null where it is about the whole notice"
        ),
    ]
    reason: str
    raised_at: Instant
    state: ObjectionState
    answer: str | None
    answered_at: Annotated[
        Instant | None, about("答复时刻；空值为未答复", "when it was answered; null until then")
    ]
    papers: Annotated[list[AttachmentView], about("所附材料", "the papers that came with it")]


class StaffObjectionView(ObjectionView, frozen=True, kw_only=True):
    """The same for the authority."""

    raised_by: Annotated[
        str | None,
        about(
            "提出人电话（已遮盖）；空值为已注销或已删除",
            "masked phone of who raised it; null once it is erased",
        ),
    ]
    raised_by_verified: Annotated[
        bool,
        about(
            "电话是否由微信提供；否为提出人自己填写，未核实",
            "whether WeChat gave the number; else they typed it and nobody checked it",
        ),
    ]
    covered: Annotated[
        bool,
        about(
            "理由是否待审核或未通过审核（原文和所附材料见待审核内容）",
            "whether its reason waits for a look or was refused: see held contents, with its papers",
        ),
    ]
