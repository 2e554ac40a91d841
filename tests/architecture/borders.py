"""Borders of the code as counts by file; `python -m tests.architecture.borders` rewrites the table."""

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from tests.architecture.sources import PRODUCT, Function, sources
from tests.architecture.writes import find_writes

TABLE: Final = Path(__file__).with_name("remaining.py")
# Documents and bodies of others there: JSON by nature, and no statement runs in them.
_JSON: Final = ("server/edge/",)
_ROWS: Final = frozenset(
    {"Any", "list[Any]", "Sequence[Any]", "Iterable[Any]", "Mapping[UUID, Any]"}
)
_OPEN_VALUES: Final = ("Any", "object")
# `Literal["…"]` and `list["Chunk"]` are types.
_TYPES: Final = frozenset({"Literal", "list"})

Finder = Callable[[str], list[int]]


def count_by_file(find: Finder, *houses: str) -> dict[str, int]:
    """Paths with findings, and how many."""
    found = {path: len(find(text)) for path, text in sources(*houses)}
    return {path: count for path, count in found.items() if count}


def count_rows(find: Finder) -> dict[str, int]:
    found = count_by_file(find, "server")
    return {path: count for path, count in found.items() if not path.startswith(_JSON)}


def count_namesakes() -> dict[str, int]:
    """Public class names of the product that stand in several places."""
    places = Counter(name for _, text in sources(*PRODUCT) for name in public_classes(text))
    return {name: count for name, count in sorted(places.items()) if count > 1}


def public_classes(text: str) -> list[str]:
    """Without `Meta`, which libraries look for by that name."""
    names = [node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ClassDef)]
    return [name for name in names if not name.startswith("_") and name != "Meta"]


def find_named_it(text: str) -> list[int]:
    """Lines that name a variable or a parameter `it`."""
    return sorted(
        node.lineno
        for node in ast.walk(ast.parse(text))
        if (isinstance(node, ast.arg) and node.arg == "it")
        or (isinstance(node, ast.Name) and node.id == "it" and isinstance(node.ctx, ast.Store))
    )


def find_row_keys(text: str) -> list[int]:
    """Lines that read `row["…"]`: a string key of something that is no dictionary made here.

    Constants in capitals, names bound to a display or a comprehension, and those annotated as a
    mapping to a certain type are dictionaries; everything else is a row or as good as one.
    """
    module = ast.parse(text)
    known = _dictionaries(module)
    return sorted(node.lineno for node in _string_keys(module) if _row(node) not in known)


def find_untyped_rows(text: str) -> list[int]:
    """Lines that annotate a row as `Any`, or as a mapping to `Any` that is read by string keys.

    `Any` is allowed where a library forces it: with the reason as a comment on its line.
    """
    module, lines = ast.parse(text), text.splitlines()
    keyed = {_row(node) for node in _string_keys(module)}
    return sorted(
        annotation.lineno
        for name, annotation in _annotations(module)
        if _is_untyped(annotation, name in keyed) and "#" not in lines[annotation.lineno - 1]
    )


def _string_keys(module: ast.Module) -> Iterator[ast.Subscript]:
    quoted = {id(part) for _, each in _annotations(module) for part in ast.walk(each)}
    for node in ast.walk(module):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            key = node.slice
            by_string = isinstance(key, ast.Constant) and isinstance(key.value, str)
            if by_string and id(node) not in quoted and ast.unparse(node.value) not in _TYPES:
                yield node


def _row(node: ast.AST) -> str:
    """The name that is read: `row` in `row["a"]["b"]`, `rows` in `rows[0]["a"]`."""
    while isinstance(node, ast.Subscript):
        node = node.value
    return ast.unparse(node)


def _dictionaries(module: ast.Module) -> set[str]:
    made = ast.Dict | ast.DictComp
    known = {
        ast.unparse(target)
        for node in ast.walk(module)
        if isinstance(node, ast.Assign) and isinstance(node.value, made)
        for target in node.targets
    }
    typed = {name for name, each in _annotations(module) if _is_typed_mapping(each)}
    capitals = {
        node.id for node in ast.walk(module) if isinstance(node, ast.Name) and node.id.isupper()
    }
    return known | typed | capitals


def _is_typed_mapping(annotation: ast.AST) -> bool:
    text = ast.unparse(annotation)
    value = text.removesuffix("]").rpartition(", ")[2]
    return text.startswith(("dict[str, ", "Mapping[str, ")) and value not in _OPEN_VALUES


def _is_untyped(annotation: ast.AST, keyed: bool) -> bool:
    names = {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in ast.walk(annotation)
        if isinstance(node, ast.Name | ast.Attribute)
    }
    return ast.unparse(annotation) in _ROWS or "Record" in names or (keyed and "Any" in names)


def _annotations(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(module):
        if isinstance(node, ast.arg) and node.annotation is not None:
            yield node.arg, node.annotation
        elif isinstance(node, ast.AnnAssign):
            yield ast.unparse(node.target), node.annotation
        elif isinstance(node, Function) and node.returns is not None:
            yield f"{node.name}()", node.returns


COUNTED: Final[dict[str, Callable[[], dict[str, int]]]] = {
    "writes": lambda: count_by_file(find_writes, "server"),
    "row_keys": lambda: count_rows(find_row_keys),
    "untyped_rows": lambda: count_rows(find_untyped_rows),
    "namesakes": count_namesakes,
    "named_it": lambda: count_by_file(find_named_it, *PRODUCT),
}
"""Rule → what is still against it: by file, or for namesakes by class name."""


def table() -> str:
    """The text of `remaining.py` as it would be now."""
    lines = [
        '"""Counts still against the rules of `borders.py`; they may only shrink, and are kept tight."""'
    ]
    lines += ["", "REMAINING: dict[str, dict[str, int]] = {"]
    for rule, count in COUNTED.items():
        found = [f'        "{key}": {number},' for key, number in count().items()]
        lines += [f'    "{rule}": {{', *found, "    },"] if found else [f'    "{rule}": {{}},']
    return "\n".join([*lines, "}", ""])


if __name__ == "__main__":
    TABLE.write_text(table(), "utf-8")
