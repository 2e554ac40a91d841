"""How the clients' code is shaped: ceilings, who imports whom, and what never stands in it."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

import pytest

from tests.clients.shape import (
    RULES,
    asks_the_host_outside,
    borrowed,
    borrowed_features,
    circles,
    fixes_a_style,
    folder_of,
    forgets_what_is_typed,
    named_after_nothing,
    says_not_what_it_is,
    sets_marks_of_one_language,
    speaks_one_language,
    speaks_outside_its_words,
    styled_from_outside,
    swallows,
    takes_anything,
    too_long,
    unlike_by_case_only,
)
from tests.clients.sources import CLIENTS, Source, sources_of

SOURCES = {client: sources_of(client) for client in ("miniprogram", "console")}
# Who is here and what stands around every page know each other, and are asked by all patterns.
_WHOLE: dict[str, set[str]] = {"miniprogram": set(), "console": {".", "frame", "session"}}
_of_each = pytest.mark.parametrize("client", SOURCES)


@_of_each
@pytest.mark.parametrize("rule", RULES, ids=[rule.__name__ for rule in RULES])
def test_a_rule_of_files(rule: Callable[[Source], Iterator[str]], client: str) -> None:
    found = [f"{source.name}: {problem}" for source in SOURCES[client] for problem in rule(source)]
    assert found == [], "\n".join(found)


def test_marks_are_of_the_language_that_is_read() -> None:
    found = [
        f"{source.name}: {problem}"
        for source in SOURCES["console"]
        for problem in sets_marks_of_one_language(source)
    ]
    assert found == []


def _page_folders() -> set[str]:
    """Where the pages of `pages.json` lie."""
    code = (CLIENTS / "miniprogram" / "src" / "pages.json").read_text("utf-8")
    told = json.loads(re.sub(r"^\s*//.*$", "", code, flags=re.MULTILINE))
    packages = [{"root": "", "pages": told["pages"]}, *told.get("subPackages", [])]
    paths = [
        f"{one['root']}/{page['path']}".strip("/") for one in packages for page in one["pages"]
    ]
    return {str(PurePosixPath(path).parent) for path in paths}


def test_a_page_lends_nothing() -> None:
    """What two need moves to the folder of its subject, beside `pages`."""
    assert borrowed(SOURCES["miniprogram"], _page_folders()) == []


def test_a_feature_lends_nothing() -> None:
    """What two need moves to the folder of its subject, beside `features`; only the application, at
    the root of `src`, collects them."""
    assert borrowed_features(SOURCES["console"]) == []


@_of_each
def test_folders_import_in_one_direction(client: str) -> None:
    judged = [source for source in SOURCES[client] if source.folder not in _WHOLE[client]]
    assert circles(judged) == []
    below = {"words": set[str](), "api": {"words"}}
    for source in SOURCES[client]:
        if source.folder in below:
            used = {folder_of(name) for name in source.imports} - {source.folder}
            assert used <= below[source.folder], source.name


@_of_each
def test_names_differ_by_more_than_case(client: str) -> None:
    assert unlike_by_case_only(SOURCES[client]) == []


@_of_each
def test_a_class_is_of_one_component(client: str) -> None:
    assert styled_from_outside(SOURCES[client]) == []


_LONG = "\n".join(["export function act() {", *["  go()"] * 40, "}", ""])
_WRONG = {
    too_long: Source("a.ts", f"// What it is.\n{_LONG}"),
    says_not_what_it_is: Source("a.ts", "import { b } from './b'\n"),
    named_after_nothing: Source("utils/money.ts", "// What it is.\n"),
    takes_anything: Source("a.ts", "// What it is.\nconst b = c as any\n"),
    swallows: Source("a.ts", "// Why.\ntry { go() } catch (error) {\n  // never mind\n}\n"),
    fixes_a_style: Source("a.vue", '<template>\n  <view style="x" />\n</template>\n'),
    asks_the_host_outside: Source("a.ts", "// What it is.\n// #ifdef H5\n"),
    forgets_what_is_typed: Source(
        "a.vue",
        "<script setup>\nuseForm({\n  keep: `a:1`,\n})\n</script>\n<template>\n  <b />\n</template>\n",
    ),
    speaks_outside_its_words: Source("a.vue", "<template>\n  <view>你好</view>\n</template>\n"),
    speaks_one_language: Source(
        "words.ts", "inBoth(\n  {\n    a: '好',\n  },\n  {\n    a: '好',\n  },\n)"
    ),
}


@pytest.mark.parametrize("rule", RULES, ids=[rule.__name__ for rule in RULES])
def test_a_rule_finds_what_it_is_for(rule: Callable[[Source], Iterator[str]]) -> None:
    assert list(rule(_WRONG[rule])) != []


def test_marks_are_found_in_a_template() -> None:
    wrong = Source("a.vue", "<template>\n  <p>{{ a }}（{{ b }}）</p>\n</template>\n")
    assert list(sets_marks_of_one_language(wrong)) != []


def test_names_alike_but_for_case_are_found() -> None:
    pair = [Source("pages/PathSteps.vue", ""), Source("pages/pathSteps.ts", "")]
    assert len(unlike_by_case_only(pair)) == 2


def test_a_style_of_another_component_is_found() -> None:
    child = (
        '<template>\n  <b class="b" :class="kind" />\n</template>\n<style>\n.text {}\n</style>\n'
    )
    parent = "<template>\n  <a><TapButton /></a>\n</template>\n<style>\n.text {}\n</style>\n"
    pair = [Source("ui/TapButton.vue", child), Source("frame/Sheet.vue", parent)]
    assert styled_from_outside(pair) == ["frame/Sheet.vue styles .text of TapButton"]


def test_borrowing_and_circles_are_found() -> None:
    lent = [
        Source("pages/home/home.vue", "<script>\nimport { a } from '@/pages/me/me'\n</script>\n"),
        Source("pages/me/me.ts", "import b from '../home/b'\n"),
    ]
    assert len(borrowed(lent, {"pages/home", "pages/me"})) == 2
    assert len(circles(lent)) == 1
    features = [
        Source("features/reviews/a.ts", "import b from '@/features/notices/b'\n"),
        Source("features/reviews/c.ts", "import a from './a'\n"),
        Source("frame/menu.ts", "import b from '@/features/notices/routes'\n"),
        Source("main.ts", "import b from '@/features/notices/routes'\n"),
    ]
    assert [said.split()[0] for said in borrowed_features(features)] == [
        "features/reviews/a.ts",
        "frame/menu.ts",
    ]


def test_functions_and_props_are_counted() -> None:
    props, act = "defineProps<{ a: string; b?: () => void }>()", "const c = () => {\n  d()\n}"
    source = Source("a.vue", f"<script setup>\n{props}\n{act}\n</script>\n")
    assert source.props() == 2
    assert list(source.functions()) == [("const c = () => {", 3)]
