"""What a programme tells people beside its rules: whom to ask, what is often asked, its notice."""

from dataclasses import dataclass

from models.rules.reasons import Text


@dataclass(frozen=True, slots=True)
class OfficeContact:
    """Whom to ask: at least one of `phone`, `url` and `address` is there. `note`: what for."""

    name: Text
    cite: str
    phone: str | None = None
    url: str | None = None
    address: Text | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class HelpEntry:
    """What is often asked, with the answer that the notice gives."""

    id: str
    question: Text
    answer: Text
    cite: str
