"""All other log lines of a process: JSON on standard error, with the request they belong to."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

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
            "message": _without_rows(record.getMessage()),
        }
        if record.name.startswith(_OURS):
            line |= {name: said for name, said in vars(record).items() if name not in _ALWAYS_THERE}
        request_id = current_request_id()
        if request_id is not None:
            line["request_id"] = request_id
        if record.exc_info:
            line["traceback"] = _without_rows(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


def _without_rows(text: str) -> str:
    """Without the lines in which PostgreSQL quotes the values of a refused row (`DETAIL`)."""
    if "DETAIL:" not in text:
        return text
    return "\n".join(line for line in text.splitlines() if not line.startswith("DETAIL:"))


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
