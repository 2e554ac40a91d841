"""Bodies and answers of a platform's list of new clients."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from server.edge.web.bodies import Body
from server.edge.web.field_types import Day, Fen, PaperNumber
from server.features.enterprises.schemas import PlaceName, ShortName, Uscc

MOST_CLIENTS = 2000


class NewClientRow(Body, frozen=True):
    """One client: where it sits, when it signed, the first period's fee in fen."""

    uscc: Uscc
    name: ShortName
    city: PlaceName
    signed_on: Day
    contract_no: PaperNumber
    fee_fen: Fen


class ClientsGiven(Body, frozen=True):
    """The list as a whole; an empty one takes back what the list stated."""

    clients: Annotated[list[NewClientRow], Meta(max_length=MOST_CLIENTS)]


class ClientView(msgspec.Struct, frozen=True):
    """A client as listed; `number` from 1, `flagged` for the cities that are seen apart."""

    number: int
    uscc: str
    name: str
    city: str
    signed_on: date
    contract_no: str
    fee_fen: int
    flagged: bool


class ClientsSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What the list comes to; `flagged_label` says which cities are seen apart, if any are."""

    count: int
    fees_fen: int
    flagged_label: str | None
    flagged_count: int
    flagged_fees_fen: int


class ClientsView(ClientsSummary, frozen=True, kw_only=True):
    """The list with its sums; `version` is the application's, for the next change."""

    application_id: UUID
    clients: list[ClientView]
    version: int
