"""Signs and seals what a phone hands over of a user: rawData, signature, encryptedData, iv."""

import base64
import hashlib
import json
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7


def user_data(
    session_key: str, shown: dict[str, Any], sealed: dict[str, Any], *, iv: bytes
) -> dict[str, str]:
    """SHA-1 over rawData and the key; AES-128-CBC of the whole (user data guide)."""
    raw = json.dumps(shown, ensure_ascii=False)
    padder = PKCS7(128).padder()
    plain = padder.update(json.dumps(sealed, ensure_ascii=False).encode()) + padder.finalize()
    sealer = Cipher(algorithms.AES(base64.b64decode(session_key)), modes.CBC(iv)).encryptor()
    return {
        "rawData": raw,
        "signature": hashlib.sha1((raw + session_key).encode()).hexdigest(),  # noqa: S324
        "encryptedData": base64.b64encode(sealer.update(plain) + sealer.finalize()).decode(),
        "iv": base64.b64encode(iv).decode(),
    }
