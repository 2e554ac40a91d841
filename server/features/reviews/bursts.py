"""Flags an application that came in a burst: many of one platform's in an edition's last hours."""

from collections.abc import Sequence

import msgspec

from models.rules.burst import BEFORE, COUNTED, COUNTED_BEFORE, WINDOW, is_burst
from models.rules.reasons import Text
from models.tables.applications import Application
from storage.postgres.core.rows import find_row

_BURST = Text(
    "该平台的申请集中在申报截止前最后 24 小时提交（最后 24 小时件数、此前 14 天件数）",
    "The platform's applications crowd into the last 24 hours (so many then, in the 14 days before)",
)

# Nothing is counted for an application that came before the last hours.
_COUNT = """
SELECT (SELECT count(*) FROM (
               SELECT 1 FROM applications o
                WHERE o.platform_id = a.platform_id AND o.edition_id = a.edition_id
                  AND o.submitted_at > d.ends - $2::interval AND o.submitted_at <= d.ends
                LIMIT $4) l) AS late,
       (SELECT count(*) FROM (
               SELECT 1 FROM applications o
                WHERE o.platform_id = a.platform_id AND o.edition_id = a.edition_id
                  AND o.submitted_at > d.ends - $2::interval - $3::interval
                  AND o.submitted_at <= d.ends - $2::interval
                LIMIT $5) b) AS before
  FROM applications a
 CROSS JOIN LATERAL (SELECT least(e.closes_at, e.closed_at) AS ends
                       FROM editions e WHERE e.code = a.edition_id) d
 WHERE a.id = $1 AND a.platform_id IS NOT NULL
   AND a.submitted_at > d.ends - $2::interval AND a.submitted_at <= d.ends
"""


class _Counted(msgspec.Struct, frozen=True):
    late: int
    before: int


async def find_burst(application: Application) -> list[tuple[str, Text, Sequence[str]]]:
    """With both counts; empty where it is none."""
    limits = (WINDOW, BEFORE, COUNTED, COUNTED_BEFORE)
    counted = await find_row(_Counted, _COUNT, application.id, *limits, tx=None)
    if counted is None or not is_burst(counted.late, counted.before):
        return []
    return [("burst", _BURST, [str(counted.late), str(counted.before)])]
