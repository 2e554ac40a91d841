"""The papers of a row, gone through before the row is checked."""

from dataclasses import dataclass
from uuid import UUID

from server.features.batches.file_row import AlreadyIn, refuse_already_in
from server.features.batches.import_row import Importing
from server.features.batches.papers import PaperDesk, RowPapers, take_papers
from server.features.batches.row_at_hand import RowAtHand, read_row


@dataclass(frozen=True, slots=True)
class LookedAtRow:
    """A row with its papers; `known`: it is in already. Then, or after the close, none was unpacked."""

    row: RowAtHand
    files: RowPapers
    known: AlreadyIn | None = None


async def look_at_row(row_id: UUID, importing: Importing, papers: PaperDesk) -> LookedAtRow:
    """Raises StoreUnavailable."""
    row, desk = await read_row(row_id), importing.desk
    if not desk.edition.window.is_open(desk.clock.now()):
        # It will be refused for that alone, and thousands may be left.
        return LookedAtRow(row, RowPapers((), ()))
    try:
        # Before a paper is unpacked: mended lists are sent again as a whole.
        await refuse_already_in(row.filed, desk)
    except AlreadyIn as known:
        return LookedAtRow(row, RowPapers((), ()), known)
    return LookedAtRow(row, await take_papers(row.id, row.files, papers))
