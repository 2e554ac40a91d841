"""Tells the people of an authority of files that wait, were published, or were refused."""

from datetime import datetime
from uuid import UUID

from models.tables.proposals import FileProposal
from server.edge.web.auth import Identity
from server.features.identity.named import name_people
from server.features.messages.events.of_programme_files import (
    FILES_PROPOSED,
    FILES_PUBLISHED,
    FILES_REFUSED,
)
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_people
from server.roles import Role
from storage.postgres.core.transaction import Tx
from storage.postgres.reach import who_reaches_proposal


async def tell_proposed(tx: Tx, proposal: FileProposal, who: str, *, at: datetime) -> None:
    """To all who may decide on it."""
    facts = {
        "matter_id": str(proposal.id),
        "edition_title": proposal.title,
        "who": who,
        **({"comment": proposal.comment} if proposal.comment else {}),
    }
    people = await _others(tx, proposal, proposal.proposed_by_id)
    key = f"files_proposed:{proposal.id}"
    await tell_people(tx, people, FILES_PROPOSED, key=key, at=at, facts=facts)


async def tell_published(
    tx: Tx, proposal: FileProposal, number: int, names: "Names", *, by: UUID, at: datetime
) -> None:
    """To all whom the programme concerns, but who published it."""
    facts: dict[str, Fact] = {
        "edition_title": proposal.title,
        "version": number,
        "who": names.of(by),
        "proposer": names.of(proposal.proposed_by_id),
    }
    people = await _others(tx, proposal, by)
    key = f"files_published:{proposal.id}"
    await tell_people(tx, people, FILES_PUBLISHED, key=key, at=at, facts=facts)


async def tell_refused(
    tx: Tx, proposal: FileProposal, reason: str, who: str, *, at: datetime
) -> None:
    """To who proposed it."""
    facts = {"edition_title": proposal.title, "reason": reason, "who": who}
    key = f"files_refused:{proposal.id}"
    whom = [proposal.proposed_by_id]
    await tell_people(tx, whom, FILES_REFUSED, key=key, at=at, facts=facts)


async def _others(tx: Tx, proposal: FileProposal, than: UUID) -> list[UUID]:
    reaching = await who_reaches_proposal(tx, proposal.id, Role.AUTHORITY)
    return [one for one in reaching if one != than]


class Names:
    """What the persons of an act are called; read before its transaction."""

    def __init__(self, known: dict[UUID, str]) -> None:
        self._known = known

    @classmethod
    async def read(cls, by: Identity, proposal: FileProposal) -> "Names":
        people = await name_people([by.user_id, proposal.proposed_by_id])
        return cls({one: view.name or "" for one, view in people.items()})

    def of(self, user_id: UUID) -> str:
        return self._known.get(user_id, "")
