"""The answers of the platform routes, field by field as the contract fixes them."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Struct

from server.edge.web.field_types import Instant, about


class PlatformItem(Struct, frozen=True, kw_only=True):
    """A platform in a list."""

    id: UUID
    name: str
    categories: list[str]
    summary: str
    plans_from_fen: Annotated[
        int | None,
        about(
            "最低方案价，分；空值为无方案", "fee of the cheapest plan in fen; null without plans"
        ),
    ]
    price_from_fen: Annotated[
        int | None,
        about(
            "最低方案补贴后的自付金额，分；空值为无方案",
            "the firm's own part of the cheapest plan in fen; null without plans",
        ),
    ]
    clients: Annotated[
        int,
        about("本届在办和已付的客户申请数", "applications of the edition that are live or paid"),
    ]
    district: str
    rating_tenths: Annotated[
        int | None,
        about(
            "客户评分的十倍，46 即 4.6；空值为还没有评价",
            "ten times the average of stars; null where nobody has told",
        ),
    ]
    ratings: Annotated[int, about("几家已核实的客户评价过", "how many verified clients have told")]
    logo: Annotated[
        str | None, about("平台标志的地址；空值为没有", "address of its logo; null for none")
    ]


class PlanView(Struct, frozen=True, kw_only=True):
    """A plan and who pays what of its fee; the three parts sum to the fee, to the fen.

    `cite`, `assumed`, `reading`: where the shares come from.
    """

    id: UUID
    title: str
    description: str
    fee_fen: Annotated[int, about("首期服务费总额，分", "whole fee of the first period, in fen")]
    government_fen: Annotated[int, about("政府承担部分，分", "the government's part, in fen")]
    platform_fen: Annotated[int, about("平台承担部分，分", "the platform's part, in fen")]
    enterprise_fen: Annotated[int, about("企业承担部分，分", "the firm's own part, in fen")]
    period_months: int
    cite: str | None
    assumed: bool
    reading: str | None


class PlatformView(PlatformItem, frozen=True, kw_only=True):
    """A platform with its plans, and how everybody reaches it."""

    pictures: Annotated[list[str], about("图片地址", "addresses of its pictures")]
    phone: Annotated[str | None, about("咨询电话；空值为没有", "its phone; null for none")]
    website: Annotated[str | None, about("官网；空值为没有", "its website; null for none")]
    address: Annotated[str | None, about("地址；空值为没有", "where it is; null for none")]
    edition: Annotated[
        str | None,
        about(
            "方案分担按此届；空值为无", "the edition whose split the plans show; null without any"
        ),
    ]
    plans: list[PlanView]


PayeeState = Annotated[
    Literal["unverified", "checked", "verified", "refused"],
    about(
        "unverified 待核实，checked 已由一人核对，verified 已核实，refused 未通过；核实前不拨付",
        "unverified, checked by one person, verified, refused; nothing is paid before verified",
    ),
]


class AccountView(Struct, frozen=True):
    """An account as far as it may be shown."""

    name: Annotated[str, about("户名", "name of the holder")]
    bank: str
    account: str


class ProposedPayeeView(Struct, frozen=True):
    """An account that waits for another person of the platform; until then nothing changes."""

    id: UUID
    name: Annotated[str, about("户名", "name of the holder")]
    bank: str
    account: str
    proposed_by: Annotated[str | None, about("提出人的账号名", "user name of who proposed it")]
    proposed_at: Annotated[Instant, about("提出时刻", "when it was proposed")]
    yours: Annotated[
        bool, about("是否本人提出；本人不能确认", "whether you proposed it, so cannot confirm it")
    ]


class PayeeView(Struct, frozen=True):
    """Where the money goes, with the account as far as it may be shown."""

    name: Annotated[str, about("户名", "name of the holder")]
    bank: str
    account: str
    verified: bool
    state: PayeeState
    refusal: Annotated[
        str | None, about("未通过的原因；空值为没有", "why it was refused; null unless it was")
    ]
    proposed: Annotated[
        ProposedPayeeView | None,
        about("待另一人确认的新账户；空值为没有", "what waits for a second person; null for none"),
    ]


class ParticipationView(Struct, frozen=True):
    edition: str
    track: str


class ModeChoice(Struct, frozen=True):
    """A funding mode that a platform on the list may choose."""

    track: str
    title: Annotated[str, about("资助方式名称", "name of the funding mode")]
    by_batch: Annotated[
        bool,
        about(
            "平台可否为客户批量提交",
            "whether a platform hands in many clients at once in this mode",
        ),
    ]


class ModesView(Struct, frozen=True, kw_only=True):
    """A platform in one edition: whether it stands on the list, what it chose, what there is."""

    edition: str
    title: Annotated[str, about("届次名称", "title of the edition")]
    opens_at: Annotated[Instant, about("申报期开始", "when its window opens")]
    closes_at: Annotated[Instant, about("申报期截止", "when its window closes")]
    listed: Annotated[bool, about("是否在认定名单上", "whether the platform is on the list")]
    modes: Annotated[list[str], about("已选方向代码", "codes of the tracks it chose")]
    choices: Annotated[list[ModeChoice], about("可选的资助方式", "what it may choose")]


class OwnPlatformView(Struct, frozen=True, kw_only=True):
    """A platform as its operators see it."""

    id: UUID
    name: str
    summary: str
    district: str
    categories: list[str]
    contact: Annotated[
        str | None, about("主管部门联系平台用，不公开", "for the authority, shown to nobody else")
    ]
    phone: Annotated[str | None, about("公开的咨询电话", "its phone for everybody")]
    website: Annotated[str | None, about("公开的官网", "its website for everybody")]
    address: Annotated[str | None, about("公开的地址", "where it is, for everybody")]
    uscc: Annotated[
        str | None,
        about(
            "平台所属企业的代码；空值为未关联", "code of the firm that it is; null while not linked"
        ),
    ]
    enterprise_id: Annotated[
        UUID | None,
        about(
            "平台所属企业的编号；空值为未关联", "id of the firm that it is; null while not linked"
        ),
    ]
    payee: Annotated[
        PayeeView | None, about("收款账户；空值为未填", "its account; null until it is given")
    ]
    participations: Annotated[
        list[ParticipationView],
        about("参加的届次和方向", "the editions and tracks it takes part in"),
    ]
    edition: Annotated[
        str | None,
        about(
            "方案分担按此届；空值为无", "the edition whose split the plans show; null without any"
        ),
    ]
    plans: list[PlanView]
    version: int


class CategoryView(Struct, frozen=True):
    """A function of platforms by which they are browsed."""

    code: str
    label: str
    text: str
    cite: str
