"""The terms of a claim by list: which facts follow from a platform's list of new clients."""

from dataclasses import dataclass

from models.rules.reasons import Text


@dataclass(frozen=True, slots=True)
class FlaggedCities:
    """Cities that reviewers and statistics see apart, such as the Yangtze delta."""

    label: Text
    cities: tuple[str, ...]
    cite: str | None = None
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class ClientList:
    """Facts that follow from the list and are not declared by hand; each names a fact of the track.

    `fees` (sum, fen), `count`, `outside` (all outside `excluded_cities`), `newly_signed` (all signed
    within the edition's period). One SME counts once in an edition's track.
    """

    text: Text
    fees: str
    count: str
    outside: str
    newly_signed: str
    excluded_cities: tuple[str, ...] = ()
    flagged: FlaggedCities | None = None
    cite: str | None = None
    reading: str | None = None
