"""Closes editions that are over: after their own day, or when nobody can move up any more."""

from datetime import date
from typing import Final

from models.rules.wording import day_in_words
from server.clock import Clock
from server.edge.jobs.one_by_one import one_by_one
from server.features.editions.access import Actor
from server.features.editions.close import close_edition
from server.features.programmes.published import PublishedEdition, get_edition
from storage.postgres.closed_editions import list_ended_windows, waits_in_vain

_SYSTEM: Final = "system"
_DECIDED: Final = "申报已截止，额度内的申请已全部办结，不会再有额度空出"


async def close_due_editions(*, clock: Clock) -> list[str]:
    """Codes of those that were closed now. Raises StoreUnavailable.

    Until then those that wait may move up: a window that has shut ends submissions, not the line.
    """
    closed: list[str] = []

    async def close(code: str) -> None:
        reason = await _reason(await get_edition(code), clock.today())
        if reason is not None and await close_edition(
            code, reason, by=Actor(_SYSTEM), clock=clock, unless_open=True
        ):
            closed.append(code)

    await one_by_one(await list_ended_windows(clock.now()), close)
    return closed


async def _reason(edition: PublishedEdition, today: date) -> str | None:
    """Why it closes today; None while it goes on."""
    settles_on = edition.definition.edition.settles_on
    if settles_on is None:
        return _DECIDED if await waits_in_vain(edition.code) else None
    # A day that the edition promised is kept, whatever is decided before: money may be added.
    past = today > settles_on
    return f"这一年度的候补截止日是{day_in_words(settles_on)}，已经过了" if past else None
