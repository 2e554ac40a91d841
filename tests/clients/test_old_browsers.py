"""The console is built for the forks of Chromium in offices, years behind: nothing in it is newer."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.clients.needed import missing
from tests.clients.sources import CLIENTS

BUILT = CLIENTS / "console" / "dist" / "assets"
NODE = CLIENTS.parent / ".venv/bin/node"
ACORN = CLIENTS / "miniprogram/node_modules/acorn"
# Those who read the API's description write programs; its viewer comes as it is.
_NOT_OF_A_DESK = "docs-"
# Each is asked for before it is used.
_ASKED_FOR = {
    ("startViewTransition", "startViewTransition`in document&&document.startViewTransition("),
    ("Intl.Segmenter", "Segmenter`in Intl){let "),
}
# What Chromium learned after 86 and drops a whole rule or declaration for; what only adorns
# (accent-color, scrollbar-gutter) may be missing.
_NEWER_STYLE = {
    "nesting": r"[{};]\s*&",
    ":has()": r":has\(",
    ":where()": r":where\(",
    "container": r"@container|[;{]container(?:-\w+)?:",
    "@layer": r"@layer",
    "color": r"(?:color-mix|light-dark|oklch|oklab|lch|lab|hwb)\(",
    "units": r"[\d.](?:[dsl]v[hwib]|cq[whib])\b",
    "inset": r"[;{]inset(?:-\w+)*:",
    "aspect-ratio": r"[;{]aspect-ratio:",
    "overflow: clip": r"[;{]overflow(?:-[xy])?:clip",
    "transforms": r"[;{](?:translate|rotate|scale):",
    "range": r"@(?:media|container)[^{]*[<>]",
    "subgrid": r"subgrid",
}


def newer_in(*scripts: Path) -> dict[str, list[str]]:
    if not ACORN.is_dir():
        missing("the mini-program's tools are not here: `make clients`")
    ran = subprocess.run(  # noqa: S603
        [NODE, Path(__file__).with_name("newer.mjs"), *scripts],
        check=True,
        capture_output=True,
        timeout=60,
    )
    found: dict[str, list[str]] = json.loads(ran.stdout)
    return found


def newer_style(text: str) -> list[str]:
    found = [name for name, pattern in _NEWER_STYLE.items() if re.search(pattern, text)]
    # The builder writes each such rule twice; the older spelling is the fallback.
    if text.count(":is(") > text.count(":-webkit-any("):
        found.append(":is()")
    return found


@pytest.fixture(scope="module")
def built() -> list[Path]:
    files = [file for file in BUILT.glob("*.*") if not file.name.startswith(_NOT_OF_A_DESK)]
    if not files:
        missing("the console is not built: `make console`")
    return files


def _asked_for(said: str) -> bool:
    return any(said.startswith(f"{name} …") and how in said for name, how in _ASKED_FOR)


def test_the_target_is_what_is_looked_for() -> None:
    assert "'chrome86'" in (CLIENTS / "console" / "vite.config.ts").read_text("utf-8")


def test_no_script_is_newer(built: list[Path]) -> None:
    found = newer_in(*(file for file in built if file.suffix == ".js"))
    left = {name: [one for one in said if not _asked_for(one)] for name, said in found.items()}
    assert {name: said for name, said in left.items() if said} == {}


def test_no_style_is_newer(built: list[Path]) -> None:
    texts = {file.name: file.read_text("utf-8") for file in built if file.suffix == ".css"}
    found = {name: newer_style(text) for name, text in texts.items()}
    assert {name: said for name, said in found.items() if said} == {}


def test_what_is_newer_is_found(tmp_path: Path) -> None:
    newer = {
        "class A { b = 1 }": "Unexpected token",
        "a.at(-1)": "at",
        "Object.hasOwn(a, 'b')": "Object.hasOwn",
        "a = structuredClone(b)": "structuredClone",
        "fetch('/', { signal: AbortSignal.timeout(5) })": "AbortSignal.timeout",
    }
    older = "a.at = 1; b = { structuredClone: 1 }; c.structuredClone; d ||= e?.f ?? 1_000n"
    own = "a = { toSorted(b) { return this.all().toSorted(b) } }"
    for at, text in enumerate([*newer, older, own]):
        (tmp_path / f"{at}.js").write_text(text, "utf-8")
    found = newer_in(*sorted(tmp_path.iterdir()))
    said = {name: one.partition(" (")[0].partition(" …")[0] for name, (one,) in found.items()}
    assert said == {f"{at}.js": name for at, name in enumerate(newer.values())}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a{color:red;& b{color:blue}}", "nesting"),
        ("a:has(b){}", ":has()"),
        ("a{height:100dvh}", "units"),
        ("a{color:color-mix(in srgb,red,blue)}", "color"),
        ("@container (width>1px){}", "container"),
        ("a{inset:0}", "inset"),
        ("@media (width>=1px){}", "range"),
        (":is(a,b){}", ":is()"),
    ],
)
def test_a_newer_style_is_found(text: str, name: str) -> None:
    assert name in newer_style(text)
    assert newer_style("a:-webkit-any(b,c){top:0}a:is(b,c){top:0}@media (min-width:1px){}") == []
