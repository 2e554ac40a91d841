"""The scene of a mini-program code: the few letters that say what a code leads to (wechat.md 2.5).

A scene has at most 32 characters of a small alphabet, so a code carries a letter for the kind and its
id in 22 characters. What is printed stays: neither a letter nor a page may come to mean another thing.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5


class SceneKind(StrEnum):
    """What a code leads to. `application` is a platform's invitation to confirm."""

    PLATFORM = "platform"
    PLAN = "plan"
    PROGRAMME = "programme"
    APPLICATION = "application"


PAGES: Final = MappingProxyType(
    {
        SceneKind.PLATFORM: "pages/platform/detail",
        SceneKind.PLAN: "pages/plan/detail",
        SceneKind.PROGRAMME: "pages/programme/detail",
        SceneKind.APPLICATION: "pages/application/detail",
    }
)
_LETTERS: Final = MappingProxyType(
    {SceneKind.PLATFORM: "p", SceneKind.PLAN: "l", SceneKind.PROGRAMME: "g"}
)
_KINDS: Final = MappingProxyType({letter: kind for kind, letter in _LETTERS.items()})


@dataclass(frozen=True, slots=True)
class CodeScene:
    """A kind and the id of what is meant; of a programme the id is `programme_key` of its code."""

    kind: SceneKind
    id: UUID

    @property
    def page(self) -> str:
        """The page of the mini-program that opens."""
        return PAGES[self.kind]

    def __str__(self) -> str:
        """As the code carries it: `p=` and 22 characters; an application's is its id in hex."""
        if self.kind is SceneKind.APPLICATION:
            return self.id.hex
        return f"{_LETTERS[self.kind]}={urlsafe_b64encode(self.id.bytes).rstrip(b'=').decode()}"


def programme_key(code: str) -> UUID:
    """The same for a programme's code each time: a code may be longer than a scene."""
    return uuid5(NAMESPACE_URL, f"programme:{code}")


def read_scene(text: str) -> CodeScene | None:
    """What a page received as `query.scene`, decoded; None for what we never wrote."""
    letter, equals, rest = text.partition("=")
    try:
        if equals:
            scene = CodeScene(_KINDS[letter], UUID(bytes=urlsafe_b64decode(rest + "==")))
        else:
            scene = CodeScene(SceneKind.APPLICATION, UUID(hex=text))
    except (KeyError, ValueError, binascii.Error):
        return None
    return scene if str(scene) == text else None
