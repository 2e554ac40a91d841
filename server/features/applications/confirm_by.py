"""By which day a firm answers for what its platform filed in its name."""

from datetime import date, datetime

from models.rules.terms.programme import EditionDefinition
from models.rules.workdays import Calendar, add_workdays
from server.clock import SHANGHAI


def confirm_by(definition: EditionDefinition, calendar: Calendar, since: datetime) -> date | None:
    """The last day; None where the edition asks for no answer, or while a decree may still move it."""
    if not definition.edition.sme_confirms:
        return None
    since_on = since.astimezone(SHANGHAI).date()
    due = add_workdays(calendar, since_on, definition.edition.confirm_workdays)
    return None if due.provisional else due.on
