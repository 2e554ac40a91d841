"""Telling one person what concerns no firm of theirs: an inbox entry only."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from server.features.messages.formats import Fact
from server.features.messages.tell import write_entries
from server.features.messages.texts import inbox_text, read_facts, stored_facts, told_of
from storage.postgres.core.transaction import Tx


async def tell_person(
    tx: Tx, user_id: UUID, event: str, *, key: str, at: datetime, facts: Mapping[str, Fact]
) -> None:
    """Put the event into the person's inbox; a repeated `key` changes nothing.

    Raises KeyError for an event that `messages/events` does not know, ValueError for one that WeChat
    would carry: its message leads to an application.
    """
    told = told_of(event)
    if told is None:
        return
    if told.template is not None:
        raise ValueError(f"{event} is told about an application")
    kept = stored_facts({**facts, "at": at})
    text = inbox_text(told, read_facts(kept))
    await write_entries(tx, [user_id], event, key, text=text, kept=kept, at=at, state="none")
