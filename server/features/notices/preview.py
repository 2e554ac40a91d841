"""Shows a public notice before it is published, as everybody would read it; stores nothing."""

import msgspec

from models.rules.workdays import Calendar
from server.clock import Clock
from server.edge.web.auth import Identity
from server.features.notices.publish import entries_of, prepare_notice
from server.features.notices.schemas import MOST_NAMED, NewNotice, NoticePreview
from server.features.notices.show import MOST_ENTRIES, entry_view, notice_view
from server.features.notices.shown import FrozenEntry
from server.features.programmes.published import get_edition
from storage.postgres.core.transaction import transaction


async def preview_notice(
    given: NewNotice, *, by: Identity, clock: Clock, calendar: Calendar, english: bool
) -> NoticePreview:
    """With its first entries, and which applications it shows; locks and writes nothing.

    Raises as `publish_notice`. The ids of the notice and its entries are those of nothing.
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
    view = notice_view(notice, shown, total, definition, calendar=calendar, english=english)
    named = [one.application.id for one in gathered[:MOST_NAMED]]
    return NoticePreview(**msgspec.structs.asdict(view), application_ids=named)
