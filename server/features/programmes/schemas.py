"""The answers of the programme routes, field by field as the contract fixes them."""

from datetime import date
from typing import Annotated

from msgspec import Struct

from server.edge.web.field_types import Instant, about
from server.features.programmes.track_schemas import TrackView
from server.features.programmes.window import EditionStatus


class ProgrammeItem(Struct, frozen=True, kw_only=True):
    """One edition in a list."""

    code: str
    programme: Annotated[
        str, about("政策代码，各届相同", "code of the policy, the same in every edition")
    ]
    year: Annotated[int, about("年度", "the year")]
    title: str
    authority: Annotated[str, about("主管部门", "the authority")]
    region: Annotated[str, about("适用地区", "where it applies")]
    city: Annotated[
        str, about("所在的市，写法同企业的登记城市", "its city, spelled as firms register it")
    ]
    status: Annotated[
        EditionStatus,
        about(
            "upcoming、open、closed,exhausted 仅供显示",
            "its status; `exhausted` is for display only",
        ),
    ]
    opens_at: Annotated[Instant, about("申报开始", "when it opens")]
    closes_at: Annotated[Instant, about("申报截止", "when it closes")]
    platforms: Annotated[
        int, about("参加本届的平台数", "how many platforms take part in this edition")
    ]


class SourceView(Struct, frozen=True):
    """The published notice that the rules come from."""

    document: str
    issued_on: date | None


class PoolTermsView(Struct, frozen=True):
    """How the money is handed out, to be known before signing; its figures are at `/quota`."""

    code: Annotated[str, about("资金池代码", "code of the pool")]
    label: str
    order: Annotated[
        str,
        about(
            "payment 按付款先后，arrival 按提交先后",
            "`payment`: by the moment of payment; `arrival`: by that of submission",
        ),
    ]
    last_award: Annotated[
        str,
        about(
            "末位余额不足时：stop 不给，partial 给余额",
            "the last award where less remains: `stop` or `partial`",
        ),
    ]
    last_award_min_fen: Annotated[
        int, about("末位部分补贴的最低额，分", "the least such part, in fen")
    ]


class ClauseView(Struct, frozen=True):
    """A rule of the notice that no formula holds and that people must know."""

    id: str
    text: str
    cite: Annotated[str, about("条款出处", "the clause")]


class OfficeContactView(Struct, frozen=True):
    """Whom to ask about a programme: at least one of phone, url and address is there."""

    name: Annotated[str, about("单位、部门或联系人", "the office or the person")]
    phone: Annotated[str | None, about("电话；空值为没有", "phone; null for none")]
    url: Annotated[str | None, about("网址；空值为没有", "address on the web; null for none")]
    address: Annotated[str | None, about("地址；空值为没有", "where it is; null for none")]
    note: Annotated[str | None, about("咨询什么；空值为没有", "what for; null for none")]
    cite: Annotated[str, about("条款出处", "the clause")]


class HelpItem(Struct, frozen=True):
    """What is often asked about a programme, with the answer of its notice."""

    id: str
    question: Annotated[str, about("问", "the question")]
    answer: Annotated[str, about("答", "the answer")]
    cite: Annotated[str, about("条款出处", "the clause")]


class HelpView(Struct, frozen=True):
    """What is often asked, and whom to ask further."""

    questions: Annotated[list[HelpItem], about("常见问题", "what is often asked")]
    contacts: Annotated[list[OfficeContactView], about("咨询处", "whom to ask")]


class NoticeTextView(Struct, frozen=True):
    """The notice itself, in its own language; without paragraphs where it was not entered."""

    document: str
    issued_on: date | None
    paragraphs: Annotated[list[str], about("正文，逐段", "the text, paragraph by paragraph")]


class ProvenanceView(Struct, frozen=True):
    """Where a value of the year comes from; one that is assumed cites nothing."""

    name: Annotated[str, about("哪一项，如 opens_at", "which field, such as opens_at")]
    label: str
    value: Annotated[str, about("写出来的值", "the value as a person reads it")]
    cite: str | None
    assumed: bool
    reading: str | None


class ProgrammeView(ProgrammeItem, frozen=True, kw_only=True):
    """One edition with everything that an applicant must know.

    `settles_on`: the last day on which those who wait may still move up, where it names one.
    """

    source: Annotated[SourceView, about("政策来源", "the published notice")]
    period_from: Annotated[Instant, about("政策所管期间的起点", "begin of the period that counts")]
    period_to: Annotated[Instant, about("政策所管期间的终点", "end of the period that counts")]
    settles_on: Annotated[
        date | None,
        about(
            "候补可递补的最后一日；空值为未规定",
            "last day on which those who wait may move up; null where none is named",
        ),
    ]
    clauses: Annotated[list[ClauseView], about("须知条款", "rules that people must know")]
    contacts: Annotated[list[OfficeContactView], about("咨询处", "whom to ask")]
    tracks: Annotated[list[TrackView], about("各方向", "its tracks")]
    pools: Annotated[list[PoolTermsView], about("各资金池的规则", "how each pool is handed out")]
    provenance: Annotated[
        list[ProvenanceView],
        about(
            "申报期、实施期、补正期限、预算各自的出处",
            "where window, period, days to correct and budgets come from",
        ),
    ]


class VersionView(Struct, frozen=True):
    """One version of an edition's rules; `changes` against the one before, none for the first.

    `number` counts from 1, `hash` is the SHA-256 of the rules in their canonical form.
    """

    number: Annotated[int, about("版本序号，从 1 起", "its number, from 1")]
    published_at: Instant
    hash: str
    changes: Annotated[
        list[str],
        about("与上一版的差异，首版为空", "changes against the one before, none for the first"),
    ]


class VerdictView(Struct, frozen=True):
    """A condition judged; that nothing is due is one of its own, under the id `award_fen`."""

    id: Annotated[str, about("条件编号", "id of the condition")]
    met: bool | None
    message: str
    cite: str | None
    code: Annotated[
        str | None,
        about(
            "不符合的原因，如 not_met、capped；空值为符合或不能判断",
            "why it is not met, such as not_met or capped; null where it is, or cannot be told",
        ),
    ]
    assumed: bool
    reading: str | None


class StepView(Struct, frozen=True):
    """A step of the working; one that the edition assumed cites nothing."""

    text: Annotated[str, about("这一步怎么算", "what the step does")]
    amount_fen: int | None
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


class EstimateNote(Struct, frozen=True):
    """What a fact that was taken means: `whole_day`, a day without a time of it."""

    field: Annotated[str, about("说明的是哪一项", "the fact that it is about")]
    code: str
    message: str


class EstimateView(Struct, frozen=True):
    """`eligible` and `award_fen` are null while it cannot be told."""

    eligible: bool | None
    award_fen: Annotated[
        int | None,
        about(
            "估算补贴，分；不符合条件为 0，空值为不能估算",
            "the award in fen; 0 when not eligible, null when it cannot be told",
        ),
    ]
    conditions: Annotated[
        list[VerdictView], about("各项条件及结果", "the conditions, each with its outcome")
    ]
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
    missing: Annotated[list[str], about("还缺的项目名", "names of the facts still missing")]
    notes: Annotated[
        list[EstimateNote], about("对所填内容的说明", "what some of the given values mean")
    ]
