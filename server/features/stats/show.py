"""The figures of an edition, all of one moment."""

from collections.abc import Mapping
from typing import Final, cast

import msgspec

from models.rules.labels import STATUS_WORDS
from models.rules.lifecycle import Status
from models.rules.reasons import Text
from models.rules.terms.programme import EditionDefinition
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.programmes.published import get_edition
from server.features.stats.access import list_reached, reached_districts
from server.features.stats.base import BASE, SUMS
from server.features.stats.days import list_days
from server.features.stats.schemas import (
    By,
    StatsEdition,
    StatsEditions,
    StatsFigures,
    StatsPool,
    StatsPoolName,
    StatsQuery,
    StatsRow,
    StatsView,
)
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx, transaction

_SNAPSHOT: Final = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_POOLS: Final = """
SELECT code AS pool, budget_fen, places, locked_fen FROM pools
 WHERE edition_id = $1 AND (code = $2 OR $2::text IS NULL) ORDER BY code
"""
_KEYS: Final[Mapping[By, tuple[str, str]]] = {
    "district": ("f.district", "f.district"),
    "sector": ("f.sector", "f.sector"),
    "platform": ("f.platform_id::text", "p.name"),
    "track": ("f.track", "f.track"),
    "status": ("f.status", "f.status"),
}
_NOBODY: Final[Mapping[By, Text]] = {
    "platform": Text("没有平台", "without a platform"),
    "sector": Text("未填行业", "no line of business given"),
}


async def list_readable(*, by: Identity, english: bool) -> StatsEditions:
    """Raises Forbidden."""
    found = [await get_edition(code) for code in await list_reached(by)]
    return StatsEditions(
        [
            StatsEdition(
                one.code,
                one.definition.edition.title.in_language(english),
                one.year,
                _pools(one.definition, english),
            )
            for one in found
        ]
    )


def _pools(definition: EditionDefinition, english: bool) -> list[StatsPoolName]:
    named = sorted(definition.pools, key=lambda pool: pool.code)
    return [StatsPoolName(pool.code, pool.label.in_language(english)) for pool in named]


async def show_stats(
    code: str, query: StatsQuery, *, by: Identity, clock: Clock, english: bool
) -> StatsView:
    """Raises Forbidden, NotFound (the edition, or the pool)."""
    districts = await reached_districts(code, by)
    edition = await get_edition(code)
    scope = (code, districts, query.pool)
    async with transaction() as tx:
        await tx.raw.execute(_SNAPSHOT)
        now = clock.now()
        pools = await list_rows(StatsPool, _POOLS, code, query.pool, tx=tx)
        if query.pool is not None and not pools:
            raise NotFound()
        if query.by == "day":
            totals, items = await list_days(tx, *scope, today=clock.today())
        else:
            items = await _groups(tx, query.by, *scope)
            totals = _summed(items)
    named = [_named(one, query.by, edition.definition, english) for one in items]
    return StatsView(code, query.by, query.pool, districts, now, pools, totals, named)


class _Group(StatsFigures, frozen=True, kw_only=True):
    key: str | None
    label: str | None


async def _groups(tx: Tx, by: By, *scope: object) -> list[StatsRow]:
    """The group with most money first."""
    key, label = _KEYS[by]
    statement = f"""
    WITH {BASE}
    SELECT {key} AS key, {label} AS label, {SUMS}
      FROM figures f LEFT JOIN platforms p ON p.id = f.platform_id
     GROUP BY 1, 2 ORDER BY asked_fen DESC, applications DESC, 1
    """
    return [
        StatsRow(
            **{**msgspec.structs.asdict(found), "label": found.label or "", "budget_fen": None}
        )
        for found in await list_rows(_Group, statement, *scope, tx=tx)
    ]


def _summed(items: list[StatsRow]) -> StatsFigures:
    """Each application is in one group, so nothing is read a second time for the sums."""
    names = StatsFigures.__struct_fields__
    return StatsFigures(**{name: sum(getattr(one, name) for one in items) for name in names})


def _named(row: StatsRow, by: By, definition: EditionDefinition, english: bool) -> StatsRow:
    words: Text | None = None
    if row.key is None:
        words = _NOBODY.get(by)
    elif by == "status":
        words = STATUS_WORDS[cast(Status, row.key)]
    elif by == "track" and (track := definition.find_track(row.key)) is not None:
        words = track.title
    return msgspec.structs.replace(row, label=words.in_language(english)) if words else row
