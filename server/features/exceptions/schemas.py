"""Bodies and answers of appeals, revocations, corrected dates and credit records."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from server.edge.web.bodies import Body
from server.edge.web.field_types import Clause, Fen, Instant, Moment, Reasoning, about
from server.features.applications.schemas import NamedReference
from server.features.attachments.schemas import AttachmentView


class AppealRequest(Body, frozen=True):
    reason: Annotated[
        Reasoning, about("申诉理由", "why the decision is wrong", "付款日期以银行回单为准")
    ]


class AppealDecision(Body, frozen=True):
    verdict: Annotated[
        Literal["upheld", "dismissed"], about("upheld 支持，dismissed 驳回", "upheld or dismissed")
    ]
    comment: Annotated[
        Reasoning, about("决定的理由", "why it is so decided", "经复核，原决定无误。")
    ]
    cite: Annotated[
        Clause | None,
        about("所依据的条款；空值为不另引", "the clause it rests on; null names none", "四(二)1"),
    ] = None


class ContestedDecision(msgspec.Struct, frozen=True):
    """What an appeal is against."""

    status: Annotated[
        Literal["rejected", "lapsed"],
        about("rejected 不予通过，lapsed 逾期未补正", "rejected, or lapsed for want of an answer"),
    ]
    at: Annotated[
        Instant | None, about("作出的时刻；空值为未知", "when it was taken; null while unknown")
    ]
    reason: Annotated[
        str | None, about("当时的理由；空值为没有", "why, as it was said; null where nothing was")
    ]


class AppealView(msgspec.Struct, frozen=True):
    id: UUID
    application_id: UUID
    number: str
    edition: str
    enterprise: NamedReference | None
    against: Annotated[ContestedDecision, about("所针对的决定", "the decision it is against")]
    reason: str
    raised_at: Instant
    state: Literal["open", "upheld", "dismissed"]
    decision: Annotated[
        str | None, about("决定的理由；空值为未决定", "why it was so decided; null until then")
    ]
    decided_at: Instant | None
    papers: Annotated[list[AttachmentView], about("所附材料", "the papers that came with it")]


class CorrectedDates(Body, frozen=True):
    """What the papers show; at least one of the two."""

    reason: Reasoning
    signed_at: Annotated[
        Moment | None,
        about(
            "材料所示签约时刻；空值为不更正",
            "signing as the papers show it; null leaves it",
            "2026-03-01",
        ),
    ] = None
    paid_at: Annotated[
        Moment | None,
        about(
            "材料所示付款时刻；空值为不更正",
            "payment as the papers show it; null leaves it",
            "2026-03-05T10:30:00+08:00",
        ),
    ] = None


class Revocation(Body, frozen=True):
    """`recover_fen`: what was paid and must come back."""

    reason: Reasoning
    recover_fen: Annotated[
        Fen, about("已拨付而须追回的金额，分", "what was paid and must come back, in fen", 0)
    ] = 0
    credit_record: Annotated[
        bool, about("是否记入失信记录", "whether it goes on the firm's credit record", False)
    ] = False


class CreditRecordView(msgspec.Struct, frozen=True):
    id: UUID
    uscc: str
    application_id: Annotated[
        UUID | None, about("相关申请；空值为无", "the application; null without one")
    ]
    reason: str
    recover_fen: int
    recorded_at: Annotated[Instant, about("记录时刻", "when it was recorded")]
    blocks_until: Annotated[
        Instant | None,
        about("限制申请至；空值为不限制", "until when no application is taken; null for no bar"),
    ]
    lifted_at: Annotated[
        Instant | None, about("解除时刻；空值为未解除", "when it was lifted; null until then")
    ]
