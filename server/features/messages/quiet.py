"""Until when nothing but the inbox tells a person anything: their quiet hours, or the installation's."""

from datetime import datetime

from models.rules.quiet_hours import QuietHours
from server.clock import SHANGHAI
from storage.postgres.message_settings import PersonsChoice


def quiet_hours_of(choice: PersonsChoice, default: QuietHours | None) -> QuietHours | None:
    """What the person chose, else the `default`; None: at any hour."""
    if choice.quiet is None or choice.quiet_from is None or choice.quiet_to is None:
        return default
    return QuietHours(choice.quiet_from, choice.quiet_to) if choice.quiet else None


def quiet_until(
    choice: PersonsChoice, default: QuietHours | None, now: datetime
) -> datetime | None:
    """When their quiet hours end, while they last."""
    hours = quiet_hours_of(choice, default)
    return None if hours is None else hours.end(now.astimezone(SHANGHAI))
