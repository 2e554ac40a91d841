"""What a person chose about their messages, and where letters and texts to them go."""

from typing import Final
from uuid import UUID

import msgspec

from models.tables.ids import new_id
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx

_READ: Final = """
SELECT s.quiet, s.quiet_from, s.quiet_to, coalesce(s.english, false) AS english,
       u.email_masked, u.email_cipher, u.phone_cipher, u.phone_masked,
       u.disabled_at IS NOT NULL AS disabled
  FROM users u LEFT JOIN message_settings s ON s.user_id = u.id WHERE u.id = $1
"""
_SAVE: Final = """
INSERT INTO message_settings (id, user_id, quiet, quiet_from, quiet_to, english)
VALUES ($6, $1, $2, $3, $4, $5)
    ON CONFLICT (user_id) DO UPDATE SET quiet = $2, quiet_from = $3, quiet_to = $4, english = $5
"""


class PersonsChoice(msgspec.Struct, frozen=True):
    """`quiet` and its hours are None for who never chose: the installation's hold."""

    quiet: bool | None
    quiet_from: int | None
    quiet_to: int | None
    english: bool
    email_masked: str | None
    email_cipher: bytes | None
    phone_cipher: bytes | None
    phone_masked: str | None
    disabled: bool


async def find_choice(user_id: UUID, *, tx: Tx | None) -> PersonsChoice | None:
    """None for nobody. Raises StoreUnavailable."""
    return await find_row(PersonsChoice, _READ, user_id, tx=tx)


async def save_choice(
    tx: Tx, user_id: UUID, *, quiet: bool, quiet_from: int, quiet_to: int, english: bool
) -> None:
    """Replaces what was chosen before."""
    await tx.raw.execute(_SAVE, user_id, quiet, quiet_from, quiet_to, english, new_id())
