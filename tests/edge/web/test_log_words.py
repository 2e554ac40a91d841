"""A log line never repeats what somebody typed, whichever exception carries it there."""

import asyncio
import gc
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import asyncpg
import pytest
from tortoise.exceptions import IntegrityError, ValidationError

from storage.errors import StoreUnavailable
from tests.edge.web.log_lines import lines_of

TYPED = "张三的合同HT-889"


def _refused_row() -> NoReturn:
    error = asyncpg.UniqueViolationError("duplicate key value violates a constraint")
    error.detail, error.table_name = f"Key (contract)=({TYPED}) already exists.", "applications"
    error.constraint_name = "applications_once"
    try:
        raise error
    except asyncpg.UniqueViolationError as refused:
        raise IntegrityError(refused) from refused


def _too_long() -> NoReturn:
    raise ValidationError(f"name: Length of '{TYPED}' 900 > 120")


def _while_handled() -> NoReturn:
    try:
        raise ValueError(TYPED)
    except ValueError:
        raise KeyError(TYPED)  # noqa: B904  # the way in which one hides behind another


def _of_several() -> NoReturn:
    raise ExceptionGroup(TYPED, [ValueError(TYPED), ExceptionGroup("in", [KeyError(TYPED)])])


def _with_a_note() -> NoReturn:
    error = LookupError("no such thing")
    error.add_note(TYPED)
    raise error


def _no_file() -> NoReturn:
    Path(f"/nowhere/{TYPED}.pdf").read_bytes()
    raise AssertionError


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (_refused_row, "UniqueViolationError: 23505 applications applications_once"),
        (_too_long, "ValidationError"),
        (_while_handled, "KeyError"),
        (_of_several, "KeyError"),
        (_with_a_note, "LookupError"),
        (_no_file, "FileNotFoundError: 2 No such file or directory"),
    ],
)
def test_an_exception_is_told_without_its_words(fault: Callable[[], NoReturn], said: str) -> None:
    with lines_of("server.tests") as (logger, stream):
        try:
            fault()
        except Exception as error:
            logger.exception("refused: %s", error, extra={"error": error, "all": [error]})
            logger.warning("%(why)s", {"why": error})
            logger.error(error)
    assert TYPED not in stream.getvalue()
    line = json.loads(stream.getvalue().splitlines()[0])
    assert said in line["traceback"]
    assert fault.__name__ in line["traceback"]


def test_our_own_words_are_kept() -> None:
    with lines_of("server.tests") as (logger, stream):
        logger.warning("it waits: %s", StoreUnavailable("redis", "TimeoutError"))
    said = json.loads(stream.getvalue())["message"]
    assert said == "it waits: StoreUnavailable: redis unavailable: TimeoutError"


async def test_what_a_library_spells_of_an_exception_stays_out() -> None:
    """asyncio writes a task's exception into its message."""
    loop = asyncio.get_running_loop()
    with lines_of("asyncio") as (_, stream):

        async def fails() -> Any:
            raise ValueError(TYPED)

        task = loop.create_task(fails())
        await asyncio.wait([task])
        del task
        gc.collect()
    line = json.loads(stream.getvalue().splitlines()[0])
    assert line["message"] == "Task exception was never retrieved"
    assert TYPED not in stream.getvalue()
