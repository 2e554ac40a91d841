"""Before any login: programmes, the money that is left, platforms, plans and their price."""

from typing import Any

from standalone.story.broken import StoryHindered
from standalone.story.expecting import expect, expect_true
from standalone.story.figures import read_figures
from standalone.story.premises import ANEW, not_open
from standalone.story.scene import TRACK, Scene
from standalone.story.telling import yuan


async def browse(scene: Scene) -> None:
    """Find the open edition, the demonstration's platform and a plan."""
    tell = scene.telling
    tell.chapter("浏览（不用登录）")
    await _find_edition(scene)
    tell.step(f"正在受理：{scene.edition['title']}（{scene.code}）")
    for condition in _track(scene)["conditions"]:
        expect_true(f"条件 {condition['id']} 写明条款", bool(condition["cite"]), condition)
    tell.step(f"条件 {len(_track(scene)['conditions'])} 条，每条都写明通知条款")
    tell.step(f"额度：{await read_figures(scene)}")
    listed = await _all_platforms(scene)
    tell.step(f"平台企业 {len(listed)} 家，逐页读完，没有重复")
    await _choose_plan(scene)
    await _search(scene, listed)
    _check_split(scene)


async def _find_edition(scene: Scene) -> None:
    own = await _own_editions(scene)
    items = (await scene.anyone.get("/programmes", limit=100)).ok()["items"]
    mine = [item for item in items if item["code"] in own]
    running = [item for item in mine if item["status"] in ("open", "exhausted")]
    if not running:
        raise not_open(mine[0] if mine else None)
    scene.edition = (await scene.anyone.get(f"/programmes/{running[0]['code']}")).ok()


async def _own_editions(scene: Scene) -> list[str]:
    """Editions in which the demonstration's platform sells for the story's track."""
    scene.platform = (await (await scene.as_staff("platform")).get("/platform")).ok()
    return [one["edition"] for one in scene.platform["participations"] if one["track"] == TRACK]


def _track(scene: Scene) -> dict[str, Any]:
    return next(track for track in scene.edition["tracks"] if track["code"] == TRACK)


async def _all_platforms(scene: Scene, **filters: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    cursor: dict[str, str] = {}
    while True:
        path = f"/programmes/{scene.code}/platforms"
        page = (await scene.anyone.get(path, limit=10, **filters, **cursor)).ok()
        for item in page["items"]:
            expect_true("每家平台只出现一次", item["id"] not in found, item["name"])
            found[item["id"]] = item
        if page["next_cursor"] is None:
            return found
        cursor = {"cursor": page["next_cursor"]}


async def _choose_plan(scene: Scene) -> None:
    path = f"/platforms/{scene.platform['id']}"
    scene.platform |= (await scene.anyone.get(path, edition=scene.code)).ok()
    if not scene.platform["plans"]:
        raise StoryHindered(f"{scene.platform['name']} 没有在售的方案了。{ANEW}")
    scene.plan = scene.platform["plans"][0]


async def _search(scene: Scene, listed: dict[str, dict[str, Any]]) -> None:
    own, tell = scene.platform, scene.telling
    words = scene.plan["title"].split("·")[-1][:4]
    by_text = await _all_platforms(scene, q=words)
    expect_true(f"按“{words}”找得到 {own['name']}", own["id"] in by_text)
    expect("没有的词找不到任何平台", {}, await _all_platforms(scene, q="紫薯火箭"))
    tell.step(f"按中文“{words}”找到 {len(by_text)} 家，其中有 {own['name']}")
    category = own["categories"][0]
    by_category = await _all_platforms(scene, category=category)
    expected = {key for key, item in listed.items() if category in item["categories"]}
    expect(f"类别 {category} 的平台", expected, set(by_category))
    by_district = await _all_platforms(scene, district=own["district"])
    expect_true(f"{own['district']}的平台里有它", own["id"] in by_district)
    tell.step(f"按类别找到 {len(by_category)} 家，按{own['district']}找到 {len(by_district)} 家")


def _check_split(scene: Scene) -> None:
    for plan in scene.platform["plans"]:
        parts = plan["government_fen"] + plan["platform_fen"] + plan["enterprise_fen"]
        expect(f"“{plan['title']}”三方之和等于费用", plan["fee_fen"], parts)
    plan = scene.plan
    scene.telling.step(
        f"“{plan['title']}”{yuan(plan['fee_fen'])} = 政府 {yuan(plan['government_fen'])}"
        f" + 平台 {yuan(plan['platform_fen'])} + 企业 {yuan(plan['enterprise_fen'])}"
    )
