"""The budget curve: what was handed in, locked, funded, waiting and paid at the end of each day.

Locks and payments are those of the ledger, the line that of its log; a day is a day in China.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import Final

import msgspec

from server.features.stats.base import BASE, SUMS
from server.features.stats.schemas import StatsFigures, StatsRow
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx

_DAY: Final = "({} AT TIME ZONE 'Asia/Shanghai')::date"
_MOST_DAYS: Final = 800
_OF_ROWS: Final = ("applications", "asked_fen")
# Each statement gives what changed on a day: of how many, and by how many fen.
_CHANGES: Final = f"""
WITH {BASE},
mine AS (
    SELECT c.id, c.amount_fen FROM claims c JOIN figures f ON f.id = c.application_id
     WHERE c.pool_id IN (SELECT id FROM room)),
moves AS (
    SELECT {_DAY.format("l.at")} AS day, m.amount_fen, l.state, l.granted_fen,
           coalesce(lag(l.state) OVER steps, 'none') AS state_before,
           lag(l.granted_fen) OVER steps AS granted_before
      FROM claim_log l JOIN mine m ON m.id = l.claim_id
    WINDOW steps AS (PARTITION BY l.claim_id ORDER BY l.id)),
changes AS (
    SELECT 'applications' AS what, {_DAY.format("submitted_at")} AS day, 1 AS count,
           asked_fen AS fen FROM figures
     UNION ALL
    SELECT 'locked', {_DAY.format("g.at")}, sign(g.places)::int, g.amount_fen
      FROM pool_ledger g JOIN mine m ON m.id = g.claim_id
     WHERE g.pool_id IN (SELECT id FROM room) AND g.kind IN ('lock', 'release')
     UNION ALL
    SELECT 'paid', o.paid_on, 1, g.amount_fen
      FROM pool_ledger g JOIN mine m ON m.id = g.claim_id
      JOIN claims c ON c.id = g.claim_id
      JOIN payout_items i ON i.application_id = c.application_id
      JOIN payout_lines l ON l.id = i.line_id AND l.state = 'paid'
      JOIN payouts o ON o.id = l.payout_id
     WHERE g.pool_id IN (SELECT id FROM room) AND g.kind = 'paid'
     UNION ALL
    SELECT s.what, day, (state = s.what)::int - (state_before = s.what)::int,
           CASE WHEN s.what = 'waiting'
                THEN amount_fen * ((state = s.what)::int - (state_before = s.what)::int)
                ELSE CASE WHEN state = s.what THEN granted_fen ELSE 0 END
                   - CASE WHEN state_before = s.what THEN granted_before ELSE 0 END END
      FROM moves, (VALUES ('funded'), ('waiting')) AS s(what)
     WHERE s.what IN (state, state_before)
     UNION ALL
    SELECT 'budget', {_DAY.format("g.at")}, 0, g.amount_fen FROM pool_ledger g
     WHERE g.pool_id IN (SELECT id FROM room) AND g.kind = 'budget')
SELECT (SELECT to_json(n) FROM (SELECT {SUMS} FROM figures) n)::text AS now,
       (SELECT coalesce(json_agg(c), '[]') FROM (
        SELECT what, day, sum(count)::bigint AS count, sum(fen)::bigint AS fen
          FROM changes GROUP BY what, day) c)::text AS changes
"""


class _Change(msgspec.Struct, frozen=True):
    what: str
    day: date
    count: int
    fen: int


class _Found(msgspec.Struct, frozen=True):
    now: str
    changes: str


async def list_days(tx: Tx, *scope: object, today: date) -> tuple[StatsFigures, list[StatsRow]]:
    """What stands now; and from the day before the first on which anything was, to `today`.

    `scope`: edition, districts, pool. Both from one reading of the applications.
    """
    (found,) = await list_rows(_Found, _CHANGES, *scope, tx=tx)
    now = msgspec.json.decode(found.now, type=StatsFigures)
    changes = msgspec.json.decode(found.changes, type=list[_Change])
    return now, _days(changes, now, today)


def _days(changes: list[_Change], now: StatsFigures, today: date) -> list[StatsRow]:
    by_day: dict[date, list[_Change]] = defaultdict(list)
    for change in changes:
        by_day[min(change.day, today)].append(change)
    own = [day for day, found in by_day.items() if any(one.what != "budget" for one in found)]
    first = min(own, default=today) - timedelta(days=1)
    first = max(first, today - timedelta(days=_MOST_DAYS))
    sums: dict[str, int] = defaultdict(int)
    for day in sorted(by_day):
        if day < first:
            _add(sums, by_day[day])
    rows = []
    for number in range((today - first).days + 1):
        day = first + timedelta(days=number)
        _add(sums, by_day.get(day, []))
        rows.append(_row(day, now if day == today else None, sums))
    return rows


def _add(sums: dict[str, int], changes: list[_Change]) -> None:
    for change in changes:
        asked = change.what == "applications"
        sums[change.what] += change.count
        sums["asked_fen" if asked else f"{change.what}_fen"] += change.fen


def _row(day: date, now: StatsFigures | None, sums: dict[str, int]) -> StatsRow:
    if now is None:
        now = msgspec.convert(
            {name: sums[name] for name in StatsFigures.__struct_fields__}, StatsFigures
        )
    on = day.isoformat()
    known = msgspec.structs.asdict(now)
    return StatsRow(key=on, label=on, budget_fen=sums["budget_fen"], **known)
