"""Programme files: TOML text becomes one self-contained `EditionDefinition`, or every mistake."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import msgspec

from models.programme.reader.conditions import Known
from models.programme.reader.editions import read_edition, read_pools, read_regions
from models.programme.reader.policies import read_policy
from models.programme.reader.problems import FileProblem, ProgrammeFileError
from models.programme.reader.recognitions import check_modes
from models.programme.reader.table import Table, parse_toml
from models.programme.reader.tracks import read_track
from models.rules.terms.programme import (
    EditionDefinition,
    EditionTerms,
    Policy,
    PoolRule,
    TrackTerms,
)

__all__ = [
    "FileProblem",
    "ProgrammeFile",
    "ProgrammeFileError",
    "compile_edition",
    "definition_from",
    "definition_hash",
    "definition_json",
]


@dataclass(frozen=True, slots=True)
class ProgrammeFile:
    """A file's name as people know it (`sh-shuangtui/policy.toml`) and its text."""

    name: str
    text: str


def compile_edition(
    policy: ProgrammeFile,
    edition: ProgrammeFile,
    publishing_day: date,
    *,
    categories: Collection[str] | None = None,
) -> EditionDefinition:
    """Policy and edition merged into what judges an application.

    `publishing_day` is the day from which a demonstration's offsets count; an edition with dates
    of its own does not look at it. `categories` are the codes by which platforms are browsed;
    without them what a title says of them is not checked. Raises ProgrammeFileError with all
    mistakes of both files.
    """
    problems: list[FileProblem] = []
    standing = parse_toml(policy.name, policy.text, problems=problems, assumable=False)
    yearly = parse_toml(edition.name, edition.text, problems=problems, assumable=True)
    if problems:
        raise ProgrammeFileError(problems)
    definition = _compile(standing, yearly, publishing_day, categories)
    if problems:
        raise ProgrammeFileError(problems)
    return definition


def definition_json(definition: EditionDefinition) -> bytes:
    """The definition as JSON in one canonical form: keys sorted, no blanks."""
    return msgspec.json.encode(definition, order="sorted")


def definition_from(stored: bytes | str) -> EditionDefinition:
    """The definition that `definition_json` wrote. Raises msgspec.ValidationError."""
    return msgspec.json.decode(stored, type=EditionDefinition)


def definition_hash(definition: EditionDefinition) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal: the name of a version of the rules."""
    return hashlib.sha256(definition_json(definition)).hexdigest()


def _compile(
    standing: Table, yearly: Table, publishing_day: date, categories: Collection[str] | None
) -> EditionDefinition:
    policy = read_policy(standing)
    edition = _read_edition(yearly, policy, publishing_day)
    pools = read_pools(yearly, edition)
    regions = read_regions(yearly, policy.region.zh)
    known = Known((), [region.code for region in regions], _references(edition), categories)
    tracks = _read_tracks(standing, yearly, known)
    standing.done()
    yearly.done()
    _check_pools(yearly, tracks, pools)
    return EditionDefinition(policy, edition, tracks, pools, regions)


def _read_edition(yearly: Table, policy: Policy, publishing_day: date) -> EditionTerms:
    table = yearly.table("edition")
    if table is None:
        raise ProgrammeFileError(yearly.problems)
    return read_edition(table, policy, publishing_day)


def _references(edition: EditionTerms) -> dict[str, str]:
    """What a condition may name by `@`."""
    return {
        "period_from": edition.period_from.isoformat(),
        "period_to": edition.period_to.isoformat(),
    }


def _read_tracks(standing: Table, yearly: Table, known: Known) -> tuple[TrackTerms, ...]:
    open_parts = dict(yearly.named_tables("tracks"))
    named = dict(standing.named_tables("tracks"))
    tracks = tuple(
        track
        for code, table in named.items()
        for track in read_track(code, table, open_parts.pop(code, None), known)
    )
    if not tracks:
        standing.wrong("tracks", "至少一个事项", "at least one track")
    for code in open_parts:
        listed = ", ".join(named)
        yearly.wrong(
            f"tracks.{code}", f"政策文件里的事项：{listed}", f"a track: {listed}", found=code
        )
    _check_modes(named, tracks)
    return tracks


def _check_modes(named: dict[str, Table], tracks: tuple[TrackTerms, ...]) -> None:
    funded = [track.code for track in tracks if track.platform is not None]
    for track in tracks:
        if track.recognition is not None:
            check_modes(named[track.code], track.recognition, track.declarations, funded)


def _check_pools(
    yearly: Table, tracks: tuple[TrackTerms, ...], pools: tuple[PoolRule, ...]
) -> None:
    codes = [pool.code for pool in pools]
    for track in tracks:
        if track.pool is not None and track.pool not in codes:
            listed = ", ".join(codes) or "-"
            key = f"tracks.{track.code}.pool"
            yearly.wrong(key, f"资金池：{listed}", f"a pool: {listed}", found=track.pool)
        if track.pool is None and track.selection == "first_come":
            key = f"tracks.{track.code}.pool"
            yearly.wrong(key, "先到先得须有资金池", "a pool, as it is first come, first served")
    for code in codes:
        if code not in [track.pool for track in tracks]:
            yearly.wrong(f"pools.{code}", "有事项使用它", "a track that draws on it", found=code)
