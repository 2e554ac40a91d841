"""Bodies and answers about the accounts that money goes to."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from server.edge.web.bodies import Body
from server.edge.web.field_types import FirmName, Instant, LongText, PaperNumber, Reasoning, about
from server.edge.web.params import Query
from server.features.identity.named import PersonView
from server.features.platforms.fields import Account
from server.features.platforms.schemas import AccountView, PayeeState


class FirmPayeeChange(Body, frozen=True):
    """A firm's account, in its own name; a masked account means the one that was shown."""

    bank: FirmName
    account: Account
    name: Annotated[
        FirmName | None,
        about("户名；空值为企业名称", "name of the holder; null for the firm's own"),
    ] = None


class FirmPayeeView(msgspec.Struct, frozen=True):
    """Where a firm is paid."""

    name: Annotated[str, about("户名", "name of the holder")]
    bank: str | None
    account: str | None
    verified: bool
    state: Annotated[
        PayeeState | None, about("核实状态；空值为未填", "how far it is verified; null until named")
    ]
    refusal: Annotated[
        str | None, about("未通过的原因；空值为没有", "why it was refused; null unless it was")
    ]


class PayeeCheck(Body, frozen=True):
    """What the bank said of the account; the second person gives it again, from the same paper."""

    basis: Annotated[
        Literal["bank_confirmation", "test_transfer"],
        about(
            "依据：bank_confirmation 银行出具的证明，test_transfer 试打款",
            "the bank's own confirmation, or a test transfer",
        ),
    ]
    reference: Annotated[
        PaperNumber,
        about(
            "证明编号或试打款的流水号",
            "number of the confirmation, or of the test transfer",
            "KHZM-2026-0173",
        ),
    ]
    comment: Annotated[
        LongText, about("备注，可空", "a remark, may be empty", "与开户许可证一致")
    ] = ""


class PayeeRefusal(Body, frozen=True):
    reason: Annotated[
        Reasoning,
        about(
            "不予核实的原因，会告知收款单位",
            "why the account is refused; its owner reads it",
            "银行回复户名与账号不符",
        ),
    ]


class PayeeOwnerView(msgspec.Struct, frozen=True):
    """Whose account it is, under the name in which it is registered."""

    kind: Annotated[
        Literal["platform", "enterprise"],
        about("platform 平台，enterprise 企业", "a platform or a firm"),
    ]
    id: UUID
    name: Annotated[str, about("登记的名称", "the registered name")]


class PayeeItem(msgspec.Struct, frozen=True, kw_only=True):
    """An account to be verified; the reference is not shown, each person reads it from the paper."""

    id: UUID
    owner: Annotated[PayeeOwnerView, about("收款单位", "whose account it is")]
    name: Annotated[str, about("户名", "name of the holder")]
    bank: str
    account: str
    before: Annotated[
        AccountView | None,
        about(
            "上一个核实过的账户，没有则为上一个账户；空值为首次填写",
            "the last verified account, or else the one before; null for a first one",
        ),
    ]
    state: PayeeState
    refusal: Annotated[
        str | None, about("未通过的原因；空值为没有", "why it was refused; null unless it was")
    ]
    changed_by: Annotated[
        PersonView | None, about("填写人；空值为系统导入", "who named it; null where it was seeded")
    ]
    changed_at: Annotated[Instant, about("填写时刻", "when it was named")]
    basis: Annotated[
        str | None, about("核实依据；空值为未核对", "what the check rests on; null until then")
    ]
    checked_by: Annotated[
        PersonView | None, about("第一位核对人；空值为未核对", "who checked it; null until then")
    ]
    checked_at: Annotated[
        Instant | None, about("核对时刻；空值为未核对", "when it was checked; null until then")
    ]
    verified_at: Annotated[
        Instant | None, about("核实时刻；空值为未核实", "when it was verified; null until then")
    ]
    waiting: Annotated[
        int, about("等它拨付的申请数", "how many applications wait to be paid to it")
    ]
    waiting_fen: Annotated[
        int, about("等它拨付的金额，分", "how much waits to be paid to it, in fen")
    ]


class PayeeQuery(Query, frozen=True):
    state: Annotated[
        Literal["unverified", "checked", "verified", "refused"],
        about("只看此状态的账户", "only accounts in this state"),
    ] = "unverified"
