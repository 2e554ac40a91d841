"""Sorts what is chosen from, and pages it by the key of the last item shown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Generic, Literal, TypeVar
from uuid import UUID

from msgspec import Meta

from server.edge.web.field_types import Fen, Place, Search, about
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Counted
from server.features.market.stalls import Stall
from server.features.platforms.fields import GivenCategory

Order = Literal["listed", "price", "clients", "rating"]
Row = TypeVar("Row")
Item = TypeVar("Item")


class MarketQuery(Query, frozen=True):
    """All that is given must hold. `price_…_fen`: what the firm itself pays, after the subsidy."""

    q: Annotated[
        Search | None,
        about("在名称、简介、方案名中查找", "looked for in names, summaries and plan titles"),
    ] = None
    category: GivenCategory | None = None
    district: Place | None = None
    price_from_fen: Annotated[
        Fen | None, about("补贴后自付至少，分", "at least this to pay after the subsidy, in fen")
    ] = None
    price_to_fen: Annotated[
        Fen | None, about("补贴后自付至多，分", "at most this to pay after the subsidy, in fen")
    ] = None
    clients_from: Annotated[
        Annotated[int, Meta(ge=0, le=10**6)] | None,
        about("本届客户至少几家", "at least so many clients in this edition"),
    ] = None
    rating_from: Annotated[
        Annotated[int, Meta(ge=1, le=5)] | None,
        about("客户评分至少几星", "rated with at least so many stars"),
    ] = None
    sort: Annotated[
        Order,
        about(
            "listed 按进入名单先后，price 自付由低到高，clients 客户由多到少，rating 评分由高到低",
            "listed: as they came on the list; price: the least to pay first; clients: the most"
            " first; rating: the best first",
        ),
    ] = "listed"

    def takes(self, price_fen: int | None, stall: Stall) -> bool:
        """Whether it is among what is asked for, by its price and its platform's figures."""
        return (
            self._takes_price(price_fen)
            and stall.clients >= (self.clients_from or 0)
            and (stall.rating_tenths or 0) >= 10 * (self.rating_from or 0)
        )

    def _takes_price(self, price_fen: int | None) -> bool:
        least, most = self.price_from_fen, self.price_to_fen
        if price_fen is None:
            return least is None and most is None
        return (least is None or price_fen >= least) and (most is None or price_fen <= most)


@dataclass(frozen=True, slots=True)
class Weighed(Generic[Row]):
    """A row with what it is sorted by; a price that is none comes last."""

    row: Row
    id: UUID
    price_fen: int | None
    stall: Stall

    def key(self, order: Order) -> tuple[int, int, UUID]:
        match order:
            case "listed":
                return (0, 0, self.id)
            case "price":
                return (int(self.price_fen is None), self.price_fen or 0, self.id)
            case "clients":
                return (0, -self.stall.clients, self.id)
            case "rating":
                # Of two with the same average, that which more have told.
                return (-(self.stall.rating_tenths or 0), -self.stall.ratings, self.id)


def page_weighed(
    weighed: Iterable[Weighed[Row]], query: MarketQuery, show: Callable[[Row], Item]
) -> Counted[Item]:
    """One page in the order asked for. Raises Invalid for a cursor that is none."""
    after = decode_cursor(query.cursor, tuple[int, int, UUID])
    found = sorted(weighed, key=lambda one: one.key(query.sort))
    rest = [one for one in found if after is None or one.key(query.sort) > after]
    shown, cursor = page_of(rest, query.limit, lambda one: one.key(query.sort))
    return Counted([show(one.row) for one in shown], cursor, total=len(found))
