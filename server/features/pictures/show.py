"""Reads a platform's pictures: its own list, and the bytes for whoever may see them."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from models.tables.contents import HeldContent
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.held.access import held_within
from server.features.pictures.schemas import PictureKind, PictureState, PictureView
from server.features.platforms.picture_address import picture_address
from server.roles import READING_EDITIONS
from storage.postgres.core.rows import find_row, list_rows
from storage.postgres.core.transaction import postgres_errors
from storage.postgres.pictures import SHOWN

_OWN: Final = """
SELECT t.id, t.kind, t.width, t.height, length(t.content) AS size, t.uploaded_at,
       CASE h.state WHEN 'waiting' THEN 'waiting' WHEN 'refused' THEN 'refused' ELSE 'shown' END
       AS state, CASE h.state WHEN 'refused' THEN h.reason END AS reason
  FROM platform_pictures t
  LEFT JOIN LATERAL (SELECT h.state, h.reason FROM held_contents h
                      WHERE h.kind = 'picture' AND h.subject_id = t.id
                      ORDER BY h.id DESC LIMIT 1) h ON true
 WHERE t.platform_id = $1 AND ($2::uuid IS NULL OR t.id = $2) ORDER BY t.id DESC
"""
_BYTES: Final = "SELECT t.content, t.sha256 FROM platform_pictures t WHERE t.id = $1"


class PictureBytes(msgspec.Struct, frozen=True):
    """A JPEG with its SHA-256 (hex)."""

    content: bytes
    sha256: str


class _Own(msgspec.Struct, frozen=True):
    id: UUID
    kind: PictureKind
    state: PictureState
    reason: str | None
    width: int
    height: int
    size: int
    uploaded_at: datetime


async def list_own_pictures(platform_id: UUID) -> list[PictureView]:
    """All of them, the latest first."""
    return [_view(row) for row in await list_rows(_Own, _OWN, platform_id, None, tx=None)]


async def get_own_picture(platform_id: UUID, picture_id: UUID) -> PictureView:
    """Raises NotFound."""
    row = await find_row(_Own, _OWN, platform_id, picture_id, tx=None)
    if row is None:
        raise NotFound()
    return _view(row)


async def read_shown_picture(picture_id: UUID) -> PictureBytes:
    """Raises NotFound, also for one that waits or was refused."""
    return await _read(f"{_BYTES} AND {SHOWN}", picture_id)


async def read_own_picture(platform_id: UUID, picture_id: UUID) -> PictureBytes:
    """Raises NotFound."""
    return await _read(f"{_BYTES} AND t.platform_id = $2", picture_id, platform_id)


async def read_held_picture(held_id: UUID, *, by: Identity) -> PictureBytes:
    """That which waits for a look, or was looked at. Raises NotFound outside the reader's scope."""
    within = held_within(by, *READING_EDITIONS)
    with postgres_errors():
        held = await HeldContent.filter(within, id=held_id, kind="picture").first()
    if held is None:
        raise NotFound()
    return await _read(_BYTES, held.subject_id)


async def _read(statement: str, *values: UUID) -> PictureBytes:
    found = await find_row(PictureBytes, statement, *values, tx=None)
    if found is None:
        raise NotFound()
    return found


def _view(row: _Own) -> PictureView:
    url = picture_address(row.id) if row.state == "shown" else None
    return PictureView(**msgspec.structs.asdict(row), url=url)
