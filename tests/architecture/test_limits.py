"""No text may be longer than what keeps it, and every limit stands in one list."""

import ast
from collections.abc import Iterator
from importlib import import_module
from inspect import getmembers, isclass
from pathlib import Path

import pytest
from tortoise import fields
from tortoise.models import Model

from models.tables import MODULES
from models.tables.char_field import CharField
from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.request import ApiRequest
from server.edge.web.routes import RouteError
from tests.architecture.kept_texts import KEPT, NOT_KEPT
from tests.architecture.taken_texts import TakenText, taken_texts
from tests.world.doors import Door, doors_of_features

_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def doors() -> list[Door]:
    return doors_of_features()


def tables() -> dict[str, type[Model]]:
    return {
        kind._meta.db_table: kind
        for module in MODULES
        for _, kind in getmembers(import_module(module), isclass)
        if issubclass(kind, Model) and kind is not Model
    }


def _column(name: str) -> fields.Field:
    table, _, column = name.partition(".")
    return tables()[table]._meta.fields_map[column]


def _of(text: TakenText, known: object) -> str | None:
    names = known if isinstance(known, dict) else {}
    return next((name for name in (text.name, text.field) if name in names), None)


def test_every_text_has_a_limit_no_longer_than_its_column(doors: list[Door]) -> None:
    wrong, seen = [], 0
    for door in doors:
        for text in taken_texts(door):
            seen += 1
            if text.most is None:
                wrong.append(f"{text.name} of {door.name} may be as long as one likes")
            elif (name := _of(text, KEPT)) is not None:
                for column in KEPT[name]:
                    most = getattr(_column(column), "max_length", None)
                    if most is not None and text.most > most:
                        wrong.append(f"{text.name} takes {text.most} signs, {column} {most}")
            elif _of(text, NOT_KEPT) is None:
                wrong.append(f"{text.name} of {door.name}: say in kept_texts.py where it is kept")
    assert not wrong, "\n".join(sorted(set(wrong)))
    assert seen > 150


def test_nothing_is_said_of_texts_that_nobody_takes(doors: list[Door]) -> None:
    taken = {
        name for door in doors for text in taken_texts(door) for name in (text.name, text.field)
    }
    assert not {*KEPT, *NOT_KEPT} - taken


def test_no_limit_is_spelled_beside_the_list() -> None:
    """`models/rules/text/limits.py` has a name for each; states and hashes are nobody's to type."""
    spelled = [
        f"{path.relative_to(_ROOT)}:{line}"
        for path in sorted((_ROOT / "server").rglob("*.py"))
        for line in _spelled_limits(ast.parse(path.read_text("utf-8")))
    ]
    assert not spelled
    kept = {name for names in KEPT.values() for name in names}
    literal = {
        f"{kind._meta.db_table}.{column}"
        for kind in tables().values()
        for column in _literal_lengths(kind)
    }
    assert not kept & literal


def _spelled_limits(tree: ast.AST) -> Iterator[int]:
    """Where a text (`Annotated[str, …]`) says its length as a number."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Annotated"):
            continue
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else []
        if not parts or ast.unparse(parts[0]) != "str":
            continue
        for part in parts[1:]:
            for word in part.keywords if isinstance(part, ast.Call) else ():
                if word.arg == "max_length" and isinstance(word.value, ast.Constant):
                    yield node.lineno


def _literal_lengths(kind: type[Model]) -> Iterator[str]:
    path = _ROOT / (kind.__module__.replace(".", "/") + ".py")
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ClassDef) and node.name == kind.__name__:
            for line in node.body:
                value = getattr(line, "value", None)
                if isinstance(line, ast.Assign | ast.AnnAssign) and isinstance(value, ast.Call):
                    yield from _named_if_literal(line, value)


def _named_if_literal(line: ast.Assign | ast.AnnAssign, value: ast.Call) -> Iterator[str]:
    target = line.targets[0] if isinstance(line, ast.Assign) else line.target
    for word in value.keywords:
        if word.arg == "max_length" and isinstance(word.value, ast.Constant):
            yield ast.unparse(target)


def test_look_ups_are_measured_nowhere() -> None:
    """A plain column of the ORM raises at a look-up by more than it holds."""
    measured = [
        f"{table}.{name}"
        for table, kind in tables().items()
        for name, column in kind._meta.fields_map.items()
        if isinstance(column, fields.CharField)
        and not isinstance(column, CharField)
        # Our own words, which nobody types.
        and f"{table}.{name}" not in ("notifications.event",)
    ]
    assert not measured


def test_a_part_of_a_path_without_a_limit_is_refused_at_import() -> None:
    routes = blueprint("unlimited", Audience.PUBLIC)

    @describe("试验", "Unlimited", status=204)
    async def unlimited(request: ApiRequest, thing: str) -> None:
        return None

    with pytest.raises(RouteError, match="how long"):
        routes.get("/unlimited/<thing>")(unlimited)
