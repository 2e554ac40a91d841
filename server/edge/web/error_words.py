"""What a log says of an exception: what it is and where it came about, never what it was about.

Libraries put values into their words: the ORM, the driver and codecs repeat what somebody typed.
"""

from collections.abc import Iterator
from traceback import format_tb
from typing import Final

import asyncpg

_OURS: Final = ("config.", "models.", "server.", "standalone.", "storage.")


def in_words(error: BaseException) -> str:
    """Its type, and of its words those that hold no value.

    Ours are written here; of the system's the number and its meaning; of PostgreSQL's the code, the
    table and what stood in the way there.
    """
    kind = type(error)
    if kind.__module__.startswith(_OURS):
        return f"{kind.__name__}: {error}"
    if isinstance(error, asyncpg.PostgresError):
        named = (error.sqlstate, error.table_name, error.column_name, error.constraint_name)
        return f"{kind.__name__}: {' '.join(one for one in named if one)}"
    if isinstance(error, OSError) and error.errno is not None:
        return f"{kind.__name__}: {error.errno} {error.strerror or ''}".rstrip()
    return kind.__name__


def with_places(error: BaseException) -> str:
    """The traceback of an exception and of those that led to it, each in our words."""
    return "".join(_parts(error, set())).rstrip("\n")


def _parts(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _parts(before, seen)
        yield "\n" + ("Therefore:" if error.__cause__ else "While that was handled:") + "\n"
    yield from format_tb(error.__traceback__)
    yield in_words(error) + "\n"
    for inner in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        if id(inner) not in seen:
            yield "\nOne of them:\n"
            yield from _parts(inner, seen)
