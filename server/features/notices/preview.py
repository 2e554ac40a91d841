"""Shows a public notice before it is published, as everybody would read it; stores nothing."""

import msgspec

from models.rules.workdays import Calendar
from server.clock import Clock
from server.edge.web.auth import Identity
from server.features.notices.publish import entries_of, prepare_notice
from server.features.notices.schemas import NewNotice, NoticeView
from server.features.notices.show import MOST_ENTRIES, entry_view, notice_view
from server.features.notices.shown import FrozenEntry
from server.features.programmes.published import get_edition
from storage.postgres.core.transaction import transaction


async def preview_notice(
    given: NewNotice, *, by: Identity, clock: Clock, calendar: Calendar, english: bool
) -> NoticeView:
    """With its first entries. Raises as `publish_notice`; locks and writes nothing.

    Its ids are those of nothing.
    """
    async with transaction() as tx:
        notice, gathered = await prepare_notice(
            tx, given, by=by, clock=clock, calendar=calendar, hold=False
        )
        entries = await entries_of(tx, notice, gathered[:MOST_ENTRIES])
    edition = await get_edition(given.edition)
    shown = [
        entry_view(one, msgspec.convert(one.shown, FrozenEntry), "standing", english)
        for one in entries
    ]
    total, definition = len(gathered), edition.definition
    return notice_view(notice, shown, total, definition, calendar=calendar, english=english)
