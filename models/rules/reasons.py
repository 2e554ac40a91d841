"""What people are told: every text in plain Chinese, with its English beside it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages; Chinese is what an SME owner reads first."""

    zh: str
    en: str

    def in_language(self, english: bool) -> str:
        return self.en if english else self.zh

    def resting_on(self, cite: str | None) -> "Text":
        """The same with the clause that it rests on, if it rests on one."""
        return Text(f"{self.zh}（依据：{cite}）", f"{self.en} ({cite})") if cite else self


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is refused or still missing.

    `field` names what it is about (a request field, a fact, a condition's or a material's id),
    `code` is stable snake_case English, `cite` the clause it rests on, if it rests on one;
    `assumed`: it rests on what the edition assumed, `reading` how an unclear sentence was read.
    """

    field: str
    code: str
    text: Text
    cite: str | None = None
    assumed: bool = False
    reading: str | None = None


def one_a_field(reasons: Iterable[Reason]) -> list[Reason]:
    """The first reason of each field, in their order: what has no shape is not judged as well."""
    found: dict[str, Reason] = {}
    for reason in reasons:
        found.setdefault(reason.field, reason)
    return list(found.values())
