"""Follows an expression of the product's code back to the texts that it may stand for."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tests.architecture.sources import Function

_NO_TEXTS = frozenset({"code", "field", "path"})
"""Names of what stands beside a text."""
_OF_EVERY_VALUE = frozenset(name for kind in (dict, list, str) for name in dir(kind))
_SAME = frozenset({"MappingProxyType", "dict", "list", "next", "reversed", "sorted", "tuple"})
"""Calls that hand on what they are given."""


Call = tuple[ast.Call, Function | None]


@dataclass(frozen=True)
class Module:
    """One file and the names that stand in it."""

    path: str
    tree: ast.Module

    @cached_property
    def functions(self) -> Mapping[str, Function]:
        return {
            node.name: node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }

    @cached_property
    def constants(self) -> Mapping[str, ast.expr]:
        return dict(assigned(self.tree.body))

    @cached_property
    def calls(self) -> Mapping[str, Sequence[Call]]:
        """By the name that is called, each with the function that it stands in."""
        found = defaultdict[str, list[Call]](list)
        for call, scope in _calls_below(self.tree, None):
            found[name_of(call.func)].append((call, scope))
        return found

    @cached_property
    def imports(self) -> Mapping[str, str]:
        return {
            alias.asname or alias.name: f"{node.module}".replace(".", "/") + ".py"
            for node in ast.walk(self.tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }


@dataclass(frozen=True)
class Product:
    """Every module, and what its expressions may say."""

    modules: Mapping[str, Module]

    def said(
        self, given: Sequence[ast.expr], module: Module, scope: Function | None
    ) -> Iterator[str]:
        """The texts that these expressions may stand for, in `scope` of `module`."""
        reading = _Reading(self)
        for one in given:
            yield from reading.texts(one, module, scope)

    def table(self, node: ast.expr, module: Module) -> Iterator[tuple[str, ast.expr]]:
        """The lines of a table that is a constant of the module, or one that it imports."""
        home = self.modules.get(module.imports.get(name_of(node), ""), module)
        for below in ast.walk(home.constants[name_of(node)]):
            if isinstance(below, ast.Dict):
                yield from (
                    (written(key), value)
                    for key, value in zip(below.keys, below.values, strict=True)
                    if key
                )
                return

    @cached_property
    def methods(self) -> Mapping[str, tuple[Module, Function]]:
        """Functions whose name nothing else bears: what is called on a value is one of these."""
        found = defaultdict[str, list[tuple[Module, Function]]](list)
        for module in self.modules.values():
            for name, function in module.functions.items():
                found[name].append((module, function))
        return {
            name: one[0]
            for name, one in found.items()
            if len(one) == 1 and name not in _OF_EVERY_VALUE
        }


@dataclass
class _Reading:
    """One walk from a refusal back to its texts; what was seen is not walked again."""

    product: Product
    seen: set[tuple[str, int]] = field(default_factory=set)

    def texts(self, node: ast.AST, module: Module, scope: Function | None) -> Iterator[str]:
        """The texts that an expression may stand for."""
        mark = (module.path, id(node))
        if mark in self.seen:
            return
        self.seen.add(mark)
        if isinstance(node, ast.Call) and name_of(node.func) == "Text":
            yield written(node.args[0])
        elif isinstance(node, ast.Call):
            yield from self._called(node, module, scope)
        elif isinstance(node, ast.Name):
            yield from self._named(node.id, module, scope)
        elif isinstance(node, ast.Attribute):
            yield from self.texts(node.value, module, scope)
        else:
            for below in ast.iter_child_nodes(node):
                yield from self.texts(below, module, scope)

    def _called(self, node: ast.Call, module: Module, scope: Function | None) -> Iterator[str]:
        name = name_of(node.func)
        if isinstance(node.func, ast.Attribute):
            yield from self.texts(node.func.value, module, scope)
            home, function = self.product.methods.get(name, (module, None))
        else:
            home, function = self._function(name, module)
        if function is not None:
            for inner in ast.walk(function):
                if isinstance(inner, ast.Return | ast.Yield) and inner.value is not None:
                    yield from self.texts(inner.value, home, function)
        elif name in _SAME:
            for argument in node.args:
                yield from self.texts(argument, module, scope)

    def _function(self, name: str, module: Module) -> tuple[Module, Function | None]:
        if name in module.functions:
            return module, module.functions[name]
        home = self.product.modules.get(module.imports.get(name, ""))
        return (home, home.functions.get(name)) if home else (module, None)

    def _named(self, name: str, module: Module, scope: Function | None) -> Iterator[str]:
        if name in _NO_TEXTS:
            return
        if scope is not None:
            for value in _values_of(name, scope):
                yield from self.texts(value, module, scope)
            for given, home, inside in self._given(name, scope, module):
                yield from self.texts(given, home, inside)
        if name in module.constants:
            yield from self.texts(module.constants[name], module, None)
        source = self.product.modules.get(module.imports.get(name, ""))
        if source is not None and name in source.constants:
            yield from self.texts(source.constants[name], source, None)

    def _given(
        self, name: str, function: Function, home: Module
    ) -> Iterator[tuple[ast.expr, Module, Function | None]]:
        """What callers hand in for a parameter."""
        named = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
        if name not in (*named, *(one.arg for one in function.args.kwonlyargs)):
            return
        for module in self.product.modules.values():
            if module is not home and module.imports.get(function.name) != home.path:
                continue
            for call, scope in module.calls.get(function.name, ()):
                found = [word.value for word in call.keywords if word.arg == name]
                if name in named and len(call.args) > named.index(name):
                    found.append(call.args[named.index(name)])
                for one in found:
                    yield one, module, scope


def written(node: ast.expr) -> str:
    """A text as it stands in the code; what is put in is named in ‹ ›."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (one.value if isinstance(one, ast.FormattedValue) else one for one in node.values)
        return "".join(written(part) for part in parts)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return written(node.left) + written(node.right)
    if isinstance(node, ast.IfExp):
        return f"〔{written(node.body)}｜{written(node.orelse)}〕"
    return f"‹{_short(node)}›"


def _short(node: ast.expr) -> str:
    """`label` for `label.zh`, the name of the call for a call."""
    if isinstance(node, ast.Attribute):
        return _short(node.value) if node.attr in ("zh", "en") else node.attr
    if isinstance(node, ast.Call):
        inside = [_short(one) for one in node.args if not isinstance(one, ast.Constant)]
        return inside[0] if inside else name_of(node.func)
    if isinstance(node, ast.Subscript):
        return _short(node.value)
    if isinstance(node, ast.Name):
        return node.id.strip("_").lower()
    return "…"


def name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def assigned(body: Sequence[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    for node in body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                for one in ast.walk(target):
                    if isinstance(one, ast.Name):
                        yield one.id, node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            yield node.target.id, node.value


def _values_of(name: str, function: Function) -> Iterator[ast.expr]:
    """What a local name may be: assigned, walked over, or bound on the way."""
    for node in ast.walk(function):
        pairs: list[tuple[ast.expr, ast.expr]] = []
        if isinstance(node, ast.Assign):
            pairs = [(target, node.value) for target in node.targets]
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
            pairs = [(node.target, node.value)]
        elif isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            pairs = [(node.target, node.iter)]
        for target, value in pairs:
            if any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(target)):
                yield value


def _calls_below(node: ast.AST, scope: Function | None) -> Iterator[Call]:
    for below in ast.iter_child_nodes(node):
        if isinstance(below, ast.Call):
            yield below, scope
        inner = below if isinstance(below, ast.FunctionDef | ast.AsyncFunctionDef) else scope
        yield from _calls_below(below, inner)
