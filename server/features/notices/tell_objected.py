"""Tells of an objection: who raised it, the firm whose entry it is about, and the authority."""

from typing import Final

from models.rules.reasons import Text
from models.tables.notices import Notice, NoticeEntry, Objection
from server.features.messages.events.of_desks import OBJECTION_TO_ANSWER
from server.features.messages.events.of_notices import ENTRY_OBJECTED, OBJECTION_RECEIVED
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_members, tell_people, tell_person
from server.roles import Role
from storage.postgres.core.transaction import Tx
from storage.postgres.jobs.enqueue import enqueue
from storage.postgres.reach import who_reaches_edition

_WHOLE: Final = Text("整份公示", "the notice as a whole")


async def tell_objected(tx: Tx, notice: Notice, objection: Objection, *, held: bool) -> None:
    """The firm does not learn who objects, nor in what words: the authority looks into it first.

    `held`: its words are looked at before; who raised it was told so when they were held.
    """
    at, key = objection.raised_at, f"objected:{objection.id}"
    facts: dict[str, Fact] = {"matter_id": str(objection.id), "notice": notice.title}
    if not held:
        who = objection.raised_by_id
        await tell_person(tx, who, OBJECTION_RECEIVED, key=key, at=at, facts=facts)
    about = _WHOLE
    if objection.entry_id is not None:
        entry = await NoticeEntry.get(id=objection.entry_id, using_db=tx.connection)
        about = Text(f"第 {entry.number} 项“{entry.name}”", f"entry {entry.number}, {entry.name}")
        jobs = await tell_members(
            tx, entry.application_id, ENTRY_OBJECTED, key=key, at=at, facts=facts
        )
        await enqueue(tx, *jobs)
    told = facts | {
        "about": about.zh,
        "about_en": about.en,
        "reason": "" if held else objection.reason,
    }
    officers = await who_reaches_edition(tx, notice.edition_id, Role.AUTHORITY)
    await tell_people(tx, officers, OBJECTION_TO_ANSWER, key=f"{key}:desk", at=at, facts=told)
