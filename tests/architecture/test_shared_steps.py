"""What several tests share stands in a plainly named module: nothing imports a `test_*.py`."""

import ast
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]


def imported_tests(source: str) -> list[str]:
    """The test modules that a source imports, or imports from."""
    named = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            named += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            named += [alias.name for alias in node.names]
    return [name for name in named if _is_test_module(name)]


def _is_test_module(name: str) -> bool:
    """Judged by the file, as product code may have names of that kind."""
    path = TESTS.parent.joinpath(*name.split("."))
    return path.name.startswith("test_") and path.with_suffix(".py").is_file()


def test_no_module_imports_a_test_module() -> None:
    found = {
        str(path.relative_to(TESTS)): names
        for path in TESTS.rglob("*.py")
        if (names := imported_tests(path.read_text("utf-8")))
    }
    assert found == {}, "move what is shared into a module beside the tests, or into tests/world"


def test_an_import_of_one_would_be_seen() -> None:
    own = f"tests.architecture.{Path(__file__).stem}"
    package, _, module = own.rpartition(".")
    for source in (f"from {own} import x", f"import {own}", f"from {package} import {module}"):
        assert imported_tests(source) == [own], source
    assert imported_tests("from tests.world.applicant import apply") == []
