"""Commands are loaded once they are chosen, and every one of them is there."""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pkgutil import resolve_name

from server.cli.main import build_parser
from standalone.commands import COMMANDS
from tests.world.runs import PROJECT

_LOADED = """
import sys
from server.cli.main import build_parser
from standalone.commands import COMMANDS
build_parser(*COMMANDS)
print(*sys.modules)
"""


def _named(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Where each verb's function is said to be."""
    if run := parser.get_default("run"):
        yield run
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for verb in action.choices.values():
                yield from _named(verb)


def test_every_verb_runs_a_function() -> None:
    named = set(_named(build_parser(*COMMANDS)))
    assert len(named) > 30
    assert [name for name in sorted(named) if not callable(resolve_name(name))] == []


def test_the_words_are_read_without_any_library() -> None:
    """So that help and a mistyped word are answered at once."""
    told = subprocess.run(  # noqa: S603  # our own interpreter and words
        (sys.executable, "-c", _LOADED), cwd=PROJECT, capture_output=True, text=True, check=True
    )
    heavy = {"aiohttp", "asyncpg", "cryptography", "minio", "msgspec", "redis", "sanic", "tortoise"}
    assert heavy & set(told.stdout.split()) == set()
