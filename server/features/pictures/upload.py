"""Looks at a picture as at a paper, makes it anew, and lets it wait for the authority's look."""

import asyncio
import logging
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from uuid import UUID

from models.rules.reasons import Text
from models.tables.ids import new_id
from models.tables.market import PlatformPicture
from server.errors import AppError
from server.features.content.hold import hold_picture
from server.features.evidence.check_file import find_type
from server.features.evidence.refusals import refusal_of
from server.features.pictures.redrawn import Redrawn, redrawn
from server.features.pictures.schemas import PictureForm
from server.features.platforms.access import lock_platform
from server.ports import Ports
from server.roles import Role
from storage.files.child.ended import ReadingUnended
from storage.files.inspection.door import HEAD_BYTES
from storage.files.memory_file import MemoryFile
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.pictures import add_picture

_LOG = logging.getLogger(__name__)
_MOST: Final = 12


class TooManyPictures(AppError):
    """A platform has at most 12 pictures, its logos among them."""

    status, code = 409, "too_many_pictures"
    title = Text(
        f"平台的标志和图片最多 {_MOST} 张，请先删除不用的",
        f"A platform has at most {_MOST} pictures, logos among them; delete one first",
    )


@dataclass(frozen=True, slots=True)
class UploadedPicture:
    """Its id, and whether it is new (201) or was there already (200)."""

    id: UUID
    new: bool


async def upload_picture(
    platform_id: UUID, form: PictureForm, sent: bytes, *, user_id: UUID, ports: Ports
) -> UploadedPicture:
    """The same bytes of the same kind again are the same picture.

    Raises UnsupportedMedia, Invalid (`file_unreadable`, `virus_found`), TooManyPictures,
    StoreUnavailable (the virus scan is away too).
    """
    made = await _looked_at(form, sent, ports)
    now = ports.clock.now()
    async with transaction() as tx:
        platform = await lock_platform(tx, platform_id)
        source = sha256(sent).hexdigest()
        same = await _same(tx, platform_id, form.kind, source)
        if same is not None:
            tx.created(same, status=200)
            return UploadedPicture(same, new=False)
        await _refuse_more(tx, platform_id)
        picture = PlatformPicture(
            id=new_id(),
            platform_id=platform_id,
            kind=form.kind,
            content=made.content,
            sha256=made.sha256,
            source_sha256=source,
            width=made.width,
            height=made.height,
            uploaded_by_id=user_id,
            uploaded_at=now,
        )
        await add_picture(tx, picture)
        await hold_picture(
            tx, subject_id=picture.id, platform_id=platform_id, writer_id=user_id, at=now
        )
        detail = {"picture": str(picture.id), "kind": form.kind, "sha256": made.sha256}
        about = ("platform", platform.id, now, user_id, Role.PLATFORM, "picture.added")
        await write_audit(tx, AuditEntry(*about, detail))
        tx.created(picture.id)
    return UploadedPicture(picture.id, new=True)


async def _looked_at(form: PictureForm, sent: bytes, ports: Ports) -> Redrawn:
    """Decoded whole in a process of its own, scanned, and made anew without a word of its own."""
    content_type = find_type(form.name, sent[:HEAD_BYTES])
    if not content_type.startswith("image/"):
        raise refusal_of("unsupported")
    try:
        with MemoryFile() as file:
            file.write(sent)
            found = await ports.examiner.examine(file.seal(), content_type)
    except ReadingUnended:
        raise refusal_of("too_complex") from None
    if found.fault is not None or not found.previews:
        raise refusal_of(found.fault or "damaged")
    try:
        return await asyncio.to_thread(redrawn, found.previews[0], form.kind)
    except (OSError, SyntaxError) as broken:
        _LOG.error("the preview of a picture cannot be drawn again: %s", broken)
        raise refusal_of("damaged") from broken


async def _same(tx: Tx, platform_id: UUID, kind: str, source: str) -> UUID | None:
    rows = PlatformPicture.filter(platform_id=platform_id, kind=kind, source_sha256=source)
    row = await rows.using_db(tx.connection).only("id").first()
    return None if row is None else row.id


async def _refuse_more(tx: Tx, platform_id: UUID) -> None:
    rows = PlatformPicture.filter(platform_id=platform_id).using_db(tx.connection)
    if await rows.count() >= _MOST:
        raise TooManyPictures()
