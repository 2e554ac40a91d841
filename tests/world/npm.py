"""Packages of a client under Node: fetched by their lock, skipped only where nothing can be fetched."""

import shutil
import subprocess
from pathlib import Path

import pytest

# What npm ends with where no registry can be reached.
_UNREACHABLE = (
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
    "ENETUNREACH",
    "E40",
)
_SECONDS = 120


def install_packages(folder: Path) -> None:
    """What the folder's lock names, its hashes checked by npm; a lock that does not hold fails."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("node and npm are not installed: clients under Node cannot be tried here")
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0"]
    done = subprocess.run(  # noqa: S603  # nothing in it comes from outside
        [*command, "--prefer-offline"], cwd=folder, capture_output=True, text=True, timeout=_SECONDS
    )
    said = done.stdout + done.stderr
    if done.returncode and any(word in said for word in _UNREACHABLE):
        pytest.skip(f"the npm registry cannot be reached: {said.strip()[:200]}")
    assert done.returncode == 0, said
