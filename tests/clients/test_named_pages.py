"""What the server counts on in the mini-program: pages that messages and codes open, taps that ask."""

import json
import re
import tomllib
from typing import Any

from config.files import WECHAT
from models.rules.scenes import PAGES
from tests.world.runs import PROJECT

MINIPROGRAM = PROJECT / "clients" / "miniprogram"


def known() -> set[str]:
    """All pages, those of sub-packages under their root."""
    said: dict[str, Any] = json.loads((MINIPROGRAM / "src" / "pages.json").read_text("utf-8"))
    paths = [page["path"] for page in said["pages"]]
    for package in said.get("subPackages", []):
        paths += [f"{package['root']}/{page['path']}" for page in package["pages"]]
    assert len(paths) == len(set(paths))
    return set(paths)


def opened() -> set[str]:
    """What messages and digests name, without their parameters, and what codes lead to."""
    catalogue = tomllib.loads(WECHAT.read_text("utf-8"))
    forms = [*catalogue["message"].values(), *catalogue["digest"].values()]
    assert len(forms) > 10
    return {form["page"].partition("?")[0] for form in forms} | set(PAGES.values())


def test_what_messages_and_codes_open_is_there() -> None:
    assert sorted(opened() - known()) == []


def test_every_page_has_its_file() -> None:
    missing = [path for path in known() if not (MINIPROGRAM / "src" / f"{path}.vue").is_file()]
    assert missing == []


def test_every_moment_of_consent_is_asked_for_somewhere() -> None:
    moments = set(tomllib.loads(WECHAT.read_text("utf-8"))["moment"])
    asked: set[str] = set()
    for page in (MINIPROGRAM / "src").rglob("*.vue"):
        asked.update(re.findall(r"useConsent\('(\w+)'\)", page.read_text("utf-8")))
    assert asked == moments
