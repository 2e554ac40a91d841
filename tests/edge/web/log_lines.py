"""A logger whose lines are read as they would be written."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

from server.edge.web.logging_setup import JsonLines


@contextmanager
def lines_of(name: str) -> Iterator[tuple[logging.Logger, StringIO]]:
    stream, logger = StringIO(), logging.getLogger(name)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logger.addHandler(handler)
    try:
        yield logger, stream
    finally:
        logger.removeHandler(handler)
