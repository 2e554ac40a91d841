"""Telling the people of a firm what concerns no application of theirs: inbox entries only."""

from collections.abc import Mapping
from datetime import datetime

from server.features.messages.formats import Fact
from server.features.messages.tell import write_entries
from server.features.messages.texts import inbox_text, read_facts, stored_facts, told_of
from storage.postgres.core.transaction import Tx

_MEMBERS = """
SELECT m.user_id FROM enterprise_members m JOIN enterprises e ON e.id = m.enterprise_id
 WHERE e.uscc = $1 AND m.left_at IS NULL ORDER BY m.user_id
"""


async def tell_firm(
    tx: Tx, uscc: str, event: str, *, key: str, at: datetime, facts: Mapping[str, Fact]
) -> None:
    """Put the event into the inbox of every member; nobody is told of a firm that has none.

    A repeated `key` changes nothing. Raises KeyError for an event that `messages/events` does not
    know, ValueError for one that WeChat would carry: its message leads to an application.
    """
    told = told_of(event)
    if told is None:
        return
    if told.template is not None:
        raise ValueError(f"{event} is told about an application")
    members = [row["user_id"] for row in await tx.raw.fetch(_MEMBERS, uscc)]
    kept = stored_facts({**facts, "at": at})
    text = inbox_text(told, read_facts(kept))
    await write_entries(tx, members, event, key, text=text, kept=kept, at=at, state="none")
