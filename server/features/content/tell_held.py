"""Tells who wrote it that it waits, and those who may look at it."""

from datetime import datetime
from uuid import UUID

from models.rules.contents import CONTENT_KINDS, DOUBTS
from server.clock import SHANGHAI
from server.features.messages.events.of_contents import HELD, OBJECTION_HELD, WAITING
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_people, tell_person
from server.roles import Role
from storage.postgres.core.transaction import Tx
from storage.postgres.held_contents import HeldBefore
from storage.postgres.reach import who_reaches_held


async def tell_held(tx: Tx, held_id: UUID, held: HeldBefore, *, at: datetime) -> None:
    """The authority once a day of the same place, however often it is written anew."""
    what, why = CONTENT_KINDS[held.kind], DOUBTS[held.why]
    facts: dict[str, Fact] = {
        "matter_id": str(held_id),
        "what": what.zh,
        "what_en": what.en,
        "words": "、".join(held.found if held.why == "words" else ()),
    }
    event = OBJECTION_HELD if held.kind == "objection" else HELD
    await tell_person(tx, held.writer_id, event, key=f"held:{held_id}", at=at, facts=facts)
    facts |= {"why": why.zh, "why_en": why.en}
    key = f"held_waiting:{held.kind}:{held.subject_id}:{at.astimezone(SHANGHAI).date()}"
    officers = await who_reaches_held(tx, held_id, Role.AUTHORITY)
    await tell_people(tx, officers, WAITING, key=key, at=at, facts=facts)
