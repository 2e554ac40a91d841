"""One part of a programme in words, and the small phrases that all parts share."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.rules.money import percent
from models.rules.programme import Figure
from models.rules.reasons import Text
from models.rules.wording import money_in_words

NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Entry:
    """A part of a programme: `key` is its place for ever, `value` all that stands in it.

    Two versions of a programme differ in a part where its values differ.
    """

    key: tuple[str, ...]
    label: Text
    words: Text
    value: object


def joined(parts: Iterable[Text], zh: str = ";", en: str = "; ") -> Text:
    """Several phrases as one; empty ones are left out."""
    kept = [part for part in parts if part.zh]
    return Text(zh.join(part.zh for part in kept), en.join(part.en for part in kept))


def origin(cite: str | None, assumed: bool = False, reading: str | None = None) -> Text:
    """Where a part comes from, in brackets: its clause or that it is assumed, and our reading."""
    zh, en = ([cite], [cite]) if cite else ([], [])
    if assumed:
        zh, en = [*zh, "假定"], [*en, "assumed"]
    if reading:
        zh, en = [*zh, f"我们的理解:{reading}"], [*en, f"our reading: {reading}"]
    return Text(f"({';'.join(zh)})", f" ({'; '.join(en)})") if zh else NOTHING


def plus(*parts: Text) -> Text:
    """Phrases one directly after the other."""
    return Text("".join(part.zh for part in parts), "".join(part.en for part in parts))


def amount(name: str, value: int) -> Text:
    """A number in the unit that the ending of its name tells: 元, %, or as it stands."""
    if name.endswith("_fen"):
        return money_in_words(value)
    words = percent(value) if name.endswith("_bp") else f"{value:,}"
    return Text(words, words)


def figure_origin(figure: Figure) -> Text:
    return origin(figure.cite, figure.assumed, figure.reading)
