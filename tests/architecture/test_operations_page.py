"""`docs/operations.md` names every variable there is, with its real default, and no other."""

import re
from dataclasses import MISSING, fields
from pathlib import Path

from config.settings import PREFIX, Settings
from server import allowances
from server.edge.web.rate_limit import RateLimit

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
ROW = re.compile(r"^\| `(SHUANGTUI_[A-Z0-9_]+)` \|(?:[^|\n]|\\\|)*\| ([^|\n]*) \|", re.MULTILINE)
_ALLOWANCE = re.compile("[A-Z][A-Z_]+")
# Read beside the settings, by commands: server/cli/place.py and server/cli/worker.py.
OF_COMMANDS = {"OWNER_DSN", "WORKER_DSN", "URL"}


def _documented() -> dict[str, str]:
    return {name: default.strip() for name, default in ROW.findall(PAGE)}


def _default(value: object) -> str:
    if value is MISSING:
        return "needed"
    if value in ("", b""):
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def test_the_table_has_every_setting_with_its_default() -> None:
    documented = _documented()
    expected = {PREFIX + field.name.upper(): _default(field.default) for field in fields(Settings)}
    expected[PREFIX + "ENVIRONMENT"] = "`production`"  # what `read_settings` takes for it
    assert {name: documented.get(name) for name in expected} == expected


def test_the_table_has_nothing_else() -> None:
    known = {PREFIX + field.name.upper() for field in fields(Settings)}
    assert set(_documented()) - known == {PREFIX + name for name in OF_COMMANDS}


def test_what_commands_read_themselves_is_in_the_table() -> None:
    code = "".join(file.read_text("utf-8") for file in (ROOT / "server/cli").glob("p*.py"))
    settings = {field.name.upper() for field in fields(Settings)}
    assert set(re.findall(r'PREFIX \+ "([A-Z_]+)"', code)) - settings == OF_COMMANDS


def test_the_table_of_allowances_has_each_with_its_numbers() -> None:
    rows = dict(re.findall(r"^\| `(?!SHUANGTUI_)([A-Z_]+)` \| (.*) \|$", PAGE, re.MULTILINE))
    known = {name: value for name, value in vars(allowances).items() if _ALLOWANCE.fullmatch(name)}
    limits = {name: value for name, value in known.items() if isinstance(value, RateLimit | int)}
    assert len(limits) > 10
    for name, limit in limits.items():
        numbers = {limit} if isinstance(limit, int) else {limit.limit, *limit.more.values()}
        assert numbers <= {int(found) for found in re.findall(r"\b\d+\b", rows[name])}, name
    assert rows.keys() == limits.keys()
