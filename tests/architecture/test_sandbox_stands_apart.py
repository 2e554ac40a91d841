"""The stand-in and the product read WeChat's contract separately: neither imports the other."""

import ast
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
HOUSES = ("config", "models", "storage", "server", "standalone")
SANDBOX = PROJECT / "standalone" / "wechat"


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_sandbox(module: str) -> bool:
    return module == "standalone.wechat" or module.startswith("standalone.wechat.")


def test_the_stand_in_imports_nothing_of_ours() -> None:
    files = list(SANDBOX.glob("*.py"))
    assert len(files) > 20
    ours = {
        module
        for file in files
        for module in imported(file)
        if module.split(".")[0] in HOUSES and not is_sandbox(module)
    }
    assert ours == set()


def test_nothing_of_ours_imports_the_stand_in() -> None:
    files = [
        file
        for house in HOUSES
        for file in (PROJECT / house).rglob("*.py")
        if SANDBOX not in file.parents
    ]
    assert len(files) > 50
    assert [file for file in files if any(map(is_sandbox, imported(file)))] == []


def test_the_check_sees_both_forms_of_import(tmp_path: Path) -> None:
    file = tmp_path / "one.py"
    file.write_text("import standalone.wechat.world\nfrom standalone.wechat import call\n")
    assert list(imported(file)) == ["standalone.wechat.world", "standalone.wechat.call"]
    assert all(map(is_sandbox, imported(file)))
