"""Lines for whoever started a command: sentences, Chinese first, or JSON where a program reads them."""

import json
import sys
from typing import Final, Literal, TextIO, get_args

from server.clock import Clock

LogFormat = Literal["text", "json"]
LOG_FORMATS: Final[tuple[LogFormat, ...]] = get_args(LogFormat)


class _Form:
    """How this process speaks; chosen once, before it says anything."""

    clock: Clock | None = None


def speak_json(clock: Clock) -> None:
    """From now on every line is `{"at", "level", "logger", "message", "message_en"?, "value"?}`."""
    _Form.clock = clock


def say(zh: str, en: str = "", value: object = "") -> None:
    """One line at once: what happened in both languages, and the figure or place if there is one."""
    _write(sys.stdout, "info", zh, en, value)


def complain(zh: str, en: str = "") -> None:
    """The same on standard error, for what did not go as it should."""
    sys.stdout.flush()
    _write(sys.stderr, "error", zh, en, "")


def _write(stream: TextIO, level: str, zh: str, en: str, value: object) -> None:
    if _Form.clock is None:
        words = f"{zh} / {en}" if en else zh
        line = f"{words}: {value}" if value != "" else words
    else:
        line = _in_json(_Form.clock, level, zh, en, value)
    stream.write(f"{line}\n")
    stream.flush()


def _in_json(clock: Clock, level: str, zh: str, en: str, value: object) -> str:
    at = clock.now().isoformat(timespec="milliseconds")
    said = {"message": zh, "message_en": en, "value": str(value)}
    told = {name: text for name, text in said.items() if text}
    return json.dumps({"at": at, "level": level, "logger": "command", **told}, ensure_ascii=False)
