"""The appeal or objection that a paper belongs to: whose it is, and whether it is still open."""

from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

import msgspec

from models.tables.notices import Objection
from models.tables.reviews import Appeal
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.attachments.refusals import MatterDecided
from server.features.identity.scope import Scope
from server.roles import READING_EDITIONS
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx, postgres_errors

Kind = Literal["appeal", "objection"]
_OWN: Final[dict[Kind, str]] = {
    "appeal": """
SELECT p.state, p.application_id AS about_id FROM appeals p
  JOIN applications a ON a.id = p.application_id
  JOIN enterprise_members m ON m.enterprise_id = a.enterprise_id
                           AND m.user_id = $2 AND m.left_at IS NULL
 WHERE p.id = $1""",
    "objection": """
SELECT p.state, p.notice_id AS about_id FROM objections p
 WHERE p.id = $1 AND p.raised_by_id = $2""",
}
# Whoever decides or answers holds the same row first.
_HOLD: Final[dict[Kind, str]] = {
    "appeal": "SELECT 1 FROM applications WHERE id = $1 FOR NO KEY UPDATE",
    "objection": "SELECT 1 FROM notices WHERE id = $1 FOR NO KEY UPDATE",
}


class _Own(msgspec.Struct, frozen=True):
    state: str
    about_id: UUID


@dataclass(frozen=True, slots=True)
class Matter:
    """Which appeal or objection."""

    kind: Kind
    id: UUID

    @property
    def column(self) -> str:
        """Of `attachments`, which names it."""
        return f"{self.kind}_id"

    @property
    def subject(self) -> str:
        """Whose chain of the audit tells of it: the application's, or the notice's."""
        return "application" if self.kind == "appeal" else "notice"


async def require_open(matter: Matter, user_id: UUID) -> None:
    """Read it before a large body is taken. Raises NotFound, MatterDecided."""
    await _find_open(matter, user_id, tx=None)


async def hold_open(tx: Tx, matter: Matter, user_id: UUID) -> UUID:
    """What it is about, whose row is held from here on. Raises NotFound, MatterDecided."""
    about_id = await _find_open(matter, user_id, tx=tx)
    await hold_about(tx, matter, about_id)
    return await _find_open(matter, user_id, tx=tx)


async def hold_about(tx: Tx, matter: Matter, about_id: UUID) -> None:
    """The application's row, or the notice's: who adds, takes back, checks and answers takes turns."""
    await tx.raw.execute(_HOLD[matter.kind], about_id)


async def is_open(tx: Tx, matter: Matter) -> bool:
    """Whether it waits for its answer still; what it is about is held."""
    of = Appeal if matter.kind == "appeal" else Objection
    return await of.filter(id=matter.id, state="open").using_db(tx.connection).exists()


async def require_reader(matter: Matter, by: Identity) -> None:
    """Who decides or inspects it, and who raised an objection. Raises NotFound."""
    scope = Scope.of(by, *READING_EDITIONS)
    with postgres_errors():
        if matter.kind == "appeal":
            found = await Appeal.filter(scope.applications("application__"), id=matter.id).exists()
        else:
            # Two questions: an unlimited scope is an empty filter, and `OR` loses one of those.
            one = Objection.filter(id=matter.id)
            found = (
                await one.filter(raised_by_id=by.user_id).exists()
                or await one.filter(scope.editions("notice__edition__")).exists()
            )
    if not found:
        raise NotFound()


async def _find_open(matter: Matter, user_id: UUID, *, tx: Tx | None) -> UUID:
    own = await find_row(_Own, _OWN[matter.kind], matter.id, user_id, tx=tx)
    if own is None:
        raise NotFound()
    if own.state != "open":
        raise MatterDecided()
    return own.about_id
