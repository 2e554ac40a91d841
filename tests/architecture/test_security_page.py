"""What docs/security.md promises names tests that exist."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "security.md"
_ROW = re.compile(r"^\| .+ \| (.+) \|$")


def test_each_promise_names_tests_that_exist() -> None:
    rows = [
        found[1] for line in PAGE.read_text("utf-8").splitlines() if (found := _ROW.match(line))
    ]
    promises = [row for row in rows if "`" in row]
    assert len(promises) > 40
    missing = [name for row in promises for name in _named(row) if not (TESTS / name).exists()]
    assert not missing


def _named(row: str) -> list[str]:
    """Paths below `tests`; a bare file name lies in the folder of the one before it."""
    names, folder = [], Path()
    for text in re.findall("`([^`]+)`", row):
        if "/" in text:
            folder = Path(text) if text.endswith("/") else Path(text).parent
            names.append(text)
        elif text.endswith(".py"):
            names.append(str(folder / text))
    return names
