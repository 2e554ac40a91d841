"""What a firm may get of a track, from what is known of it: the estimate, and what would tell more.

An estimate is made of what an applicant states; here the same is asked of a firm's record, which
states little, so that most answers are “cannot tell yet”: then the facts that tell soonest are named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from models.rules.eligibility.compiled import CompiledCondition
from models.rules.eligibility.facts import FactRefused, FactValue, FactValues, read_fact
from models.rules.eligibility.options import CITY_FACT, DISTRICT_FACT, option_for_firm
from models.rules.estimate import Estimate, estimate_compiled
from models.rules.firm_size import SIZES, Size, firm_size
from models.rules.moments import NAMES
from models.rules.places.sectors import find_sector
from models.rules.terms.conditions import Fact, SizeBound
from models.rules.terms.programme import TrackTerms

MOST_ASKED: Final = 3
_LARGEST: Final[Mapping[SizeBound, Size]] = MappingProxyType({"sme": "medium", "small": "small"})
# Answered by a tap; the others are looked up or typed, and what is paid comes after signing.
_EASY: Final = ("bool", "choice")
_AFTER_SIGNING: Final = frozenset({*NAMES, "fee_fen", "paid_fen"})


@dataclass(frozen=True, slots=True)
class KnownFirm:
    """What a firm's record says, or an answer before login; None is not known. Money in fen.

    `stated`: further facts by name, as JSON has them; each counts where a track asks for it.
    """

    registered_city: str | None = None
    district: str | None = None
    in_service_zone: bool | None = None
    sector: str | None = None
    employees: int | None = None
    annual_revenue_fen: int | None = None
    registered_on: date | None = None
    stated: Mapping[str, object] = field(default_factory=dict)

    @property
    def size(self) -> Size | None:
        """By the standard; None where it cannot be told."""
        sector = find_sector(self.sector or "")
        if sector is None or self.employees is None or self.annual_revenue_fen is None:
            return None
        return firm_size(sector.code, self.employees, self.annual_revenue_fen)


@dataclass(frozen=True, slots=True)
class Match:
    """`estimate` of what is known; `ask`: at most three facts whose answers tell soonest.

    `known`: by the track's facts, as an applicant would state it in JSON; no defaults.
    """

    estimate: Estimate
    ask: tuple[Fact, ...]
    known: Mapping[str, object] = field(default_factory=dict)

    @property
    def may_fit(self) -> bool:
        """Nothing that is known stands against it."""
        return self.estimate.eligible is not False


def match_track(
    track: TrackTerms, conditions: Sequence[CompiledCondition], firm: KnownFirm
) -> Match:
    """`conditions` are the track's, compiled for the firm's region class."""
    found = estimate_compiled(track, conditions, known_values(track, firm))
    asked = _questions(track, found) if found.eligible is None else ()
    return Match(found, asked, known_answers(track, firm))


def known_values(track: TrackTerms, firm: KnownFirm) -> FactValues:
    """Typed values of the track's facts as far as they are known, with defaults as in an estimate.

    What cannot be taken is not known. A place that is none of the track's options meets none of
    its conditions, as when an application is judged.
    """
    values: dict[str, FactValue] = {}
    for fact in track.facts:
        given = _in_its_options(fact, _known(fact, firm))
        if isinstance(given, str) and fact.name in (CITY_FACT, DISTRICT_FACT):
            values[fact.name] = given
            continue
        raw = fact.default if given is None else given
        if raw is not None and (read := _read(fact, raw)) is not None:
            values[fact.name] = read
    return values


def known_answers(track: TrackTerms, firm: KnownFirm) -> Mapping[str, object]:
    """What is known of the track's facts, as an estimate takes it: nobody is to type it again."""
    answers = {fact.name: _in_its_options(fact, _known(fact, firm)) for fact in track.facts}
    return {
        fact.name: answer
        for fact in track.facts
        if (answer := answers[fact.name]) is not None
        and (fact.name in (CITY_FACT, DISTRICT_FACT) or _read(fact, answer) is not None)
    }


def _in_its_options(fact: Fact, given: object) -> object:
    """A place as the track's options write it; else, and where it is none of them, as given."""
    if isinstance(given, str) and fact.name in (CITY_FACT, DISTRICT_FACT):
        return option_for_firm(fact, given) or given
    return given


def _read(fact: Fact, raw: object) -> FactValue | None:
    try:
        return read_fact(fact, raw)
    except FactRefused:
        return None


def _known(fact: Fact, firm: KnownFirm) -> object:
    """What the firm said of it, else what its record says."""
    said = firm.stated.get(fact.name)
    if said is not None:
        return said
    match fact.name:
        case "registered_city":
            return firm.registered_city
        case "registered_district":
            return firm.district
        case "in_service_zone":
            return firm.in_service_zone
        case "employees":
            return firm.employees
    if fact.of_size is None or firm.size is None:
        return None
    return SIZES.index(firm.size) <= SIZES.index(_LARGEST[fact.of_size])


def _questions(track: TrackTerms, found: Estimate) -> tuple[Fact, ...]:
    """Those that decide before those that only make the amount, the easy ones first."""
    open_to = {name for one in found.conditions if one.met is None for name in one.missing}
    facts = [fact for name in found.missing if (fact := track.find_fact(name)) is not None]

    def turn(fact: Fact) -> tuple[bool, bool, bool]:
        return (fact.name in _AFTER_SIGNING, fact.name not in open_to, fact.type not in _EASY)

    return tuple(sorted(facts, key=turn)[:MOST_ASKED])
