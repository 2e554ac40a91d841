"""Every module that people write, as text."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parents[2]
PRODUCT: Final = ("config", "models", "storage", "server", "standalone")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources(*houses: str) -> Iterator[tuple[str, str]]:
    """(path, text) of the houses' modules; migrations are written by a tool."""
    for house in houses:
        for path in sorted((PROJECT / house).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(PROJECT)), path.read_text("utf-8")
