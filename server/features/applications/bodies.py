"""Bodies of requests about applications."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from server.edge.web.bodies import Body
from server.edge.web.field_types import (
    CorrectionItem,
    EditionCode,
    Facts,
    Fen,
    FirmName,
    LongText,
    Moment,
    PaperNumber,
    Reasoning,
    TrackCode,
    about,
)


class NewApplication(Body, frozen=True):
    """A platform's own people may leave out `enterprise_id`: they apply as the firm that it is."""

    edition: EditionCode
    track: TrackCode
    enterprise_id: Annotated[
        UUID | None,
        about(
            "企业编号；平台以自身企业申请时可不填",
            "the firm; a platform's own people may leave it out",
            "01890a5d-ac96-774b-bcce-b302099a8057",
        ),
    ] = None
    platform_id: UUID | None = None
    plan_id: Annotated[
        UUID | None, about("服务方案编号；空值为无方案", "id of the plan; null without one")
    ] = None
    facts: Facts = msgspec.field(default_factory=dict)


class ApplicationParticulars(Body, frozen=True):
    """The editable fields as a whole; null while the draft is not complete.

    `payer` and `voucher_no` stay as they are where a client does not know of them.
    """

    contract_no: PaperNumber | None = None
    signed_at: Moment | None = None
    paid_at: Moment | None = None
    fee_fen: Fen | None = None
    paid_fen: Fen | None = None
    payer: Annotated[
        FirmName | UnsetType | None,
        about(
            "付款方名称；空值为申请企业自己付款，不给则不变",
            "who paid; null: the firm itself; stays as it is where it is left out",
            "上海示例制造有限公司",
        ),
    ] = UNSET
    voucher_no: Annotated[
        PaperNumber | UnsetType | None,
        about(
            "付款凭证（银行回单）号；空值为没有，不给则不变",
            "number on the bank's receipt; null without one; stays as it is where it is left out",
            "20260305-000123",
        ),
    ] = UNSET
    facts: Facts = msgspec.field(default_factory=dict)


class ApplicationWithdrawal(Body, frozen=True):
    reason: LongText | None = None


class FilingRefusal(Body, frozen=True):
    reason: Annotated[
        Reasoning,
        about(
            "为什么不认可，例如没有签过这份合同",
            "why it is refused, such as a contract that was never signed",
            "本公司没有与该平台签订服务协议",
        ),
    ]


class CorrectionAnswers(Body, frozen=True):
    """The firm's word on items that it was asked to correct, as a whole."""

    answers: Annotated[
        Annotated[dict[CorrectionItem, Reasoning], Meta(max_length=100)],
        about(
            "补正说明，按补正事项；没有说明的事项须修改后才能再次提交",
            "by item; an item without an answer has to be corrected before it is handed in again",
            {"paid_at": "银行回单上的时间就是填报的时间"},
        ),
    ]
