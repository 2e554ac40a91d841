"""At submission every client on a platform's list is counted, in one application of the edition only."""

from datetime import datetime
from uuid import UUID

from models.rules.reasons import Reason, Text
from models.rules.terms.programme import EditionDefinition, TrackTerms
from server.errors import AppError
from storage.postgres.core.transaction import Tx
from storage.postgres.money.client_slots import take_client_slots

_COUNTED = Text(
    "新增用户清单里的这家企业已计入本年度另一份申请，请从清单中删去",
    "This firm counts in another application of this edition; strike it off the list",
)


class AlreadyCounted(AppError):
    """A client on the list counts for another application already; each is named."""

    status, code = 409, "already_counted"
    title = Text(
        "新增用户清单里有企业已计入别的申请，请按各项说明删去后再提交",
        "Some firms on the list have been counted already",
    )


async def count_clients(
    tx: Tx, definition: EditionDefinition, track: TrackTerms, application_id: UUID, *, at: datetime
) -> None:
    """Nothing for a track without a list. Raises AlreadyCounted, then nothing may be committed."""
    if track.clients is None:
        return
    exclusion = f"{definition.edition.code}/{track.code}/client"
    taken = await take_client_slots(tx, application_id, exclusion, at=at)
    if taken:
        cite = track.clients.cite
        raise AlreadyCounted(
            errors=[
                Reason(f"clients[{number - 1}].uscc", "already_counted", _COUNTED, cite)
                for number in taken
            ]
        )
