"""Routes are made in one place, so that none can be reached without its audience's guard."""

import ast
from pathlib import Path

from server.audiences import Audience
from server.edge.web.docs_words import AUDIENCES

SERVER = Path(__file__).resolve().parents[2] / "server"
EXEMPT = "edge/web/routes.py"
MAKERS = frozenset(
    {"Blueprint", "Sanic", "add_route", "add_websocket_route", "websocket", "static"}
)


def makers_in(source: str) -> set[str]:
    """Names by which a module could add routes past `audiences.blueprint`."""
    tree = ast.parse(source)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return names & MAKERS


def test_only_the_guarded_blueprint_makes_routes() -> None:
    files = [
        file
        for file in SERVER.rglob("*.py")
        if not str(file.relative_to(SERVER)).startswith(EXEMPT)
    ]
    assert len(files) > 50
    found = {
        str(file.relative_to(SERVER)): makers
        for file in files
        if (makers := makers_in(file.read_text("utf-8")) - {"Sanic"})
    }
    assert found == {}


def test_the_check_sees_a_stray_blueprint() -> None:
    assert makers_in("b = Blueprint('x')\napp.add_route(h, '/')") == {"Blueprint", "add_route"}


def test_the_page_of_the_description_has_a_heading_for_every_audience() -> None:
    names = {audience.value.name for audience in Audience}
    assert names <= set(AUDIENCES)
