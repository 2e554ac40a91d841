"""What an event puts into an inbox."""

from dataclasses import dataclass

from models.rules.reasons import Text


@dataclass(frozen=True, slots=True)
class EventText:
    """What an event puts into the inbox; `template` is its name in `config/wechat.toml`, if any."""

    title: Text
    lines: tuple[Text, ...]
    template: str | None = None
