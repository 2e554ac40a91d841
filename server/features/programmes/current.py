"""Caches which rules are in force for a second, coalescing the look-ups of concurrent estimates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Final
from uuid import UUID

import msgspec

from models.rules.eligibility.compiled import CompiledCondition, compile_conditions
from models.rules.terms.programme import EditionDefinition, TrackTerms
from server.edge.web.shared_fetch import SharedFetch
from server.edge.web.tasks import OwnedTasks
from server.errors import NotFound
from server.features.programmes.published import definition_of
from storage.postgres.core.rows import list_rows

_KEPT_SECONDS: Final = 1.0
_MOST_TRACKS: Final = 512
_CURRENT = "SELECT code, current_version_id FROM editions WHERE code = ANY($1)"


class _Current(msgspec.Struct, frozen=True):
    code: str
    current_version_id: UUID | None


@dataclass(frozen=True, slots=True)
class TrackRules:
    """A track with the edition's rules around it; compiles its conditions once a region class."""

    definition: EditionDefinition
    track: TrackTerms
    _compiled: dict[str | None, tuple[CompiledCondition, ...]] = field(default_factory=dict)

    def conditions(self, region_class: str | None) -> tuple[CompiledCondition, ...]:
        """With the thresholds of a region class that the edition knows; None: the main ones."""
        if region_class not in self._compiled:
            track = self.track
            self._compiled[region_class] = compile_conditions(
                track.conditions, track.facts, region_class
            )
        return self._compiled[region_class]


class CurrentRules:
    """Which version an edition has, at most a second stale, as the page that shows it may be.

    For estimates, which bind nobody; a submission is judged by the version in the database.
    """

    def __init__(self, tasks: OwnedTasks) -> None:
        self._versions = SharedFetch(_current_versions, tasks)
        self._kept: dict[str, tuple[float, UUID]] = {}
        self._tracks: dict[tuple[UUID, str], TrackRules] = {}

    async def track_rules(self, code: str, track_code: str) -> TrackRules:
        """Raises NotFound for the edition or the track, StoreUnavailable."""
        version_id = await self._version(code)
        known = self._tracks.get((version_id, track_code))
        if known is not None:
            return known
        definition = await definition_of(version_id)
        track = definition.find_track(track_code)
        if track is None:
            raise NotFound()
        # A version never changes: what is dropped here is made again.
        if len(self._tracks) >= _MOST_TRACKS:
            self._tracks.clear()
        made = self._tracks[version_id, track_code] = TrackRules(definition, track)
        return made

    async def _version(self, code: str) -> UUID:
        until, version_id = self._kept.get(code, (0.0, None))
        if version_id is None or until < monotonic():
            (version_id,) = await self._versions.ask(code)
            # Only what exists is kept, so that made-up codes do not fill the memory.
            if version_id is None:
                raise NotFound()
            self._kept[code] = monotonic() + _KEPT_SECONDS, version_id
        return version_id


async def _current_versions(codes: frozenset[str]) -> Mapping[str, UUID | None]:
    editions = await list_rows(_Current, _CURRENT, list(codes), tx=None)
    known = {edition.code: edition.current_version_id for edition in editions}
    return {code: known.get(code) for code in codes}
