"""Bodies and answers of a platform's list of new clients."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from server.edge.web.bodies import Body
from server.edge.web.field_types import Day, Fen, FirmName, PaperNumber, Place, Uscc, about

MOST_CLIENTS = 2000


class NewClientRow(Body, frozen=True):
    """One client: where it sits, when it signed, the first period's fee in fen."""

    uscc: Uscc
    name: Annotated[FirmName, about("客户名称", "name of the client", "示例制造有限公司")]
    city: Place
    signed_on: Day
    contract_no: PaperNumber
    fee_fen: Annotated[Fen, about("首期服务费，分", "fee of the first period, in fen", 1200000)]


class ClientsGiven(Body, frozen=True):
    """The list as a whole; an empty one takes back what the list stated."""

    clients: Annotated[
        Annotated[list[NewClientRow], Meta(max_length=MOST_CLIENTS)],
        about("新增客户全表", "the list as a whole"),
    ]


class ClientView(msgspec.Struct, frozen=True):
    """A client as listed."""

    number: Annotated[int, about("序号，从 1 起", "its number, from 1")]
    uscc: str
    name: str
    city: str
    signed_on: date
    contract_no: str
    fee_fen: Annotated[int, about("首期服务费，分", "fee of the first period, in fen")]
    flagged: Annotated[bool, about("是否属单列城市", "whether its city is seen apart")]


class ClientsSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What the list comes to."""

    count: Annotated[int, about("客户数", "how many clients")]
    fees_fen: Annotated[int, about("首期服务费合计，分", "sum of the fees, in fen")]
    flagged_label: Annotated[
        str | None,
        about(
            "单列城市的名称；空值为不单列",
            "what the cities seen apart are called; null without any",
        ),
    ]
    flagged_count: Annotated[int, about("单列城市的客户数", "how many of them there")]
    flagged_fees_fen: Annotated[int, about("单列城市的服务费合计，分", "sum of their fees, in fen")]


class ClientsView(ClientsSummary, frozen=True, kw_only=True):
    """The list with its sums."""

    application_id: UUID
    clients: Annotated[list[ClientView], about("新增客户", "the clients")]
    version: int
