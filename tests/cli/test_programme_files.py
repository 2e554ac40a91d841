"""`programme check`, `new` and `publish`, as a clerk and an operator type them."""

from pathlib import Path
from shutil import copytree

import pytest

from config.files import PROGRAMMES, TEMPLATE
from server.cli.blanks import MARK
from tests.cli.terminal import owners_environment, programme
from tests.world.application import World
from tests.world.runs import PROJECT

MINIMAL = PROJECT / "tests" / "programmes" / "minimal"
YEAR = "2031"


def city(root: Path, code: str, *, old: str = "", new: str = "") -> Path:
    """The smallest programme under that code, with one word replaced in both files."""
    folder = root / code
    folder.mkdir(parents=True, exist_ok=True)
    for source, name in (("policy.toml", "policy.toml"), ("edition.toml", f"{YEAR}.toml")):
        text = (MINIMAL / source).read_text("utf-8").replace('"sample"', f'"{code}"')
        text = text.replace("2026", YEAR)
        (folder / name).write_text(text.replace(old, new) if old else text, "utf-8")
    return folder


async def test_a_clerk_reads_what_a_file_says(tmp_path: Path) -> None:
    folder = city(tmp_path, "tiny")
    said = await programme("check", folder / f"{YEAR}.toml")
    assert (said.status, said.err) == (0, "")
    for words in (
        "条件（全部满足方可申报）",
        "从业人数须不少于 20 人；偏远：从业人数须不少于 10 人",
        "营业执照（必交）（三）",
        "政府承担：40%（假定）",
        "1. 审核（第三方机构）（五）",
        "资金池 main（总额）：预算 10 元",
        "通知没有写明、由年度文件假定的内容",
        "检查通过",
    ):
        assert words in said.out
    whole = await programme("check", folder / "policy.toml")
    assert (whole.status, whole.out) == (0, said.out)


async def test_every_mistake_is_told_and_the_exit_status_is_not_zero(tmp_path: Path) -> None:
    folder = city(tmp_path, "tiny", old="value = 20\n", new='value = "二十"\n')
    good = city(tmp_path, "other")
    said = await programme("check", folder / f"{YEAR}.toml", good, own_process=True)
    assert said.status == 1
    assert "tiny/policy.toml · tracks.grant.conditions[0].value" in said.err
    assert "写的是 '二十'" in said.err
    assert f"other/{YEAR}.toml：检查通过" in said.out
    nothing = await programme("check", tmp_path / "nowhere.toml")
    assert (nothing.status, "没有这个文件" in nothing.err) == (2, True)


async def test_a_folder_bears_the_name_of_its_code(tmp_path: Path) -> None:
    said = await programme("check", city(tmp_path, "tiny").rename(tmp_path / "copy-of-tiny"))
    assert said.status == 1
    assert "copy-of-tiny/policy.toml · policy.code：写的是 tiny" in said.err


async def test_two_files_do_not_stand_for_one_year(tmp_path: Path) -> None:
    folder = city(tmp_path, "tiny")
    (folder / "again.toml").write_text((folder / f"{YEAR}.toml").read_text("utf-8"), "utf-8")
    said = await programme("check", folder)
    assert said.status == 1
    assert f"tiny/again.toml · edition.year：写的是 tiny-{YEAR}" in said.err


@pytest.mark.parametrize("folder", sorted(PROGRAMMES.glob("*/policy.toml")), ids=str)
async def test_the_shipped_files_are_good(folder: Path) -> None:
    assert (await programme("check", folder)).status == 0


async def test_a_file_of_platforms_stands_for_the_demonstration_that_it_belongs_to() -> None:
    folder = PROGRAMMES / "sh-shuangtui"
    alone = await programme("check", folder / "demo_platforms.toml")
    assert (alone.status, alone.err) == (0, "")
    named = await programme("check", *sorted(folder.glob("*.toml")))
    assert (named.status, named.err) == (0, "")
    for file in ("2019.toml", "demo.toml"):
        assert named.out.count(f"sh-shuangtui/{file}：检查通过") == 1


async def test_letters_that_firms_sign_are_no_edition_and_are_checked_too(tmp_path: Path) -> None:
    folder = copytree(PROGRAMMES / "cq-info-platform", tmp_path / "cq-info-platform")
    file = folder / "letters.toml"
    said = await programme("check", file)
    assert (said.status, said.err) == (0, "")
    assert "cq-info-platform/letters.toml：检查通过" in said.out
    file.write_text(file.read_text("utf-8").replace("{year}", "{nobody}", 1), "utf-8")
    said = await programme("check", folder)
    assert said.status == 1
    assert "cq-info-platform/letters.toml" in said.err


async def test_a_new_city_is_started_from_a_template_that_compiles(tmp_path: Path) -> None:
    said = await programme("new", "my-city", "--into", tmp_path)
    assert said.status == 0
    left = sum(
        MARK in line and not line.lstrip().startswith("#")
        for file in TEMPLATE.glob("*.toml")
        for line in file.read_text("utf-8").splitlines()
    )
    assert said.out.count(MARK) >= left > 15
    checked = await programme("check", tmp_path / "my-city")
    assert (checked.status, checked.err) == (0, "")
    assert "还没有填写：my-city/policy.toml" in checked.out
    again = await programme("new", "my-city", "--into", tmp_path)
    assert (again.status, "已经存在" in again.out) == (1, True)
    assert (await programme("new", "我的城市", "--into", tmp_path)).status == 1


async def test_one_broken_city_leaves_the_others_running(world: World, tmp_path: Path) -> None:
    given = owners_environment(world)
    for code in ("alpha", "beta", "gamma"):
        city(tmp_path, code)
    first = await programme("publish", "--programmes", tmp_path, given=given)
    assert (first.status, first.err) == (0, ""), first
    # What was good yesterday is broken today; its neighbours on both sides change for good.
    city(tmp_path, "beta", old='op = ">="', new='op = "ungefähr"')
    for code in ("alpha", "gamma"):
        city(tmp_path, code, old="value = 20\n", new="value = 25\n")
    second = await programme("publish", "--programmes", tmp_path, given=given)
    assert second.status != 0
    assert "beta：没有发布，此前发布的版本继续有效" in second.err
    assert "beta/policy.toml · tracks.grant.conditions[0].op" in second.err
    for code in ("alpha", "gamma"):
        assert f"{code}-{YEAR} 已更新为第 2 版" in second.out
    assert second.out.count("须不少于 20 人") == second.out.count("须不少于 25 人") == 2
    versions = await world.fetch(
        "SELECT edition_id, max(number) AS number FROM rule_versions"
        " WHERE edition_id LIKE $1 GROUP BY 1 ORDER BY 1",
        f"%-{YEAR}",
    )
    assert [row["number"] for row in versions] == [2, 1, 2]
    world.ports.rendered.forget()
    shown = await world.anyone.get(f"/programmes/beta-{YEAR}")
    assert shown.ok()["tracks"][0]["code"] == "grant"


async def test_what_is_left_to_fill_in_is_not_published(world: World, tmp_path: Path) -> None:
    given = owners_environment(world)
    await programme("new", "unfinished", "--into", tmp_path)
    said = await programme("publish", "--programmes", tmp_path, given=given)
    assert said.status != 0
    assert "填写后再发布" in said.err
    rows = await world.fetch("SELECT 1 FROM programmes WHERE code = 'unfinished'")
    assert rows == []
