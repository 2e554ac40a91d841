"""What stands in the code on a letter: signed as receipts are, so that its keys are known to all."""

from typing import Literal
from uuid import UUID

import msgspec

from server.edge.receipts import ReceiptInvalid, Signer, verify
from server.features.letters.refusals import NotGenuine
from server.features.quota.keys import known_receipt_keys

Paper = Literal["decision", "receipt"]


class LetterRef(msgspec.Struct, frozen=True):
    """Which letter it is: of the decision on this application, or of this receipt; and what it says.

    `said` is `fingerprint` of what may change; a receipt never does.
    """

    paper: Paper
    id: UUID
    said: str = ""


class ReceiptRef(msgspec.Struct, frozen=True):
    """Of all that a receipt says: whose it is."""

    application: UUID


def sign(letter: LetterRef, signer: Signer) -> str:
    """The same letter always has the same token."""
    return signer.sign({"paper": letter.paper, "id": str(letter.id), "said": letter.said})


async def read_token(token: str) -> LetterRef | ReceiptRef:
    """What was signed: a letter of ours, or a whole receipt as applications carry it.

    Raises NotGenuine, StoreUnavailable.
    """
    try:
        payload = verify(token, await known_receipt_keys())
        if "paper" in payload:
            return msgspec.convert(payload, LetterRef)
        return msgspec.convert(payload, ReceiptRef)
    except (ReceiptInvalid, msgspec.ValidationError) as unknown:
        raise NotGenuine() from unknown
