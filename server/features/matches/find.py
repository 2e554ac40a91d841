"""Finds what a firm may get: every open track of every city, judged as an estimate judges it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast
from uuid import UUID

import msgspec
from msgspec.structs import replace

from models.programme.fact_guides import FactGuides
from models.rules.eligibility.region import region_class_of
from models.rules.lifecycle import Status
from models.rules.matching import KnownFirm, Match, match_track
from models.rules.places.own import OwnPlaces
from models.rules.places.record import PlaceReading
from models.tables.enterprises import Enterprise
from server.edge.web.field_types import Facts
from server.features.enterprises.particulars import read_options
from server.features.matches.open_tracks import OpenTrack, list_open_tracks
from server.features.matches.schemas import AskedMatches, MatchItem, UnmetView
from server.features.programmes.show_track import fact_view
from server.ports import Ports
from storage.postgres.application_rows import SHOWN_TO_MEMBERS
from storage.postgres.core.rows import find_row, list_rows
from storage.postgres.credit_records import blocks_now

_MOST_UNMET: Final = 3
_APPLIED: Final = f"""
SELECT DISTINCT ON (a.edition_id, a.track) a.id, a.edition_id, a.track, a.status
  FROM applications a
 WHERE a.enterprise_id = $1 AND a.edition_id = ANY($2) AND {SHOWN_TO_MEMBERS}
 ORDER BY a.edition_id, a.track, a.created_at DESC, a.id
"""


_BLOCKED: Final = (
    f"SELECT EXISTS (SELECT FROM credit_records k WHERE {blocks_now('$1')}) AS blocked"
)


class _Blocked(msgspec.Struct, frozen=True):
    blocked: bool


@dataclass(frozen=True, slots=True)
class OwnFirm:
    """A firm on record: what it has applied for, and whether it may, is told beside each track."""

    id: UUID
    uscc: str


class _Applied(msgspec.Struct, frozen=True):
    id: UUID
    edition_id: str
    track: str
    status: Status


def known_firm(firm: Enterprise) -> KnownFirm:
    """What its record says."""
    return KnownFirm(
        firm.registered_city,
        firm.district,
        firm.in_service_zone,
        firm.sector,
        firm.employees,
        firm.annual_revenue_fen,
        firm.registered_on,
    )


def asked_firm(asked: AskedMatches, own: OwnPlaces) -> KnownFirm:
    """What somebody said before login, each option in the form in which firms carry it.

    The caller has checked that there is nothing to refuse.
    """
    asked = replace(asked, **read_options(PlaceReading(own), None, asked))
    return KnownFirm(
        asked.registered_city,
        asked.district,
        asked.in_service_zone,
        asked.sector,
        asked.employees,
        asked.annual_revenue_fen,
        asked.registered_on,
        asked.facts,
    )


async def find_matches(
    firm: KnownFirm, *, english: bool, ports: Ports, own: OwnFirm | None = None
) -> list[MatchItem]:
    """The best first: at home, for firms, certain, most money, fewest questions, soonest closed."""
    now = ports.clock.now()
    tracks = await list_open_tracks(now, ports=ports)
    applied = await _applied(own.id, tracks) if own else {}
    blocked = own is not None and await _is_blocked(own.uscc)
    guides = ports.fact_guides
    items = [
        _item(one, firm, applied, now, english, guides=guides, blocked=blocked) for one in tracks
    ]
    return sorted(items, key=_turn)


async def _is_blocked(uscc: str) -> bool:
    found = await find_row(_Blocked, _BLOCKED, uscc, tx=None)
    return found is not None and found.blocked


async def _applied(
    enterprise_id: UUID, tracks: Sequence[OpenTrack]
) -> dict[tuple[str, str], _Applied]:
    codes = list({one.edition.code for one in tracks})
    rows = await list_rows(_Applied, _APPLIED, enterprise_id, codes, tx=None)
    return {(row.edition_id, row.track): row for row in rows}


def match_open(track: OpenTrack, firm: KnownFirm) -> Match:
    """The match of one track, with the thresholds of the firm's region class."""
    rules = track.rules
    region_class = region_class_of(rules.definition, firm.district)
    return match_track(rules.track, rules.conditions(region_class), firm)


def _item(
    one: OpenTrack,
    firm: KnownFirm,
    applied: Mapping[tuple[str, str], _Applied],
    now: datetime,
    english: bool,
    *,
    guides: FactGuides,
    blocked: bool,
) -> MatchItem:
    definition, track = one.rules.definition, one.rules.track
    match = match_open(one, firm)
    found, mine = match.estimate, applied.get((one.edition.code, track.code))
    return MatchItem(
        edition=one.edition.code,
        track=track.code,
        title=track.title.in_language(english),
        programme_title=definition.edition.title.in_language(english),
        region=definition.policy.region.in_language(english),
        local=one.edition.is_home_of(firm.registered_city, firm.district),
        applicant=track.applicant,
        eligible=found.eligible,
        award_fen=found.award_fen,
        missing=list(found.missing),
        questions=[fact_view(fact, track, english, guides) for fact in match.ask],
        unmet=[
            UnmetView(verdict.id, verdict.message.in_language(english), verdict.cite)
            for verdict in found.conditions
            if verdict.met is False
        ][:_MOST_UNMET],
        known=cast("Facts", dict(match.known)),
        region_class=region_class_of(definition, firm.district),
        closes_at=one.edition.closes_at,
        days_left=max(0, (one.edition.closes_at - now).days),
        remaining_fen=one.remaining_fen,
        blocked=blocked,
        application_id=None if mine is None else mine.id,
        application_status=None if mine is None else mine.status,
    )


_PLACES: Final[Mapping[bool | None, int]] = {True: 0, None: 1, False: 2}


def _turn(item: MatchItem) -> tuple[object, ...]:
    return (
        _PLACES[item.local],
        item.applicant != "enterprise",
        _PLACES[item.eligible],
        -(item.award_fen or 0),
        len(item.missing),
        item.closes_at,
        item.edition,
        item.track,
    )
