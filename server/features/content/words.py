"""The list of words that a person looks at before others read them, from `config/held_words.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import msgspec

from models.rules.reasons import Text
from models.rules.text.doubtful import doubtful_words


class WordGroup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that are doubtful for the same reason."""

    zh: str
    en: str
    words: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]


class _WordFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    group: tuple[WordGroup, ...]


@dataclass(frozen=True, slots=True)
class HeldWords:
    """All groups, in the file's order."""

    groups: tuple[WordGroup, ...]

    def within(self, text: str) -> tuple[str, ...]:
        """The doubtful words of a text, none where there are none."""
        return doubtful_words(text, (word for group in self.groups for word in group.words))

    def why(self, word: str) -> Text | None:
        """Why it is on the list; None for one that has left it."""
        found = (group for group in self.groups if word in group.words)
        return next((Text(group.zh, group.en) for group in found), None)


def read_held_words(parsed: Mapping[str, object]) -> HeldWords:
    """Raises msgspec.ValidationError with the place that is wrong."""
    return HeldWords(msgspec.convert(parsed, _WordFile).group)
