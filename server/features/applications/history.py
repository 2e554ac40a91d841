"""What a firm was granted before on a track: read for awards that depend on it, kept as it was used."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

import msgspec

from models.rules.award.history import NOTHING, History
from models.rules.award.working import Working
from models.rules.terms.programme import EditionDefinition, TrackTerms
from storage.postgres.core.transaction import Tx
from storage.postgres.money.history import hold_history, read_history


class KeptHistory(msgspec.Struct, frozen=True):
    """What an application was judged by; `crossed`: the tiers that it brought. Amounts in fen."""

    year_fen: int
    total_fen: int
    tiers: list[int]
    crossed: list[int]


class _Granted(Protocol):
    @property
    def year_fen(self) -> int: ...
    @property
    def total_fen(self) -> int: ...
    @property
    def tiers(self) -> Sequence[int]: ...


def asks_history(track: TrackTerms) -> bool:
    """Whether an award depends on what the firm had before; of the others nothing is read."""
    return track.award.kind == "tiers" or track.award.cap_per != "application"


async def had_before(
    tx: Tx,
    definition: EditionDefinition,
    track: TrackTerms,
    *,
    enterprise_id: UUID,
    application_id: UUID,
    kept: KeptHistory | None = None,
) -> History:
    """What the firm had on this track without this application, as of now.

    `kept` is what it was judged by before: judged again, it counts no less than that, so that
    nobody gains by what others gave up; and what others were granted meanwhile counts too.
    """
    if not asks_history(track):
        return NOTHING
    programme = definition.policy.code
    await hold_history(tx, enterprise_id, programme, track.code)
    row = await read_history(
        tx,
        enterprise_id,
        programme,
        track.code,
        year=definition.edition.year,
        apart_from=application_id,
    )
    now, then = _of(row), kept_history(kept)
    return History(
        max(now.year_fen, then.year_fen),
        max(now.total_fen, then.total_fen),
        now.tiers | then.tiers,
    )


def kept_history(kept: KeptHistory | None) -> History:
    """The history that an application was judged by; nothing for awards that do not ask."""
    return NOTHING if kept is None else _of(kept)


def to_keep(track: TrackTerms, history: History, working: Working) -> KeptHistory | None:
    """What is kept with the application so that its decision can be worked out again."""
    if not asks_history(track):
        return None
    return KeptHistory(
        history.year_fen, history.total_fen, sorted(history.tiers), sorted(working.tiers)
    )


def _of(granted: _Granted) -> History:
    return History(granted.year_fen, granted.total_fen, frozenset(granted.tiers))
