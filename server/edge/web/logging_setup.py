"""All other log lines of a process: JSON on standard error, with the request they belong to."""

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TextIO

from server.edge.web.error_words import in_words, with_places
from server.edge.web.request_id import current_request_id

_QUIET = (
    # Their chattier lines spell whole URLs, which hold ids, codes and what people searched for.
    *("sanic", "sanic.root", "sanic.error", "sanic.server", "sanic.access", "urllib3", "aiohttp"),
    # Its chattier lines spell every value of every statement.
    "tortoise",
    # Its chattier lines tell of every job that waits, hundreds after a crash.
    "pgqueuer",
)


_OURS = ("server.", "storage.")
_ALWAYS_THERE = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


class JsonLines(logging.Formatter):
    """One JSON object per record; a traceback is one string in it.

    What our own code gives with `extra` stands under its names; libraries' extras stay out, for
    nobody here has looked at what they hold.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        if record.name.startswith(_OURS):
            line |= {name: said for name, said in vars(record).items() if name not in _ALWAYS_THERE}
        request_id = current_request_id()
        if request_id is not None:
            line["request_id"] = request_id
        if record.exc_info and record.exc_info[1] is not None:
            line["traceback"] = with_places(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=lambda value: str(_shown(value)))


def _message(record: logging.LogRecord) -> str:
    """With exceptions in our words; of libraries' about one the first line, others spell it."""
    words = str(_shown(record.msg))
    if isinstance(record.args, Mapping):
        words %= {name: _shown(value) for name, value in record.args.items()}
    elif record.args:
        words %= tuple(map(_shown, record.args))
    if record.exc_info and not record.name.startswith(_OURS):
        return words.partition("\n")[0]
    return words


def _shown(value: object) -> object:
    return in_words(value) if isinstance(value, BaseException) else value


def set_up_logging(level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Give the root logger one handler; called once by each composition root."""
    handler = logging.StreamHandler(sys.stderr if stream is None else stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(logging.WARNING)
