"""What an event puts into an inbox, and whom it is told to."""

from dataclasses import dataclass
from typing import Final, Literal

from models.rules.reasons import Text

Audience = Literal[
    "owner", "clerk", "person", "platform", "district", "auditor", "expert", "authority"
]
"""`owner` and `clerk` act for the firm; `person` is whoever did something, such as who objects;
the others hold a grant of that role which reaches what the event is about."""

FIRM: Final[tuple[Audience, ...]] = ("owner", "clerk")
OWNER: Final[tuple[Audience, ...]] = ("owner",)
CLERK: Final[tuple[Audience, ...]] = ("clerk",)
PERSON: Final[tuple[Audience, ...]] = ("person",)
PLATFORM: Final[tuple[Audience, ...]] = ("platform",)
AUTHORITY: Final[tuple[Audience, ...]] = ("authority",)

CONTACT: Final = Text("咨询：{contact}。", "Whom to ask: {contact_en}.")
"""Of texts that tell people to ask; left out where the programme's file names nobody."""


@dataclass(frozen=True, slots=True)
class EventText:
    """What an event puts into the inbox; `template` is its name in `config/wechat.toml`, if any.

    `urgent`: something is lost unless they act by a day, or somebody may be taking what is theirs.
    """

    title: Text
    lines: tuple[Text, ...]
    template: str | None = None
    urgent: bool = False
    to: tuple[Audience, ...] = FIRM
