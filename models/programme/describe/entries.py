"""One part of a programme in words, and the small phrases that all parts share."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from models.rules.money import percent
from models.rules.reasons import Text
from models.rules.wording import money_in_words

NOTHING = Text("", "")


class HasOrigin(Protocol):
    """A part of a definition with its provenance."""

    @property
    def cite(self) -> str | None: ...
    @property
    def assumed(self) -> bool: ...
    @property
    def reading(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Origin:
    """The clause of a part, or that it is assumed, and how an unclear sentence was read.

    `source`: the document of the clause, where it is another than the programme's own notice.
    """

    cite: str | None = None
    assumed: bool = False
    reading: str | None = None
    source: str | None = None

    @property
    def words(self) -> Text:
        """In brackets, to follow the part; empty where nothing is known."""
        clause = " ".join(part for part in (self.source, self.cite) if part)
        zh, en = ([clause], [clause]) if clause else ([], [])
        if self.assumed:
            zh, en = [*zh, "假定"], [*en, "assumed"]
        if self.reading:
            zh = [*zh, f"我们的理解：{self.reading}"]
            en = [*en, f"our reading: {self.reading}"]
        return Text(f"（{'；'.join(zh)}）", f" ({'; '.join(en)})") if zh else NOTHING


UNKNOWN = Origin()


def origin_of(part: HasOrigin) -> Origin:
    return Origin(part.cite, part.assumed, part.reading)


@dataclass(frozen=True, slots=True)
class Entry:
    """A part of a programme: `key` identifies it in every version, `value` is its whole content.

    Two versions of a programme differ in a part where its values differ. `name` is how it is
    called within its track, `track` that track's code.
    """

    key: tuple[str, ...]
    name: Text
    words: Text
    value: object
    origin: Origin = UNKNOWN
    track: str | None = None

    @property
    def label(self) -> Text:
        """The name, and the track it belongs to."""
        if self.track is None:
            return self.name
        return Text(f"{self.track} · {self.name.zh}", f"{self.track} · {self.name.en}")

    @property
    def whole(self) -> Text:
        """The words with where they come from."""
        return plus(self.words, self.origin.words)


def joined(parts: Iterable[Text], zh: str = "；", en: str = "; ") -> Text:
    """Several phrases as one; empty ones are left out."""
    kept = [part for part in parts if part.zh]
    return Text(zh.join(part.zh for part in kept), en.join(part.en for part in kept))


def plus(*parts: Text) -> Text:
    """Phrases one directly after the other."""
    return Text("".join(part.zh for part in parts), "".join(part.en for part in parts))


def amount(name: str, value: int) -> Text:
    """A number in the unit that the suffix of its name gives: 元, %, or none."""
    if name.endswith("_fen"):
        return money_in_words(value)
    words = percent(value) if name.endswith("_bp") else f"{value:,}"
    return Text(words, words)
