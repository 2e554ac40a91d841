"""Writes of platforms' pictures, and which of them everybody sees."""

from typing import Final
from uuid import UUID

from models.tables.market import PlatformPicture
from storage.postgres.core.transaction import Tx
from storage.postgres.held_contents import shown_content

SHOWN: Final = shown_content("picture", "t.id")
"""SQL: whether the picture `t` was let through."""
LOGO: Final = f"""(
    SELECT t.id FROM platform_pictures t
     WHERE t.platform_id = p.id AND t.kind = 'logo' AND {SHOWN} ORDER BY t.id DESC LIMIT 1)"""
"""SQL: the logo of the platform `p` that everybody sees: the latest that was let through."""
PICTURES: Final = f"""ARRAY(
    SELECT t.id FROM platform_pictures t
     WHERE t.platform_id = p.id AND t.kind = 'picture' AND {SHOWN} ORDER BY t.id)"""
"""SQL: its other pictures."""
_DELETE: Final = "DELETE FROM platform_pictures WHERE id = $1"


async def add_picture(tx: Tx, picture: PlatformPicture) -> None:
    """The caller holds the platform's row, here as below."""
    await picture.save(using_db=tx.connection, force_create=True)


async def delete_picture(tx: Tx, picture_id: UUID) -> None:
    """With its bytes."""
    await tx.raw.execute(_DELETE, picture_id)
