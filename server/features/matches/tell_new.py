"""Firms are told once when an edition opens that may fit them; the worker runs it."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from models.rules.eligibility.region import region_class_of
from models.rules.matching import KnownFirm, Match, match_track
from models.rules.terms.programme import EditionDefinition
from server.clock import SHANGHAI, Clock
from server.features.matches.open_tracks import OpenEdition, list_open_editions
from server.features.messages.events.of_firms import EDITION_FITS
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_firm
from server.features.programmes.current import TrackRules
from server.features.programmes.published import definition_of
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import transaction
from storage.postgres.programmes import mark_told

_LOG = logging.getLogger(__name__)
_FIRST: Final = UUID(int=0)
_PAGE: Final = 100
_MOST_NAMED: Final = 5
_FIRMS: Final = """
SELECT e.id, e.uscc, e.name, e.registered_city, e.district, e.in_service_zone, e.sector,
       e.employees, e.annual_revenue_fen
  FROM enterprises e
 WHERE e.id > $1 AND e.registered_city = $2 AND ($3::text IS NULL OR e.district = $3)
   AND EXISTS (SELECT FROM enterprise_members m WHERE m.enterprise_id = e.id AND m.left_at IS NULL)
 ORDER BY e.id LIMIT $4
"""
_UNTOLD: Final = "SELECT code FROM editions WHERE told_at IS NULL AND code = ANY($1)"


class _Firm(msgspec.Struct, frozen=True):
    id: UUID
    uscc: str
    name: str
    registered_city: str
    district: str
    in_service_zone: bool
    sector: str
    employees: int
    annual_revenue_fen: int

    @property
    def known(self) -> KnownFirm:
        return KnownFirm(
            self.registered_city,
            self.district,
            self.in_service_zone,
            self.sector,
            self.employees,
            self.annual_revenue_fen,
        )


class _Code(msgspec.Struct, frozen=True):
    code: str


async def tell_new_editions(*, clock: Clock) -> int:
    """How many firms were told. It may stop anywhere: who was told is not told again.

    Raises StoreUnavailable.
    """
    now = clock.now()
    editions = [one for one in await list_open_editions(now) if one.is_open(now)]
    rows = await list_rows(_Code, _UNTOLD, [one.code for one in editions], tx=None)
    untold = {row.code for row in rows}
    told = 0
    for edition in editions:
        if edition.code in untold:
            told += await _tell(edition, now)
    return told


async def _tell(edition: OpenEdition, now: datetime) -> int:
    definition = await definition_of(edition.current_version_id)
    rules = [
        TrackRules(definition, track)
        for track in definition.tracks
        if track.renewal is None and track.applicant == "enterprise"
    ]
    told, after = 0, _FIRST
    home = (edition.city, edition.district)
    while firms := await list_rows(_Firm, _FIRMS, after, *home, _PAGE, tx=None):
        told += await _tell_page(edition, definition, rules, firms, now)
        after = firms[-1].id
    async with transaction() as tx:
        await mark_told(tx, edition.code, at=now)
    _LOG.info("%s firms were told of the edition %s", told, edition.code)
    return told


async def _tell_page(
    edition: OpenEdition,
    definition: EditionDefinition,
    rules: Sequence[TrackRules],
    firms: Sequence[_Firm],
    now: datetime,
) -> int:
    told = 0
    async with transaction() as tx:
        for firm in firms:
            found = fitting(definition, rules, firm.known)
            if found:
                key = f"edition:{edition.code}:{firm.id}"
                facts = _facts(edition, definition, found) | {"enterprise": firm.name}
                await tell_firm(tx, firm.uscc, EDITION_FITS, key=key, at=now, facts=facts)
                told += 1
    return told


def fitting(
    definition: EditionDefinition, rules: Sequence[TrackRules], firm: KnownFirm
) -> list[tuple[TrackRules, Match]]:
    """The tracks against which nothing stands that is known; certain ones first."""
    region_class = region_class_of(definition, firm.district)
    matches = [(one, match_track(one.track, one.conditions(region_class), firm)) for one in rules]
    fit = [pair for pair in matches if pair[1].may_fit]
    return sorted(fit, key=lambda pair: pair[1].estimate.eligible is None)


def _facts(
    edition: OpenEdition, definition: EditionDefinition, found: list[tuple[TrackRules, Match]]
) -> dict[str, Fact]:
    titles = [rules.track.title for rules, _ in found]
    more = len(titles) - _MOST_NAMED
    names = [title.zh for title in titles[:_MOST_NAMED]]
    names_en = [title.en for title in titles[:_MOST_NAMED]]
    return {
        "programme": definition.edition.title.zh,
        "programme_en": definition.edition.title.en,
        "tracks": "、".join(names) + (f"等 {len(titles)} 项" if more > 0 else ""),
        "tracks_en": ", ".join(names_en) + (f" and {more} more" if more > 0 else ""),
        "sure": sum(match.estimate.eligible is True for _, match in found) or "",
        "closes_on": edition.closes_at.astimezone(SHANGHAI).date(),
    }
