"""When `make` builds WeChat's output anew, and that what is built says one version."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.clients.sources import CLIENTS

MAKEFILE = CLIENTS.parent / "Makefile"
CALLED = "https://shuangtui.example.gov.cn"
OUTPUT = "clients/miniprogram/dist/build/mp-weixin.address"
# Each newer than the one before, as `make` leaves them.
STANDS = (
    "requirements-standalone.lock",
    "clients/node.lock",
    "clients/miniprogram/package-lock.json",
    "clients/pack.mjs",
    "clients/miniprogram/src/main.ts",
    "clients/miniprogram/build/one.mjs",
    "clients/miniprogram/index.html",
    "clients/miniprogram/vite.config.ts",
    ".venv/ready",
    ".venv/node-ready",
    "clients/miniprogram/node_modules/ready",
    OUTPUT,
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    shutil.copy(MAKEFILE, tmp_path)
    for at, name in enumerate(STANDS):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{CALLED}\n", "utf-8")
        os.utime(file, (1_000_000 + at, 1_000_000 + at))
    return tmp_path


def stands(checkout: Path, *said: str) -> bool:
    """Whether nothing would be built."""
    # Nothing of the `make` that runs the tests.
    alone = {"PATH": os.environ["PATH"]}
    asked = ["make", "-q", OUTPUT, *said]
    ran = subprocess.run(asked, cwd=checkout, env=alone, check=False, timeout=60)  # noqa: S603
    assert ran.returncode in (0, 1)
    return ran.returncode == 0


def test_another_address_is_another_output(checkout: Path) -> None:
    assert stands(checkout)
    assert stands(checkout, f"VITE_API_BASE={CALLED}")
    assert not stands(checkout, "VITE_API_BASE=https://st.example.org")
    (checkout / "clients/miniprogram/src/main.ts").touch()
    assert not stands(checkout)


def test_both_places_say_the_same_version() -> None:
    root = CLIENTS / "miniprogram" / "src"
    said = (root / "api" / "request-headers.ts").read_text("utf-8")
    shown = json.loads((root / "manifest.json").read_text("utf-8"))["versionName"]
    assert re.findall(r"'miniprogram/([^']*)'", said) == [shown]
