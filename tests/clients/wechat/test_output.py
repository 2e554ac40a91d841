"""The WeChat output as it would be uploaded: whole, small, without eval, calling nobody but the API."""

import itertools
import json
import re
from pathlib import Path

from tests.clients.wechat.markup import chains
from tests.clients.wechat.output import MINIPROGRAM, Output, declared

PACKAGE_BYTES = 2 * 1024 * 1024
ALL_BYTES = 20 * 1024 * 1024
MAIN_BYTES = 400_000
_EVAL = re.compile(r"(?<![\w$.])(?:eval\s*\(|new Function\s*\(|Function\s*\(\s*['\"])")


def test_every_page_is_there_whole(output: Output) -> None:
    source = json.loads((MINIPROGRAM / "src" / "pages.json").read_text())
    named = [page["path"] for page in source["pages"]]
    for sub in source.get("subPackages", []):
        named += [f"{sub['root']}/{page['path']}" for page in sub["pages"]]

    assert output.pages == named
    missing = [
        f"{page}{ending}"
        for page in output.pages
        for ending in (".js", ".json", ".wxml")
        if not (output.root / f"{page}{ending}").exists()
    ]
    assert missing == []


def test_every_component_that_a_page_uses_is_there(output: Output) -> None:
    missing, used = [], 0
    for file in output.files(".json"):
        for name, place in json.loads(file.read_text()).get("usingComponents", {}).items():
            used += 1
            base = output.root if place.startswith("/") else file.parent
            found = Path(str((base / place.lstrip("/")).resolve()) + ".wxml")
            code = output.code.get(str(found.with_suffix(".js").relative_to(output.root)), "")
            # A script whose name differs by case alone can take the component's place.
            if not found.exists() or "createComponent(" not in code:
                missing.append(f"{file.relative_to(output.root)}: {name} at {place}")

    assert used > 10
    assert missing == []


def test_a_page_uses_no_component_of_another_package(output: Output) -> None:
    """WeChat lets a page use its own package and the main one; a foreign one is not loaded yet."""
    foreign = []
    for file in output.files(".json"):
        own = output.package_of(file)
        for place in json.loads(file.read_text()).get("usingComponents", {}).values():
            base = output.root if place.startswith("/") else file.parent
            package = output.package_of((base / place.lstrip("/")).resolve())
            if package not in ("", own):
                foreign.append(f"{file.relative_to(output.root)} uses {place}")

    assert foreign == []


def test_no_script_requires_another_package(output: Output) -> None:
    foreign = []
    for path, code in output.code.items():
        own = output.package_of(output.root / path)
        for wanted in re.findall(r"\brequire\(\"([^\"]+)\"\)", code):
            found = (output.root / path).parent.joinpath(wanted).resolve()
            assert found.exists(), f"{path} requires {wanted}"
            if output.package_of(found) not in ("", own):
                foreign.append(f"{path} requires {wanted}")

    assert foreign == []


def test_packages_are_small(output: Output) -> None:
    sizes = output.sizes()

    assert sizes[""] <= MAIN_BYTES, sizes
    assert {root: size for root, size in sizes.items() if size > PACKAGE_BYTES} == {}
    assert sum(sizes.values()) <= ALL_BYTES


def test_nothing_is_evaluated(output: Output) -> None:
    assert _EVAL.search("x=eval('1')")
    assert _EVAL.search('new Function("a")')
    found = {path: _EVAL.findall(code) for path, code in output.code.items()}

    assert {path: hits for path, hits in found.items() if hits} == {}


def test_it_can_call_the_api_and_nobody_else(output: Output) -> None:
    (own,) = output.addresses()

    assert own.startswith("https://")
    assert output.domains() == {"request": [own], "uploadFile": [own], "downloadFile": [own]}


def test_the_app_asks_wechat_for_lazy_code_and_the_privacy_gate(output: Output) -> None:
    assert output.app["lazyCodeLoading"] == "requiredComponents"
    assert output.app["__usePrivacyCheck__"] is True


def test_no_component_is_tapped_twice(output: Output) -> None:
    """WeChat's tap crosses components: whoever emits one of that name must stop the native one."""
    twice = []
    for file in output.files(".wxml"):
        using = json.loads(file.with_suffix(".json").read_text()).get("usingComponents", {})
        for tag in set(re.findall(r"<([\w-]+)[^>]*\sbindtap=", file.read_text())) & set(using):
            base = output.root if using[tag].startswith("/") else file.parent
            inside = Path(str((base / using[tag].lstrip("/")).resolve()) + ".wxml").read_text()
            if " bindtap=" in inside:
                twice.append(f"{file.relative_to(output.root)}: {tag}")

    assert twice == []


def test_the_privacy_guide_declares_what_is_used(output: Output) -> None:
    assert output.privacy_uses() == declared()


def test_branches_of_one_tag_say_what_they_show(output: Output) -> None:
    """WeChat may keep the node from one branch to the next: what has no properties keeps the other's."""
    assert chains('<a-b wx:if="{{a}}" u-p="{{p}}"><c/></a-b><a-b wx:else>x</a-b>') == [
        [("a-b", ' wx:if="{{a}}" u-p="{{p}}"'), ("a-b", " wx:else")]
    ]
    kept = [
        f"{path}: {tag}"
        for path, markup in output.markup.items()
        for chain in chains(markup)
        for (tag, one), (following, other) in itertools.pairwise(chain)
        if tag == following and "-" in tag and (" u-p=" in one) != (" u-p=" in other)
    ]

    assert kept == []
