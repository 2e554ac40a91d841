"""Whether an application takes papers now, and of which kinds."""

from dataclasses import dataclass
from uuid import UUID

import msgspec

from models.rules.acts import is_item_open, may_edit
from models.rules.evidence import check_kind
from models.rules.paper_faults import LOST_FAULT
from models.rules.reasons import Reason, Text
from server.errors import Invalid, NotFound
from server.features.applications.refusals import NOT_ASKED, NotEditable
from server.features.applications.why_not import not_editable
from server.features.programmes.published import definition_of
from server.roles import Role
from storage.postgres.application_rows import FILED_BY_THEM, SHOWN_TO_MEMBERS
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx

_CLOSED = Text(
    "这类材料不在这次补正的范围内，不能更换；确需更换的，请联系审核人员",
    "This kind of paper was not asked to be corrected; if it must change, tell the reviewer",
)
_PAPERS = msgspec.json.Decoder(tuple[tuple[UUID, str, str], ...])

_COLUMNS = f"""
SELECT a.id, a.status, a.track, a.rule_version_id,
       (SELECT coalesce(json_agg(json_build_array(v.id, v.kind, v.sha256)), '[]')::text
          FROM evidence v WHERE v.application_id = a.id AND v.deleted_at IS NULL
           AND v.fault IS DISTINCT FROM '{LOST_FAULT}') AS papers,
       ARRAY(SELECT k.item::text FROM corrections k
              WHERE k.application_id = a.id AND k.resolved_at IS NULL) AS items
  FROM applications a
"""
_READ = f"""{_COLUMNS}
  JOIN enterprise_members m ON m.enterprise_id = a.enterprise_id
                           AND m.user_id = $2 AND m.left_at IS NULL
 WHERE a.id = $1 AND {SHOWN_TO_MEMBERS}
"""
_HOLD = f"{_READ} FOR SHARE OF m"
_SENT_BACK = f"{_COLUMNS} WHERE a.id = $1 AND a.status = 'returned' AND {FILED_BY_THEM}"


class _Row(msgspec.Struct, frozen=True):
    id: UUID
    status: str
    track: str
    rule_version_id: UUID
    papers: str
    items: frozenset[str]


@dataclass(frozen=True, slots=True)
class Opening:
    """An application as far as papers go; `papers` are (id, kind, SHA-256), those lost left out.

    `role`: as what somebody opens it.
    """

    application_id: UUID
    status: str
    track: str
    rule_version_id: UUID
    papers: tuple[tuple[UUID, str, str], ...]
    items: frozenset[str]
    role: str

    def holds(self, kind: str, sha256: str) -> bool:
        return any((kind, sha256) == (held, digest) for _, held, digest in self.papers)

    def check_item(self, kind: str) -> None:
        """Raises NotEditable: a draft takes everything, a returned one what was asked for."""
        if not may_edit(self.status):
            raise not_editable(self.status)
        if not is_item_open(self.status, kind, self.items):
            raise NotEditable(NOT_ASKED, errors=[Reason("kind", "not_editable", _CLOSED)])


async def find_opening(application_id: UUID, user_id: UUID) -> Opening:
    """Read it before a large body is taken. Raises NotFound, NotEditable."""
    opening = await read_opening(application_id, user_id, tx=None)
    if not may_edit(opening.status):
        raise not_editable(opening.status)
    return opening


async def read_opening(application_id: UUID, user_id: UUID, *, tx: Tx | None) -> Opening:
    """The same in a transaction, which holds the membership, or in none.

    Raises NotFound for everybody else's.
    """
    statement = _READ if tx is None else _HOLD
    row, role = await find_row(_Row, statement, application_id, user_id, tx=tx), Role.ENTERPRISE
    if row is None:
        row = await find_row(_Row, _SENT_BACK, application_id, user_id, tx=tx)
        role = Role.PLATFORM
    if row is None:
        raise NotFound()
    papers = _PAPERS.decode(row.papers)
    return Opening(row.id, row.status, row.track, row.rule_version_id, papers, row.items, role)


async def check_kind_open(
    opening: Opening, kind: str, *, same: str | None = None, tx: Tx | None = None
) -> None:
    """Raises NotEditable, Invalid (`kind_unknown`, `too_many`).

    A file that is held already (`same` its SHA-256) does not count as one more.
    """
    opening.check_item(kind)
    definition = await definition_of(opening.rule_version_id, using=tx.connection if tx else None)
    track = definition.find_track(opening.track)
    held: dict[str, int] = {}
    for _, held_kind, digest in opening.papers:
        if (held_kind, digest) != (kind, same):
            held[held_kind] = held.get(held_kind, 0) + 1
    reason = check_kind(track.materials if track else (), kind, held)
    if reason is not None:
        raise Invalid(errors=[reason])
