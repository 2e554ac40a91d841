"""What `make h5` built: no address of others that a browser could call, and all of it packed as well."""

import gzip
import re
from pathlib import Path

import pytest

from tests.clients.h5.conftest import BUILT

_ADDRESS = re.compile(
    r"(?:https?:|wss?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}[^\"'`\s)]*", re.I
)
# Names of XML vocabularies and a page of documentation that an error in the log points to.
_NEVER_CALLED = ("http://www.w3.org/", "https://vuejs.org/error-reference/")


_MOST_BYTES = 120_000


def addresses(text: str) -> list[str]:
    return [one for one in _ADDRESS.findall(text) if not one.startswith(_NEVER_CALLED)]


def _texts() -> list[Path]:
    return [file for file in BUILT.rglob("*") if file.suffix in (".js", ".css", ".html", ".svg")]


@pytest.mark.usefixtures("pages")
def test_no_address_of_others() -> None:
    found = {file.name: addresses(file.read_text("utf-8")) for file in _texts()}
    assert {name: said for name, said in found.items() if said} == {}


def test_an_address_would_be_found() -> None:
    assert addresses("url(//cdn.example.com.cn/a.png)") == ["//cdn.example.com.cn/a.png"]
    assert addresses('fetch("https://ads.example.cn/x?y")') == ["https://ads.example.cn/x?y"]


@pytest.mark.usefixtures("pages")
def test_what_is_long_is_packed() -> None:
    long = [file for file in _texts() if file.stat().st_size > 1_000]
    assert long
    for file in long:
        assert gzip.decompress(file.with_name(f"{file.name}.gz").read_bytes()) == file.read_bytes()
        assert file.with_name(f"{file.name}.br").stat().st_size < file.stat().st_size


@pytest.mark.usefixtures("pages")
def test_the_first_page_is_light() -> None:
    """All scripts that it needs are named in it, so that they come at once."""
    page = (BUILT / "index.html").read_text("utf-8")
    scripts = re.findall(r"assets/[^\"]+\.js", page)
    packed = sum((BUILT / f"{name}.gz").stat().st_size for name in scripts)
    assert len(scripts) == 3
    assert not list(BUILT.glob("assets/pages-home-home.*.js"))
    assert packed <= _MOST_BYTES, f"{packed} bytes; what costs most: docs/miniprogram.md"


@pytest.mark.usefixtures("pages")
def test_the_first_page_needs_no_policy_but_ours() -> None:
    page = (BUILT / "index.html").read_text("utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", page) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", page) == []
