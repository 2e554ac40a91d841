"""Finds what changes rows: writing SQL in strings, and writing calls on Tortoise models."""

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Final

from tests.architecture.sources import Function

# In capitals, as all SQL here: the same words in a message to people are no statement.
_STATEMENT: Final = re.compile(
    r"\b(?:INSERT\s+INTO|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE|COPY\s+\S+\s+FROM)\b"
    r"|\bUPDATE\s+(?:ONLY\s+)?[\w\".{}]+(?:\s+(?:AS\s+)?\w+)?\s+SET\b"
)
_VERBS: Final = frozenset({"save", "create", "update", "delete"})
# Names that nothing but a model, or asyncpg's connection, has.
_CERTAIN: Final = frozenset(
    {
        *("bulk_create", "bulk_update", "get_or_create", "update_or_create"),
        *("copy_records_to_table", "copy_to_table"),
    }
)
_OF_QUERIES: Final = frozenset({"filter", "exclude", "using_db", "select_for_update"})


def find_writes(text: str) -> list[int]:
    """Lines of a module that write to the database."""
    module = ast.parse(text)
    return sorted([*_statements(module), *_calls(module)])


def _statements(module: ast.Module) -> Iterator[int]:
    prose = {
        id(node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    parts = {
        id(part)
        for node in ast.walk(module)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    for node in ast.walk(module):
        if id(node) not in prose | parts:
            yield from (node.lineno for _ in _STATEMENT.finditer(_sql(node)))


def _sql(node: ast.AST) -> str:
    """A string as far as it is written down; what an f-string fills in counts as a name."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_sql(part) or "name" for part in node.values)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ""


def _calls(module: ast.Module) -> Iterator[int]:
    models = {
        alias.asname or alias.name
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("models.tables")
        for alias in node.names
    }
    for scope in _scopes(module):
        known = models | _queries(scope, models)
        awaited = {id(node.value) for node in scope if isinstance(node, ast.Await)}
        for node in scope:
            if isinstance(node, ast.Call) and _writes(node, known, id(node) in awaited):
                yield node.lineno


def _scopes(module: ast.Module) -> Iterator[list[ast.AST]]:
    """What stands in each function, nested ones with it; then what stands outside of them."""
    inside: set[int] = set()
    for node in ast.walk(module):
        if isinstance(node, Function) and id(node) not in inside:
            scope = list(ast.walk(node))
            inside.update(map(id, scope))
            yield scope
    yield [node for node in ast.walk(module) if id(node) not in inside]


def _writes(call: ast.Call, known: set[str], awaited: bool) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    verb, receiver = call.func.attr, call.func.value
    if verb in _CERTAIN:
        return True
    if verb not in _VERBS:
        return False
    of_model = _root(receiver) in known or bool(_OF_QUERIES & set(_attributes(receiver)))
    on_connection = any(keyword.arg == "using_db" for keyword in call.keywords)
    return of_model or on_connection or (verb == "save" and awaited)


def _queries(scope: Sequence[ast.AST], models: set[str]) -> set[str]:
    """Names that are bound to a model's query or row, also by way of each other."""
    found: set[str] = set()
    while True:
        more = {
            name
            for target, value in _bindings(scope)
            if _root(value) in models | found
            for name in _names(target)
        }
        if more <= found:
            return found
        found |= more


def _bindings(scope: Sequence[ast.AST]) -> Iterator[tuple[ast.AST, ast.AST]]:
    for node in scope:
        if isinstance(node, ast.Assign):
            yield from ((target, node.value) for target in node.targets)
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
            yield node.target, node.value
        elif isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            yield node.target, node.iter
        elif isinstance(node, ast.arg) and node.annotation is not None:
            yield ast.Name(node.arg), node.annotation


def _names(target: ast.AST) -> list[str]:
    return [node.id for node in ast.walk(target) if isinstance(node, ast.Name)]


def _root(node: ast.AST) -> str | None:
    """The name that a chain of calls and attributes begins with."""
    while True:
        match node:
            case ast.Call(func=inner) | ast.Attribute(value=inner) | ast.Await(value=inner):
                node = inner
            case ast.Name(id=name):
                return name
            case _:
                return None


def _attributes(node: ast.AST) -> Iterator[str]:
    while isinstance(node, ast.Call | ast.Attribute):
        if isinstance(node, ast.Attribute):
            yield node.attr
            node = node.value
        else:
            node = node.func
