"""Receipts as they are kept, with what they say."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from jwt.utils import base64url_decode

from storage.postgres.core.rows import find_row

_COLUMNS: Final = "SELECT r.id, r.application_id, r.token, r.issued_at"
_IS_LATEST: Final = """NOT EXISTS (SELECT 1 FROM receipts n
   WHERE n.application_id = r.application_id AND (n.issued_at, n.id) > (r.issued_at, r.id))"""
_LATEST: Final = f"""{_COLUMNS}, true AS latest FROM receipts r
 WHERE r.application_id = $1 AND {_IS_LATEST}"""
_ONE: Final = f"{_COLUMNS}, {_IS_LATEST} AS latest FROM receipts r WHERE r.id = $1"
_BY_TOKEN: Final = f"""{_COLUMNS}, {_IS_LATEST} AS latest FROM receipts r
 WHERE r.application_id = $1 AND r.token = $2"""


class SealedFile(msgspec.Struct, frozen=True):
    kind: str
    sha256: str


class Said(msgspec.Struct, frozen=True):
    """What a receipt says of its application; see `applications/receipt.py`."""

    number: str
    uscc: str | None
    key: str | None
    amount_fen: int | None
    evidence: tuple[SealedFile, ...]


class ReceiptRow(msgspec.Struct, frozen=True):
    """`latest`: no correction has brought another one since."""

    id: UUID
    application_id: UUID
    token: str
    issued_at: datetime
    latest: bool

    @property
    def said(self) -> Said:
        """From its middle part: it is ours, so that its signature need not be looked at again."""
        return _SAID.decode(base64url_decode(self.token.split(".")[1]))


_SAID: Final = msgspec.json.Decoder(Said)


async def find_latest_receipt(application_id: UUID) -> ReceiptRow | None:
    return await find_row(ReceiptRow, _LATEST, application_id, tx=None)


async def find_receipt(receipt_id: UUID) -> ReceiptRow | None:
    return await find_row(ReceiptRow, _ONE, receipt_id, tx=None)


async def find_receipt_by_token(application_id: UUID, token: str) -> ReceiptRow | None:
    return await find_row(ReceiptRow, _BY_TOKEN, application_id, token, tx=None)
