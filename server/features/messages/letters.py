"""What may go to a person now by mail or SMS, as one letter: begun, and then what became of it.

Everything that waits is judged anew: what is not true any more, was read meanwhile or reached the
person by WeChat is not sent. Between two letters to a person lies `APART`, so that what comes
together in that time goes together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final
from uuid import UUID

from models.rules.quiet_hours import QuietHours
from models.tables.ids import new_id
from server.edge.dispatch import Dispatched, NoAnswer, NotSent, Sent
from server.features.messages.quiet import quiet_until
from server.features.messages.still_true import still_true
from storage.postgres.consent_ledger import hold_person
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.dispatches import (
    Channel,
    OnItsWay,
    begin_letter,
    is_busy,
    last_sent_at,
    list_waiting,
    put_off,
    put_off_letter,
    settle,
    settle_letter,
)
from storage.postgres.message_settings import PersonsChoice, find_choice

MOST: Final = 50
"""Entries in one letter."""
APART: Final[Mapping[Channel, timedelta]] = MappingProxyType(
    {"mail": timedelta(minutes=10), "sms": timedelta(hours=1)}
)
_MOST_CALLS: Final[Mapping[Channel, int]] = MappingProxyType({"mail": 10, "sms": 5})
_MOST_UNANSWERED: Final[Mapping[Channel, int]] = MappingProxyType({"mail": 10, "sms": 2})
"""A letter that is sent again has the same Message-ID; a text message would be read twice."""
_LONGEST_WAIT: Final = timedelta(hours=4)
_WECHAT_LASTS: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class LetterBegun:
    """A letter that the caller hands over now, and nobody else; `calls` with this one."""

    id: UUID
    user_id: UUID
    channel: Channel
    entries: tuple[OnItsWay, ...]
    choice: PersonsChoice
    calls: int


async def begin(
    user_id: UUID, channel: Channel, *, quiet: QuietHours | None, now: datetime
) -> LetterBegun | None:
    """None where nothing is to be sent now: what waits is put off, and comes up by itself again."""
    async with transaction() as tx:
        await hold_person(tx, user_id)
        waiting = await _without_dead(
            tx, channel, await list_waiting(tx, user_id, channel, now, MOST)
        )
        choice = await find_choice(user_id, tx=tx)
        if not waiting or choice is None or await is_busy(tx, user_id, channel, now):
            return None
        if choice.disabled or not _reachable(choice, channel):
            await settle(tx, [one.id for one in waiting], "none", "no_address")
            return None
        letter = [one for one in waiting if one.letter_id == waiting[0].letter_id]
        until = quiet_until(choice, quiet, now)
        if await _not_now(tx, user_id, channel, letter, until=until, now=now):
            return None
        if channel == "sms":
            letter = await _without_wechats(tx, letter, choice, quiet, now)
        kept = await _worth_sending(tx, channel, letter)
        if not kept:
            return None
        letter_id = kept[0].letter_id or new_id()
        await begin_letter(tx, [one.id for one in kept], letter_id, at=now)
        calls = 1 + max(one.attempts for one in kept)
        return LetterBegun(letter_id, user_id, channel, tuple(kept), choice, calls)


async def _without_dead(tx: Tx, channel: Channel, waiting: list[OnItsWay]) -> list[OnItsWay]:
    """Without those whose sender died at the last call they had: perhaps they were taken."""
    dead = [
        one.id
        for one in waiting
        if one.state == "sending" and one.attempts >= _MOST_UNANSWERED[channel]
    ]
    await settle(tx, dead, "unknown", "no_answer")
    return [one for one in waiting if one.id not in dead]


async def finish(begun: LetterBegun, dispatched: Dispatched, *, now: datetime) -> None:
    """Record what became of it; what was not taken comes up again, ever more rarely, or is given up."""
    async with transaction() as tx:
        match dispatched:
            case Sent():
                await settle_letter(tx, begun.id, "sent", None)
            case NotSent(reason=reason, again=again):
                if again and begun.calls < _MOST_CALLS[begun.channel]:
                    await put_off_letter(tx, begun.id, now + _wait(begun.calls), reason)
                else:
                    await settle_letter(tx, begun.id, "failed", reason)
            case NoAnswer():
                if begun.calls < _MOST_UNANSWERED[begun.channel]:
                    await put_off_letter(tx, begun.id, now + _wait(begun.calls), "no_answer")
                else:
                    await settle_letter(tx, begun.id, "unknown", "no_answer")


def _wait(calls: int) -> timedelta:
    """1, 4, 16, 64 minutes, then four hours: an outage of a day loses nothing."""
    return min(timedelta(minutes=4 ** (calls - 1)), _LONGEST_WAIT)


def _reachable(choice: PersonsChoice, channel: Channel) -> bool:
    cipher = choice.email_cipher if channel == "mail" else choice.phone_cipher
    return cipher is not None


async def _not_now(
    tx: Tx,
    user_id: UUID,
    channel: Channel,
    letter: list[OnItsWay],
    *,
    until: datetime | None,
    now: datetime,
) -> bool:
    """Puts all of it off while the person sleeps, or soon after the last letter to them."""
    ids = [one.id for one in letter]
    if until is not None:
        await put_off(tx, ids, until, "quiet")
        return True
    last = await last_sent_at(tx, user_id, channel)
    if last is not None and letter[0].letter_id is None and now < last + APART[channel]:
        await put_off(tx, ids, last + APART[channel], "gathering")
        return True
    return False


async def _without_wechats(
    tx: Tx,
    letter: list[OnItsWay],
    choice: PersonsChoice,
    quiet: QuietHours | None,
    now: datetime,
) -> list[OnItsWay]:
    """Puts off what WeChat may still tell; it waits for the morning as well."""
    kept: list[OnItsWay] = []
    for one in letter:
        made_at, lasts_to = one.created_at, one.created_at + _WECHAT_LASTS
        woken_at = quiet_until(choice, quiet, lasts_to) or quiet_until(choice, quiet, made_at)
        ends_at = lasts_to if woken_at is None else woken_at + _WECHAT_LASTS
        if one.message_state in ("queued", "sending") and now < ends_at:
            await put_off(tx, [one.id], ends_at, "wechat_first")
        else:
            kept.append(one)
    return kept


async def _worth_sending(tx: Tx, channel: Channel, letter: list[OnItsWay]) -> list[OnItsWay]:
    kept: list[OnItsWay] = []
    for one in letter:
        reason = await _why_not(tx, channel, one)
        if reason is None:
            kept.append(one)
        else:
            await settle(tx, [one.id], "none", reason)
    return kept


async def _why_not(tx: Tx, channel: Channel, one: OnItsWay) -> str | None:
    if one.read_at is not None:
        return "read"
    if channel == "sms" and one.message_state == "sent":
        return "by_wechat"
    return None if await still_true(tx, one.notification_id) else "outdated"
