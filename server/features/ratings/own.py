"""Shows a firm what it told of its platform, and until when it can change it."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from models.rules.acts import RATING_OPEN, is_rating_closed
from server.clock import Clock
from server.errors import NotFound
from server.features.applications.particulars import require_own
from server.features.ratings.schemas import OwnRating
from storage.postgres.core.rows import find_row
from storage.postgres.held_contents import shown_content

_OWN: Final = f"""
SELECT a.id AS application_id, a.platform_id, r.stars, r.words, r.rated_at, r.answered_at,
       CASE WHEN {shown_content("rating_answer", "r.id")} THEN r.answer END AS answer,
       r.words IS NOT NULL AND NOT ({shown_content("rating", "r.id")}) AS words_held
  FROM applications a LEFT JOIN ratings r ON r.application_id = a.id WHERE a.id = $1
"""


class _Told(msgspec.Struct, frozen=True):
    application_id: UUID
    platform_id: UUID | None
    stars: int | None
    words: str | None
    words_held: bool
    rated_at: datetime | None
    answer: str | None
    answered_at: datetime | None


async def get_own_rating(application_id: UUID, *, user_id: UUID, clock: Clock) -> OwnRating:
    """Raises NotFound."""
    await require_own(application_id, user_id)
    told = await find_row(_Told, _OWN, application_id, tx=None)
    if told is None:
        raise NotFound()
    answered = told.answered_at is not None
    closed = is_rating_closed(told.rated_at, clock.now(), answered=answered)
    until = None if told.rated_at is None or closed else told.rated_at + RATING_OPEN
    return OwnRating(**msgspec.structs.asdict(told), changeable_until=until)
