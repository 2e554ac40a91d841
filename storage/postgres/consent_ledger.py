"""The ledger of consents to messages: how often a person may still be sent a template.

WeChat tells nobody the balance, so it is kept here, line by line. The caller holds the person
(`hold_person`), so that balances are read and changed one at a time.
"""

from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

import msgspec

from storage.postgres.core.rows import as_row
from storage.postgres.core.transaction import Tx

SAME_TAP: Final = timedelta(minutes=10)
"""The client's callback and WeChat's push about one tap are no further apart than this."""

Origin = Literal["push", "callback"]

_INSERT = """
INSERT INTO consent_ledger (user_id, template_id, delta, source, source_ref, at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (user_id, template_id, source, source_ref) DO NOTHING
"""
_TAPS = """
SELECT count(*) FILTER (WHERE source_ref LIKE 'push:%') AS push,
       count(*) FILTER (WHERE source_ref LIKE 'callback:%') AS callback,
       EXISTS (SELECT FROM consent_ledger l
                WHERE l.user_id = $1 AND l.template_id = $2 AND (
                      l.source = 'opt_out' AND l.at >= $3
                      OR l.source = 'refused' AND l.at >= $3::timestamptz + interval '1 second'))
                  AS gone
  FROM consent_ledger
 WHERE user_id = $1 AND template_id = $2 AND source = 'popup'
   AND at BETWEEN $3::timestamptz - $4::interval AND $3::timestamptz + $4::interval
   AND source_ref <> $5
"""


_LEFT = """
SELECT coalesce(sum(delta), 0)::int AS now,
       coalesce(sum(delta) FILTER (WHERE at < $3), 0)::int AS before
  FROM consent_ledger WHERE user_id = $1 AND template_id = $2
"""


class _Left(msgspec.Struct, frozen=True):
    """A balance as it is, and as far as it rests on what was before a moment."""

    now: int
    before: int


class _Taps(msgspec.Struct, frozen=True):
    """Taps on "accept" about one moment, as each side tells of them.

    `gone`: the template was switched off since, or a message was refused: nothing was left then.
    WeChat tells times in whole seconds.
    """

    push: int
    callback: int
    gone: bool


async def hold_person(tx: Tx, user_id: UUID) -> None:
    """Whoever sends to this person or counts their consents waits for the others."""
    await tx.raw.execute("SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE", user_id)


async def balance_of(tx: Tx, user_id: UUID, template_id: str) -> int:
    """How many messages of the template the person may still be sent."""
    found: int = await tx.raw.fetchval(
        "SELECT coalesce(sum(delta), 0)::int FROM consent_ledger"
        " WHERE user_id = $1 AND template_id = $2",
        user_id,
        template_id,
    )
    return found


async def note_accepted(
    tx: Tx, user_id: UUID, template_id: str, origin: Origin, ref: str, *, at: datetime
) -> None:
    """A tap on "accept", deduplicated: WeChat's push and the client's callback count it once.

    Both tell of the same tap, in any order, and either may be lost: what one of them tells counts
    only as far as it is ahead of the other within `SAME_TAP`, and not where its consent is gone by
    what came later and is known already. Its line is written either way.
    """
    source_ref = f"{origin}:{ref}"
    found = await tx.raw.fetchrow(_TAPS, user_id, template_id, at, SAME_TAP, source_ref)
    taps = as_row(_Taps, found)
    own, other = (taps.push, taps.callback) if origin == "push" else (taps.callback, taps.push)
    delta = 1 if own + 1 > other and not taps.gone else 0
    await tx.raw.execute(_INSERT, user_id, template_id, delta, "popup", source_ref, at)


async def note_sent(
    tx: Tx, user_id: UUID, template_id: str, notification_id: UUID, *, at: datetime
) -> None:
    """WeChat took a message: one consent is used up."""
    await tx.raw.execute(_INSERT, user_id, template_id, -1, "sent", str(notification_id), at)


async def note_refused(
    tx: Tx, user_id: UUID, template_id: str, notification_id: UUID, *, at: datetime
) -> None:
    """WeChat refused a message for want of consent: balance 0."""
    left = await balance_of(tx, user_id, template_id)
    ref = str(notification_id)
    await tx.raw.execute(_INSERT, user_id, template_id, -left, "refused", ref, at)


async def note_opt_out(tx: Tx, user_id: UUID, template_id: str, ref: str, *, at: datetime) -> None:
    """The person switched the template off at `at`, a whole second: what was given until then is gone.

    Pushes come in any order: what was given after it, and is known already, stays.
    """
    before = at + timedelta(seconds=1)
    left = as_row(_Left, await tx.raw.fetchrow(_LEFT, user_id, template_id, before))
    lost = max(0, min(left.now, left.before))
    await tx.raw.execute(_INSERT, user_id, template_id, -lost, "opt_out", ref, at)
