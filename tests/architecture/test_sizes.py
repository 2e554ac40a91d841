"""Ceilings that keep the code readable; whoever fights them has a design to change."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import PRODUCT, Function, sources

HOUSES = (*PRODUCT, "bench", "tests")
FILE_LINES, FUNCTION_LINES, RULE_LINES, PARAMETERS = 300, 50, 30, 5
EMPTY_NAMES = ("util", "utils", "helper", "helpers", "common", "misc", "manager", "service")

IMPOSED = {"storage/files/client.py:increment"}
"""Signatures that a library's base class imposes."""


def functions(text: str) -> Iterator[Function]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, Function):
            yield node


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _positional(function: Function) -> list[str]:
    """Parameters that may be given by place, without `self` and `cls`."""
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def test_no_file_is_too_long() -> None:
    lengths = {path: len(text.splitlines()) for path, text in sources(*HOUSES)}

    assert len(lengths) > 100
    assert {path: n for path, n in lengths.items() if n > FILE_LINES} == {}


def test_no_function_is_too_long() -> None:
    found = {
        f"{path}:{function.name}": length(function)
        for path, text in sources(*HOUSES)
        for function in functions(text)
        if length(function) > (RULE_LINES if path.startswith("models/rules/") else FUNCTION_LINES)
    }

    assert found == {}


def test_parameters_beyond_the_fifth_are_named() -> None:
    found = {
        f"{path}:{function.name}"
        for path, text in sources("config", "models", "storage", "server")
        for function in functions(text)
        if len(_positional(function)) > PARAMETERS
    }

    assert found - IMPOSED == set()


def test_every_module_says_what_it_is_for() -> None:
    silent = [path for path, text in sources(*HOUSES) if not ast.get_docstring(ast.parse(text))]

    assert silent == []


def test_no_name_says_nothing() -> None:
    found = [path for path, _ in sources(*HOUSES) if Path(path).stem in EMPTY_NAMES]

    assert found == []
