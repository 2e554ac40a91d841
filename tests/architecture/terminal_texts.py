"""Finds what commands say to the person at the terminal: every Chinese sentence beside them."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.architecture.followed_texts import written
from tests.architecture.sources import sources

_ROOMS = ("server/cli/", "server/__main__.py", "standalone/")
_CHINESE = re.compile(r"[一-鿿]{2}")
_TOLD_ELSEWHERE = ("Text",)


@dataclass(frozen=True, order=True)
class Spoken:
    """One text and its module."""

    where: str
    text: str


def spoken() -> list[Spoken]:
    """Without texts of refusals, and without what the demonstration types into the product."""
    return sorted(
        {
            Spoken(path, text)
            for path, source in sources("server", "standalone")
            if path.startswith(_ROOMS)
            for text in _texts(ast.parse(source))
            if _CHINESE.search(text)
        }
    )


def _texts(tree: ast.Module) -> Iterator[str]:
    """The outermost strings that hold words."""

    def below(node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _TOLD_ELSEWHERE:
            return
        if isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str)
        ):
            yield written(node)
            return
        for one in ast.iter_child_nodes(node):
            yield from below(one)

    yield from below(tree)
