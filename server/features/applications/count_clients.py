"""At submission every client on a platform's list is counted, in one application of the edition only."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from models.rules.reasons import Reason, Text
from models.rules.terms.programme import EditionDefinition, TrackTerms
from server.errors import AppError
from storage.postgres.core.transaction import Tx
from storage.postgres.money.client_slots import find_counted, take_client_slots

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
    taken = await take_client_slots(tx, application_id, _exclusion(definition, track), at=at)
    if taken:
        raise AlreadyCounted(errors=_reasons(track, taken))


async def counted_elsewhere(
    tx: Tx, definition: EditionDefinition, track: TrackTerms, application_id: UUID
) -> list[Reason]:
    """Clients on the list that `count_clients` would refuse now; nothing is taken."""
    if track.clients is None:
        return []
    return _reasons(track, await find_counted(tx, application_id, _exclusion(definition, track)))


def _exclusion(definition: EditionDefinition, track: TrackTerms) -> str:
    return f"{definition.edition.code}/{track.code}/client"


def _reasons(track: TrackTerms, numbers: Sequence[int]) -> list[Reason]:
    """`numbers`: of the list's lines, from 1."""
    cite = track.clients.cite if track.clients else None
    return [
        Reason(f"clients[{number - 1}].uscc", "already_counted", _COUNTED, cite)
        for number in numbers
    ]
