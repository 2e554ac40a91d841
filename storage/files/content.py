"""A large file in the store: pieces of one size, each an object of its own named by what it holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from storage.files.names import ObjectName

PIECE_BYTES: Final = 2 * 1024 * 1024
"""Of every piece but the last. It divides files that lie in the store: it never changes."""
_HASH_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Span:
    """`length` bytes of an object from `offset` on."""

    name: ObjectName
    offset: int
    length: int


def piece_name(prefix: str, number: int, piece_sha256: bytes) -> ObjectName:
    """`<prefix><number>-<SHA-256>`: what else has the name holds the same."""
    return ObjectName(f"{prefix}{number:05d}-{piece_sha256.hex()}")


@dataclass(frozen=True, slots=True)
class StoredContent:
    """`size` bytes under `prefix`; `sha256s` are those of the pieces in order, 32 bytes each."""

    prefix: str
    size: int
    sha256s: bytes

    @property
    def digest(self) -> str:
        """SHA-256 (hex) over the pieces' SHA-256s: of the same bytes the same, however they came."""
        return sha256(self.sha256s).hexdigest()

    @property
    def names(self) -> tuple[ObjectName, ...]:
        """The pieces in order."""
        count = len(self.sha256s) // _HASH_BYTES
        return tuple(self._name(number) for number in range(count))

    def spans(self, offset: int, length: int) -> Iterator[Span]:
        """Where the bytes of this range lie, in order; what is behind the end is left out."""
        end = min(offset + length, self.size)
        while offset < end:
            number, within = divmod(offset, PIECE_BYTES)
            taken = min(end - offset, PIECE_BYTES - within)
            yield Span(self._name(number), within, taken)
            offset += taken

    def _name(self, number: int) -> ObjectName:
        begins = number * _HASH_BYTES
        return piece_name(self.prefix, number, self.sha256s[begins : begins + _HASH_BYTES])
