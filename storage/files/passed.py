"""What is known of bytes once they have passed: how many, how they begin, their hash."""

from hashlib import sha256

from storage.files.inspection.door import HEAD_BYTES


class Passed:
    """`size` in bytes; `head` are the first ones, as many as tell a type."""

    def __init__(self) -> None:
        self.size, self.head, self._hash = 0, b"", sha256()

    @property
    def sha256(self) -> bytes:
        """32 bytes."""
        return self._hash.digest()

    def take(self, data: bytes | bytearray) -> None:
        if len(self.head) < HEAD_BYTES:
            self.head += data[: HEAD_BYTES - len(self.head)]
        self.size += len(data)
        self._hash.update(data)
