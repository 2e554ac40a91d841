"""Finds every text that can refuse something, by following it from where it is raised."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from tests.architecture.followed_texts import Module, Product, assigned, name_of, written
from tests.architecture.sources import PRODUCT, sources

_BASES = frozenset({"AppError", "StartRefused"})
_OF_FIELDS = {
    "Reason": (0, 1, 2),
    "FactRefused": (None, 0, 1),
    "CellRefused": (None, 0, 1),
    "Verdict": (0, None, 2),
}
"""Where field, code and text stand among what these are made of."""


@dataclass(frozen=True, order=True)
class Found:
    """A text, and with what it is told: `code` of its problem, `status` 0 for one field's."""

    status: int
    code: str
    field: str
    text: str
    where: str


def _kinds(modules: Mapping[str, Module]) -> dict[str, tuple[int, str]]:
    """Status and code of each class of refusals, by its name; 0 for one of a start."""
    classes = {
        node.name: node
        for module in modules.values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {}
    for name in classes:
        chain, at = [], name
        while at in classes:
            chain.append(classes[at])
            at = next((name_of(base) for base in classes[at].bases), "")
        if _BASES & {one.name for one in chain}:
            known = {key: value for one in reversed(chain) for key, value in _own(one)}
            found[name] = (int(known.get("status", "0")), known.get("code", "start_refused"))
    return found


def _own(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """The class's own constants, such as `status, code = 409, "taken"`."""
    for name, value in assigned(node.body):
        if name in ("status", "code"):
            told = ast.literal_eval(value)
            both = isinstance(told, tuple)
            yield name, str(told[("status", "code").index(name)] if both else told)


@cache
def refusals() -> list[Found]:
    """Every text of a problem or of one of its fields, once for each code and place."""
    modules = {path: Module(path, ast.parse(text)) for path, text in sources(*PRODUCT)}
    kinds, product = _kinds(modules), Product(modules)
    found = set[Found]()
    for module in modules.values():
        found.update(_titles(module, kinds))
        found.update(_details(module, kinds, product))
        found.update(_of_fields(module, product))
        found.update(_of_rates(module, kinds, product))
    return sorted(found)


def _titles(module: Module, kinds: Mapping[str, tuple[int, str]]) -> Iterator[Found]:
    """What a class of refusals says by itself."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef) and node.name in kinds:
            for below in ast.walk(node):
                if isinstance(below, ast.Call) and name_of(below.func) == "Text":
                    yield Found(*kinds[node.name], "", written(below.args[0]), module.path)


def _details(
    module: Module, kinds: Mapping[str, tuple[int, str]], product: Product
) -> Iterator[Found]:
    """What it is told when it is raised."""
    for name, (status, code) in kinds.items():
        for call, scope in module.calls.get(name, ()):
            named = [word.value for word in call.keywords if word.arg == "detail"]
            for text in product.said([*call.args[:1], *named], module, scope):
                yield Found(status, code, "", text, module.path)


def _of_fields(module: Module, product: Product) -> Iterator[Found]:
    for name, (place, code, text) in _OF_FIELDS.items():
        for call, scope in module.calls.get(name, ()):
            given, at = call.args[text : text + 1], _argument(call, place)
            for told, held in _by_code(call, code, given, product, module):
                for one in product.said(held, module, scope):
                    yield Found(0, told, at, one, module.path)


def _by_code(
    call: ast.Call, code: int | None, given: list[ast.expr], product: Product, module: Module
) -> Iterator[tuple[str, list[ast.expr]]]:
    """The code with its text; each code of the table where both come from one: `TABLE[code]`."""
    told = _argument(call, code)
    looked_up = [
        node
        for one in given
        for node in ast.walk(one)
        if isinstance(node, ast.Subscript) and code is not None and written(node.slice) == told
    ]
    for one in looked_up:
        for key, value in product.table(one.value, module):
            if isinstance(one.slice, ast.Constant) and key != told:
                continue
            yield key, [value if held is one else held for held in given]
    if not looked_up:
        yield told, given


def _of_rates(
    module: Module, kinds: Mapping[str, tuple[int, str]], product: Product
) -> Iterator[Found]:
    """What a rate says of itself: its refusal is raised elsewhere, for whichever was passed."""
    for call, scope in module.calls.get("RateLimit", ()):
        told = [word.value for word in call.keywords if word.arg == "told"]
        for text in product.said(told, module, scope):
            yield Found(*kinds["RateLimited"], "", text, module.path)


def _argument(call: ast.Call, place: int | None) -> str:
    return "" if place is None or len(call.args) <= place else written(call.args[place])
