"""Two locks: production's has what `serve`, `worker` and commands load, the other one adds to it."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rush.size import PROVING

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = (ROOT / "requirements.lock").read_text("utf-8")
STANDALONE = (ROOT / "requirements-standalone.lock").read_text("utf-8")
PINNED = re.compile(r"^([a-z0-9-]+)==([^ \\]+)[^\n]*\\\n    --hash=sha256:", re.MULTILINE)
HOUSES = ("config", "models", "storage", "server")


def _pinned(lock: str) -> dict[str, str]:
    return dict(PINNED.findall(lock))


def _named(requirements: list[str]) -> set[str]:
    """Names as locks spell them (PEP 503), without extras and versions."""
    return {re.sub(r"[-_.]+", "-", re.split(r"[\[~=<>; ]", one)[0]).lower() for one in requirements}


def _declared() -> tuple[set[str], set[str]]:
    """What production needs, and what only a machine of one's own and the tests need."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [one for extra in project["optional-dependencies"].values() for one in extra]
    return _named(project["dependencies"]), _named(extras)


def test_each_lock_has_what_is_declared_for_it_and_production_nothing_else() -> None:
    needed, beside = _declared()
    assert needed <= _pinned(PRODUCTION).keys()
    assert not beside & _pinned(PRODUCTION).keys()
    assert needed | beside <= _pinned(STANDALONE).keys()


def test_both_agree_on_every_version() -> None:
    standalone = _pinned(STANDALONE)
    assert {name: standalone.get(name) for name in _pinned(PRODUCTION)} == _pinned(PRODUCTION)


def _unheld(lock: str) -> Iterator[str]:
    """Lines that are neither a package held to its hashes nor one of those."""
    for line in lock.replace("\\\n    --hash", " --hash").splitlines():
        if not re.fullmatch(r"[a-z0-9-]+==[^ ]+( ; [^-]+?)?( +--hash=sha256:[0-9a-f]{64})+", line):
            yield line


@pytest.mark.parametrize("lock", [PRODUCTION, STANDALONE], ids=["production", "standalone"])
def test_every_line_is_a_version_with_hashes_and_no_address(lock: str) -> None:
    assert list(_unheld(lock)) == []
    assert list(_unheld("--index-url https://example.org/simple\nsix==1.17.0")) != []


@pytest.mark.skipif(not PROVING, reason="installs packages: in `make prove` only")
@pytest.mark.timeout(900)
def test_production_runs_on_its_own_lock_and_houses(tmp_path: Path) -> None:
    python = tmp_path / "venv" / "bin" / "python"
    _run([sys.executable, "-m", "venv", str(tmp_path / "venv")], tmp_path)
    install = ["-m", "pip", "install", "--quiet", "--require-hashes", "-r"]
    _run([str(python), *install, str(ROOT / "requirements.lock")], tmp_path)
    for house in HOUSES:
        shutil.copytree(ROOT / house, tmp_path / house)
    assert "serve" in _run([str(python), "-m", "server", "--help"], tmp_path).stdout
    for command in ("serve", "worker"):
        started = _run([str(python), "-m", "server", command], tmp_path, expected=2)
        assert "SHUANGTUI_POSTGRES_DSN" in started.stderr


def _run(
    command: list[str], folder: Path, *, expected: int = 0
) -> subprocess.CompletedProcess[str]:
    bare = {name: text for name, text in os.environ.items() if not name.startswith("SHUANGTUI_")}
    run = subprocess.run(  # noqa: S603 - a command of this file
        command, cwd=folder, env=bare, capture_output=True, text=True, check=False
    )
    assert run.returncode == expected, run.stderr
    return run
