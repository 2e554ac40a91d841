"""Whether what an inbox entry says is still so: asked before it goes out by any other way."""

from typing import Final
from uuid import UUID

import msgspec

from models.rules.lifecycle import Status
from server.features.messages.events import EVENT_TEXTS
from server.features.messages.events.event_text import FIRM
from server.features.messages.events.standing import (
    ENDED_BY,
    MATTERS,
    OVERTAKES,
    STANDS,
    Matter,
)
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx

_READ: Final = """
SELECT n.event, n.data->>'matter_id' AS matter_id, a.status,
       n.enterprise_id IS NOT NULL AS of_firm,
       EXISTS (
           SELECT FROM enterprise_members m WHERE m.enterprise_id = n.enterprise_id
              AND m.user_id = n.user_id AND m.left_at IS NULL) AS acts,
       ARRAY(SELECT g.role::text FROM grants g JOIN users u ON u.id = g.user_id
              WHERE g.user_id = n.user_id AND u.disabled_at IS NULL AND g.valid_from <= now()
                AND (g.valid_to IS NULL OR g.valid_to > now())
                AND (g.role <> 'platform' OR f.id IS NULL
                     OR g.organisation_id = f.organisation_id)) AS roles,
       a.confirmed_at IS NOT NULL AS confirmed,
       EXISTS (SELECT FROM recognitions r
                WHERE r.application_id = a.id AND r.state <> 'valid') AS title_gone,
       coalesce(n.data->>'queue_state' <> c.state, false) AS moved_on,
       coalesce(n.data->>'amount_fen' <> a.award_fen::text, false) AS amount_changed,
       coalesce(d.closed_at IS NOT NULL OR d.closes_at < now(), false) AS window_closed,
       ARRAY(SELECT DISTINCT o.event::text FROM notifications o
              WHERE o.user_id = n.user_id AND o.application_id = n.application_id
                AND o.created_at > n.created_at) AS told_since
  FROM notifications n
  LEFT JOIN applications a ON a.id = n.application_id
  LEFT JOIN platforms f ON f.id = a.platform_id
  LEFT JOIN editions d ON d.code = a.edition_id
  LEFT JOIN claims c ON c.application_id = a.id AND c.live
 WHERE n.id = $1 FOR NO KEY UPDATE OF n
"""
_OPEN: Final[dict[Matter, str]] = {
    "review": "SELECT state = 'open' FROM reviews WHERE id = $1",
    "appeal": "SELECT state = 'open' FROM appeals WHERE id = $1",
    "objection": "SELECT state = 'open' FROM objections WHERE id = $1",
    "dispute": "SELECT state = 'open' FROM disputes WHERE id = $1",
    # Written anew, it waits under another id.
    "held_content": """SELECT EXISTS (SELECT FROM held_contents h JOIN held_contents w
                         ON w.kind = h.kind AND w.subject_id = h.subject_id
                      WHERE h.id = $1 AND w.state = 'waiting')""",
    "programme_files": "SELECT state = 'proposed' FROM file_proposals WHERE id = $1",
    "payee": """SELECT state IN ('unverified', 'checked') AND replaced_at IS NULL
                  FROM payees WHERE id = $1""",
    "proposal": "SELECT proposed AND replaced_at IS NULL FROM payees WHERE id = $1",
    "refusal": "SELECT state = 'refused' AND replaced_at IS NULL FROM payees WHERE id = $1",
}


class _Told(msgspec.Struct, frozen=True):
    """An entry, and what its truth hangs on now.

    `of_firm`: it was told to who acts for a firm; `acts`: the person still does. `roles`: of the grants
    that they hold now, at this platform where it is about a platform's client. `confirmed`: the firm
    has said yes to what its platform filed. `moved_on`: its claim stands otherwise by now.
    `amount_changed`: it names another amount than the award. `told_since`: events of the same
    application that the person was told later.
    """

    event: str
    matter_id: str | None
    status: Status | None
    of_firm: bool
    acts: bool
    roles: list[str]
    confirmed: bool
    title_gone: bool
    moved_on: bool
    amount_changed: bool
    window_closed: bool
    told_since: list[str]


async def still_true(tx: Tx, notification_id: UUID) -> bool:
    """False as well for who is no longer concerned; holds the entry's row."""
    told = await find_row(_Told, _READ, notification_id, tx=tx)
    if told is None or not _concerned(told) or not _stands(told):
        return False
    matter = MATTERS.get(told.event)
    if matter is None or told.matter_id is None:
        return True
    return bool(await tx.raw.fetchval(_OPEN[matter], UUID(told.matter_id)))


def _concerned(told: _Told) -> bool:
    if told.of_firm:
        return told.acts
    text = EVENT_TEXTS.get(told.event)
    staff = set(() if text is None else text.to) - {*FIRM, "person"}
    return not staff or bool(staff.intersection(told.roles))


def _stands(told: _Told) -> bool:
    if told.event not in STANDS:
        return True
    if told.status is None or told.status not in STANDS[told.event]:
        return False
    happening = ENDED_BY.get(told.event)
    ended = happening is not None and bool(getattr(told, happening))
    overtaken = set(told.told_since).intersection(OVERTAKES.get(told.event, ()))
    return not ended and not overtaken
