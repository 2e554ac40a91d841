"""What stands at an item that a correction asks for: a value, the pages of a kind, a list of clients.

Kept when it is asked and when it is handed in again, so that what changed is known and shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias
from uuid import UUID

import msgspec

from models.rules.moments import NAMES, Dated, moments_of
from models.rules.reasons import Text
from models.rules.terms.programme import TrackTerms
from server.clock import SHANGHAI
from server.edge.web.field_labels import LABELS
from server.features.applications.assessment import FirmColumns, read_stated, stated_by
from storage.postgres.core.transaction import Tx

CLIENTS: Final = "clients"
"""How a correction names the list of new clients."""
PARTICULARS: Final = frozenset(
    {"contract_no", "signed_at", "paid_at", "fee_fen", "paid_fen", "payer", "voucher_no"}
)
_DIGEST: Final = """
SELECT md5(string_agg(concat_ws('|', number, uscc, name, city, signed_on, contract_no, fee_fen), ';'
                      ORDER BY number))
  FROM application_clients WHERE application_id = $1
"""


class KeptPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A paper by its bytes and its owner's name for it; `sha256` was not kept at first."""

    id: UUID
    name: str
    sha256: str | None = None

    def is_same(self, other: "KeptPage") -> bool:
        """Also where the same bytes were taken away and uploaded again."""
        known = self.sha256 is not None and self.sha256 == other.sha256
        return known or self.id == other.id


Pair: TypeAlias = tuple[KeptPage | None, KeptPage | None]
"""An old page and the one in its place."""


class Stood(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of the three, by what the item is."""

    value: object = None
    pages: list[KeptPage] | None = None
    clients: str | None = None


class Particulars(Dated, Protocol):
    """A row of an application with what a firm states on it."""

    @property
    def contract_no(self) -> str | None: ...
    @property
    def fee_fen(self) -> int | None: ...
    @property
    def paid_fen(self) -> int | None: ...
    @property
    def payer(self) -> str | None: ...
    @property
    def voucher_no(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Whole:
    """All that items are looked up in: the row, its facts decoded, the firm, the pages by kind."""

    row: Particulars
    facts: Mapping[str, object]
    firm: FirmColumns | None
    pages: Mapping[str, list[KeptPage]]
    clients: str | None


def what_stands(track: TrackTerms, items: Iterable[str], whole: Whole) -> dict[str, Stood]:
    """By item; facts as they are judged, whoever states them."""
    values: Mapping[str, object] | None = None
    found = {}
    for item in items:
        if item == CLIENTS:
            found[item] = Stood(clients=whole.clients)
        elif item in PARTICULARS:
            found[item] = Stood(_particular(whole.row, item))
        elif item.startswith("facts."):
            values = values or _facts(track, whole)
            found[item] = Stood(_as_kept(values.get(item.removeprefix("facts."))))
        else:
            found[item] = Stood(pages=whole.pages.get(item, []))
    return found


def differ(before: Stood, now: Stood) -> bool:
    """Whether an item was changed; pages are changed where a new one came, or an old one went."""
    if before.pages is not None and now.pages is not None:
        return bool(in_their_place(before.pages, now.pages))
    return before != now


def in_their_place(before: list[KeptPage], now: list[KeptPage]) -> list[Pair]:
    """Old pages, each with the new one in its place; new ones beyond, and old ones that only went.

    Without anything new only what went is listed; pages that merely stay are not.
    """
    new = [page for page in now if not any(page.is_same(old) for old in before)]
    if not new:
        return [(old, None) for old in before if not any(old.is_same(page) for page in now)]
    pairs: list[Pair] = [(page, new[min(at, len(new) - 1)]) for at, page in enumerate(before)]
    return pairs + [(None, page) for page in new[len(before) :]]


def item_label(track: TrackTerms, item: str) -> Text:
    """The item as people know it."""
    fact = track.find_fact(item.removeprefix("facts.")) if item.startswith("facts.") else None
    if fact is not None:
        return fact.label
    labels = {material.kind: material.label for material in track.materials}
    return labels.get(item) or LABELS.get(item) or Text(item, item)


async def digest_of_clients(tx: Tx, application_id: UUID) -> str | None:
    """Tells one list from another; None without any."""
    found: str | None = await tx.raw.fetchval(_DIGEST, application_id)
    return found


def _particular(row: Particulars, name: str) -> object:
    """Instants as they are read in China; a bare day as the day."""
    if name not in NAMES:
        return getattr(row, name)
    moment = moments_of(row).get(name)
    if moment is None:
        return None
    local = moment.at.astimezone(SHANGHAI)
    return local.date().isoformat() if moment.precision == "day" else local.isoformat()


def _as_kept(value: object) -> object:
    """As it comes back from where it is kept: options as a list, days as text."""
    return msgspec.json.decode(msgspec.json.encode(value))


def _facts(track: TrackTerms, whole: Whole) -> Mapping[str, object]:
    return read_stated(track, stated_by(whole.row, whole.facts, whole.firm)).values
