"""The public keys that receipts were ever signed with."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from models.tables.applications import ReceiptKey
from server.clock import Clock
from server.edge.receipts import PublicKey, Signer, key_set
from storage.postgres.core.transaction import postgres_errors
from storage.postgres.receipts import add_receipt_key


async def list_receipt_keys() -> dict[str, list[dict[str, str]]]:
    """All of them as a JWK set, oldest first."""
    return key_set(await known_receipt_keys())


async def known_receipt_keys() -> list[PublicKey]:
    """All of them, oldest first."""
    with postgres_errors():
        rows = await ReceiptKey.all().order_by("since_at", "kid")
    return [PublicKey(row.kid, _text(row.public_key)) for row in rows]


async def publish_receipt_key(signer: Signer, *, clock: Clock) -> None:
    """Enter the key that this process signs with, once; a receipt must always find its key."""
    own = signer.public_key
    await add_receipt_key(own.kid, urlsafe_b64decode(own.x + "="), since=clock.now())


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
