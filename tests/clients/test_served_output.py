"""What the two clients that browsers open were built to: no address of others that could be called,
all of it packed as well, and light where people wait for it."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.clients.needed import missing
from tests.clients.sources import CLIENTS

BUILT = {"h5": CLIENTS / "miniprogram/dist/build/h5", "console": CLIENTS / "console/dist"}
_ADDRESS = re.compile(
    r"(?:https?:|wss?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}[^\"'`\s)]*", re.I
)
# Names of XML vocabularies and pages of documentation that errors in the log point to.
_NEVER_CALLED = (
    "http://www.w3.org/",
    "https://vuejs.org/error-reference/",
    "https://element-plus.org/",
)
_FIRST_ON_A_PHONE = 120_000
_FIRST_AT_A_DESK = 200_000


@pytest.fixture(params=BUILT)
def built(request: pytest.FixtureRequest) -> Path:
    folder = BUILT[request.param]
    if not (folder / "index.html").is_file():
        missing(f"{folder} is not built: `make clients`")
    return folder


def addresses(text: str) -> list[str]:
    return [one for one in _ADDRESS.findall(text) if not one.startswith(_NEVER_CALLED)]


def _texts(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.suffix in (".js", ".css", ".html", ".svg")]


def test_no_address_of_others(built: Path) -> None:
    # Swagger UI's code names what its errors are explained by; a browser watches what it asks for.
    texts = [file for file in _texts(built) if not re.match(r"docs-.*\.js", file.name)]
    found = {file.name: addresses(file.read_text("utf-8")) for file in texts}
    assert {name: said for name, said in found.items() if said} == {}


def test_an_address_would_be_found() -> None:
    assert addresses("url(//cdn.example.com.cn/a.png)") == ["//cdn.example.com.cn/a.png"]
    assert addresses('fetch("https://ads.example.cn/x?y")') == ["https://ads.example.cn/x?y"]


def test_what_is_long_is_packed(built: Path) -> None:
    long = [file for file in _texts(built) if file.stat().st_size > 1_000]
    assert long
    for file in long:
        assert gzip.decompress(file.with_name(f"{file.name}.gz").read_bytes()) == file.read_bytes()
        assert file.with_name(f"{file.name}.br").stat().st_size < file.stat().st_size


def test_the_first_page_needs_no_policy_but_ours(built: Path) -> None:
    page = (built / "index.html").read_text("utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", page) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", page) == []


@pytest.mark.parametrize("built", ["h5"], indirect=True)
def test_the_first_page_on_a_phone_is_light(built: Path) -> None:
    """All scripts that it needs are named in it, so that they come at once."""
    page = (built / "index.html").read_text("utf-8")
    scripts = re.findall(r"assets/[^\"]+\.js", page)
    packed = sum((built / f"{name}.gz").stat().st_size for name in scripts)
    assert len(scripts) == 3
    assert not list(built.glob("assets/pages-home-home.*.js"))
    assert packed <= _FIRST_ON_A_PHONE, f"{packed} bytes; what costs most: docs/miniprogram.md"


def needed_files(manifest: dict[str, Any], *parts: str) -> set[str]:
    """Scripts and styles that come before these parts can be shown; each once."""
    found: set[str] = set()
    seen: set[str] = set()
    left = [*parts]
    while left:
        if (name := left.pop()) not in seen:
            seen.add(name)
            part = manifest[name]
            found |= {part["file"], *part.get("css", ())}
            left += part.get("imports", ())
    return found


def _sent(file: Path) -> int:
    packed = file.with_name(f"{file.name}.gz")
    return (packed if packed.is_file() else file).stat().st_size


@pytest.mark.parametrize("built", ["console"], indirect=True)
def test_each_page_at_a_desk_is_light_with_the_login(built: Path) -> None:
    """Pages with charts pay for those on top; no other page brings them."""
    manifest = json.loads((built / "manifest.json").read_text("utf-8"))
    pages = [name for name, part in manifest.items() if part.get("isDynamicEntry")]
    (login,) = (name for name in pages if name.endswith("/SignInPage.vue"))
    sizes = {}
    for page in (name for name in pages if name.endswith("Page.vue")):
        files = needed_files(manifest, "index.html", login, page)
        plain = [name for name in files if b"zrender" not in (built / name).read_bytes()]
        sizes[page] = sum(_sent(built / name) for name in plain)
    assert sizes
    assert {page: size for page, size in sizes.items() if size > _FIRST_AT_A_DESK} == {}


def test_a_part_is_counted_once() -> None:
    parts = {
        "a": {"file": "a.js", "css": ["a.css"], "imports": ["c"]},
        "b": {"file": "b.js", "imports": ["c", "a"]},
        "c": {"file": "c.js"},
        "d": {"file": "d.js"},
    }
    assert needed_files(parts, "a", "b") == {"a.js", "a.css", "b.js", "c.js"}
