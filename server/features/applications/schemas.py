"""Answers about applications."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from models.rules.acts import Act
from models.rules.lifecycle import Status
from models.rules.line.ranking import QueueState
from models.rules.next_step import NextAct, Who
from server.edge.web.field_types import Instant, about
from server.features.applications.invoice_schemas import InvoiceView


class NamedReference(msgspec.Struct, frozen=True):
    id: UUID
    name: Annotated[str | None, about("名称；空值为未知", "its name; null while unknown")]


class PinnedPlanView(msgspec.Struct, frozen=True):
    """The plan version that the application pinned, with its price split then."""

    id: UUID
    title: str
    fee_fen: Annotated[
        int | None,
        about("方案全价，分；空值为未知", "the plan's whole fee in fen; null while unknown"),
    ]
    government_fen: int | None
    platform_fen: int | None
    enterprise_fen: int | None


class Queue(msgspec.Struct, frozen=True):
    state: Annotated[QueueState, about("排队状态", "state in the line")]
    position: Annotated[
        int | None,
        about(
            "名次，从 1 起；已锁定或不在队中为空",
            "place from 1; null when locked or not in the line",
        ),
    ]
    waiting_position: Annotated[
        int | None,
        about(
            "候补名次，从 1 起；空值为不在候补",
            "place among those who wait, from 1; null for others",
        ),
    ]
    as_of: Instant


class ApplicationLabels(msgspec.Struct, frozen=True):
    """The words for its codes; those of papers and events are among the options."""

    status: Annotated[str, about("状态的说法", "its status in words")]
    stage: Annotated[
        str | None, about("环节的说法；空值为不在环节中", "its step in words; null at none")
    ]
    queue: Annotated[str, about("排队状态的说法", "its state in the line in words")]
    track: Annotated[str, about("申报事项名称", "name of its track")]
    programme: Annotated[str, about("所属届次的名称", "title of its edition")]


class NextView(msgspec.Struct, frozen=True):
    """What comes next, ready to be shown at the top of a page."""

    who: Annotated[
        Who | None,
        about("轮到谁办理；空值为不用谁办理", "whose turn it is; null where it is nobody's"),
    ]
    act: Annotated[NextAct, about("下一步是什么", "what is to be done")]
    by: Annotated[date | None, about("最迟哪一天；空值为没有期限", "last day; null without one")]
    text: Annotated[
        str, about("写给看的人的一句话，含期限", "a sentence for who reads it, with the day")
    ]


class MissingMaterial(msgspec.Struct, frozen=True):
    kind: Annotated[str, about("缺少的材料种类", "kind of the missing paper")]
    label: str


class NoteView(msgspec.Struct, frozen=True):
    """What a value that was taken means, where its sender may think otherwise."""

    field: Annotated[str, about("说明的是哪一项", "the field that it is about")]
    code: Annotated[
        str,
        about("whole_day：只有日期，没有时刻", "whole_day: a day was given, and no time of it"),
    ]
    message: str


class EvidenceItem(msgspec.Struct, frozen=True, omit_defaults=True):
    id: UUID
    kind: str
    name: Annotated[str, about("文件名", "name of the file")]
    size: Annotated[int, about("大小，字节", "size in bytes")]
    content_type: Annotated[str, about("媒体类型", "media type, by its content")]
    sha256: Annotated[str, about("内容的 SHA-256，十六进制", "SHA-256 of the bytes, in hex")]
    uploaded_at: Annotated[Instant, about("上传时刻", "when it was uploaded")]
    state: Annotated[
        Literal["checking", "checked", "refused", "expired"],
        about(
            "checking 检查中，checked 已通过检查，refused 未通过，expired 保存期满已删除",
            "`checking`, `checked`, `refused` or, when it was kept long enough, `expired`; only what"
            " is checked is shown to anybody",
        ),
    ]
    fault: Annotated[
        str | None,
        about(
            "未通过的原因，或检查在等什么；没有则没有这一项",
            "why it was refused, or what its check waits for; absent without one",
        ),
    ] = None
    message: Annotated[
        str | None,
        about(
            "原因和办法；没有则没有这一项", "the same in words, with the cure; absent without one"
        ),
    ] = None
    pages: Annotated[
        int | None, about("页数；不知道则没有这一项", "number of pages; absent while not known")
    ] = None
    previews: Annotated[
        int,
        about("可以预览的页数；没有则没有这一项", "pages that can be previewed; absent if none"),
    ] = 0
    replaced_by: Annotated[
        UUID | None,
        about(
            "补正时代替它的新材料；没有被代替则没有这一项",
            "the paper that came in its place at a correction; absent if none did",
        ),
    ] = None
    invoice: Annotated[
        InvoiceView | None,
        about("识别出的发票；不是发票则没有这一项", "the invoice that was read; absent if none"),
    ] = None


class TimelineEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    at: Instant
    actor_role: str
    event: str
    comment: str | None
    bulk: Annotated[
        bool,
        about("批量通过时为真；否则没有这一项", "true where it was passed together with others"),
    ] = False


class CorrectionView(msgspec.Struct, frozen=True, omit_defaults=True):
    """`due_on` is null while the calendar of the year it falls in is not published."""

    item: str
    reason: str
    due_on: Annotated[
        date | None,
        about(
            "补正截止日；当年日历未公布时为空",
            "last day; null while that year's calendar is not published",
        ),
    ]
    answer: Annotated[
        str | None,
        about("本企业的补正说明；没有则无", "the firm's word on it; absent without one"),
    ] = None


class ApplicationView(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    number: str
    edition: str
    track: str
    status: Annotated[Status, about("申请状态", "status of the application")]
    stage: str | None
    enterprise: NamedReference | None
    platform: Annotated[
        NamedReference | None, about("平台；空值为无平台", "the platform; null without one")
    ]
    plan: Annotated[
        PinnedPlanView | None,
        about("申请时所选方案；空值为未选", "the plan version that it pinned; null without one"),
    ]
    contract_no: str | None
    signed_at: str | None
    paid_at: str | None
    fee_fen: int | None
    paid_fen: int | None
    payer: Annotated[
        str | None, about("付款方名称；空值为申请企业自己付款", "who paid; null: the firm itself")
    ]
    voucher_no: Annotated[
        str | None,
        about(
            "付款凭证（银行回单）号；空值为未填", "number on the bank's receipt; null without one"
        ),
    ]
    facts: dict[str, Any]
    award_fen: int | None
    queue: Queue
    notes: Annotated[
        list[NoteView], about("对所填内容的说明", "what some of the given values mean")
    ]
    missing: Annotated[list[MissingMaterial], about("尚缺的材料", "papers still missing")]
    evidence: Annotated[list[EvidenceItem], about("已传材料", "papers handed in")]
    timeline: Annotated[list[TimelineEntry], about("经过", "what happened so far")]
    to_confirm: Annotated[
        bool,
        about(
            "由平台代为提交，等企业确认或否认",
            "its platform filed it, and the firm has to say yes or no",
        ),
    ]
    confirm_by: Annotated[
        date | None,
        about(
            "企业确认或否认的截止日，逾期失效；不用确认或当年日历未公布时为空",
            "last day for it; null where nothing is asked or its year's calendar is not published",
        ),
    ]
    corrections: Annotated[list[CorrectionView], about("须补正的内容", "what is to be corrected")]
    receipt: Annotated[
        str | None,
        about("受理回执（已签名）；空值为未提交", "signed receipt; null before submission"),
    ]
    labels: Annotated[ApplicationLabels, about("代码的说法", "the words for its codes")]
    next: Annotated[NextView, about("下一步", "what comes next")]
    allowed: Annotated[
        list[Act],
        about(
            "看的人现在可以办的事；提交前还缺什么，见 check",
            "acts open to who reads it, now; what a submission still lacks, tells its check",
        ),
    ]
    version: int
