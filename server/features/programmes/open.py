"""Opens an edition by hand: now instead of later, or again after it was closed."""

from dataclasses import dataclass
from datetime import datetime

from models.rules.typed_time import is_over
from models.tables.programmes import Edition
from server.clock import Clock
from server.errors import NotFound
from server.features.programmes.window import Window
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import transaction
from storage.postgres.programmes import save_window


@dataclass(frozen=True, slots=True)
class Opened:
    """The edition's window from now on; `changed` is False if it was open already."""

    edition: str
    window: Window
    changed: bool


async def open_edition(code: str, *, clock: Clock, closes_at: datetime | None = None) -> Opened:
    """Open it from now; where its end has passed, for as long as it was open the first time.

    `closes_at` sets another end. The period in which signing and payment must lie is a rule of the
    file and stays. Those that a closing left unfunded stay ended; they may apply anew. Raises
    NotFound, ValueError for an end that is not after now.
    """
    now = clock.now()
    async with transaction() as tx:
        locked = Edition.filter(code=code).using_db(tx.connection).select_for_update()
        edition = await locked.first()
        if edition is None or edition.current_version_id is None:
            raise NotFound()
        before = Window(edition.opens_at, edition.closes_at, edition.closed_at)
        window = _window(before, now, closes_at)
        if window == before:
            return Opened(code, before, changed=False)
        await save_window(tx, edition, window.opens_at, window.closes_at)
        await write_audit(tx, _audit_line(edition, now))
    return Opened(code, window, changed=True)


def _window(before: Window, now: datetime, closes_at: datetime | None) -> Window:
    if closes_at is not None and closes_at <= now:
        raise ValueError(f"an edition cannot close at {closes_at.isoformat()}, before it opens")
    if closes_at is None:
        length = before.closes_at - before.opens_at
        closes_at = now + length if is_over(before.closes_at, now) else before.closes_at
    return Window(opens_at=min(before.opens_at, now), closes_at=closes_at)


def _audit_line(edition: Edition, now: datetime) -> AuditEntry:
    detail = {
        "edition": edition.code,
        "opens_at": edition.opens_at.isoformat(),
        "closes_at": edition.closes_at.isoformat(),
    }
    subject = edition.current_version_id
    return AuditEntry("rule_version", subject, now, None, "operator", "edition.opened", detail)
