"""What became of all that was told in the last day, by way, state and reason, for operators."""

from datetime import datetime
from typing import Final

import msgspec

from storage.postgres.core.rows import list_rows

_COUNTED: Final = """
SELECT 'wechat' AS channel, message_state::text AS state, coalesce(message_reason, '') AS reason,
       count(*)::int AS count
  FROM notifications WHERE created_at >= $1 GROUP BY message_state, message_reason
 UNION ALL
SELECT channel, state, coalesce(reason, ''), count(*)::int
  FROM dispatches WHERE due_at >= $1 GROUP BY channel, state, reason
 ORDER BY 1, 2, 3
"""


class CountedMessages(msgspec.Struct, frozen=True):
    """`wechat` in the state `none` without a reason: told in the inbox alone, as it is meant."""

    channel: str
    state: str
    reason: str
    count: int


async def count_messages(since: datetime) -> list[CountedMessages]:
    """Of entries made, letters and texts due since then. Raises StoreUnavailable."""
    return await list_rows(CountedMessages, _COUNTED, since, tx=None)
