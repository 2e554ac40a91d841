"""Drafts that lack nothing but being submitted: the same in every life."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from models.tables.ids import new_id
from tests.line.database import Database
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import KINDS

DRAFTS = 14
FEES_FEN = (500_000, 1_000_000, 1_500_000, 2_500_000)
"""Two fifths of a fee are the public money that is asked for."""
# Neither in the order of the drafts nor all different: equal instants are told apart by sequence.
_PAID_DAYS_AGO = (9, 4, 6, 2, 6, 8, 3, 5, 4, 7)
_SIGNED_DAYS_AGO = (10, 10, 7, 12, 7, 9, 11)

_PAPERS = """
INSERT INTO evidence (id, application_id, kind, name, size, content_type, sha256, object_name,
                      uploaded_by_id, uploaded_at)
SELECT p.id, $1::uuid, p.kind, p.kind || '.pdf', 1000, 'application/pdf',
       md5(p.id::text) || md5(p.kind || p.id::text), 'evidence/' || p.id, $2, now()
  FROM unnest($3::uuid[], $4::text[]) AS p(id, kind)
"""


@dataclass(frozen=True)
class Drafts:
    """The people of the place; `editions` by the order of their pool; `plan` names platform and plan."""

    owner: Person
    platform: Person
    auditor: Person
    authority: Person
    editions: dict[str, str]
    plan: dict[str, str]

    async def draft(
        self, database: Database, edition: str, enterprise_id: str, fee_fen: int, **days: int
    ) -> dict[str, Any]:
        """A complete draft of that firm; `paid`, `signed` days ago. Its papers come by SQL."""
        started = await self.owner.draft(edition, enterprise_id=enterprise_id, **self.plan)
        draft = await self.owner.fill_in(started, **dated(fee_fen, **days))
        await lay_papers(database, UUID(draft["id"]), UUID(self.owner.user["id"]), KINDS)
        return draft


def dated(fee_fen: int, *, paid: int = 9, signed: int = 10) -> dict[str, Any]:
    """Particulars of a contract at that fee, signed and paid so many days ago."""
    now = datetime.now(UTC).replace(microsecond=0)
    return {
        "fee_fen": fee_fen,
        "paid_fen": fee_fen,
        "signed_at": (now - timedelta(days=signed)).isoformat(),
        "paid_at": (now - timedelta(days=paid)).isoformat(),
    }


async def lay_papers(
    database: Database, application_id: UUID, user_id: UUID, kinds: Sequence[str]
) -> None:
    """As if they had been uploaded; nobody opens them here."""
    ids = [new_id() for _ in kinds]
    await database.fetch(_PAPERS, application_id, user_id, ids, list(kinds))


async def make_drafts(world: World, database: Database) -> Drafts:
    """One edition by payment and one by arrival, each with its drafts."""
    editions = {order: await world.publish(order=order) for order in ("payment", "arrival")}
    owner = await world.sme("line")
    plan = await owner.some_plan(editions["payment"])
    made = Drafts(
        owner,
        await world.staff("platform", platform_id=UUID(plan["platform_id"])),
        await world.staff("auditor"),
        await world.staff("authority"),
        editions,
        plan,
    )
    for edition in editions.values():
        for number in range(DRAFTS):
            firm = await owner.enterprise()
            days = {
                "paid": _PAID_DAYS_AGO[number % len(_PAID_DAYS_AGO)],
                "signed": _SIGNED_DAYS_AGO[number % len(_SIGNED_DAYS_AGO)],
            }
            fee_fen = FEES_FEN[number * 7 % len(FEES_FEN)]
            await made.draft(database, edition, firm["id"], fee_fen, **days)
    return made
