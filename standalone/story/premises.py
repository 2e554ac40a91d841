"""What the story builds on; where somebody has changed it, that is said, with the way out."""

import asyncio
from time import monotonic
from typing import Any

from standalone.story.broken import StoryHindered
from standalone.story.scene import Scene
from standalone.story.telling import yuan

_FIRMS = 2
"""Both firms of the story must stand within the money at the same time."""
_ROLES = ("platform", "auditor", "authority")
_PATIENCE_SECONDS = 15.0
_PARTS = {
    "database": "数据库",
    "redis": "排队服务",
    "storage": "文件存储",
    "jobs": "后台任务",
}
_STATUSES = {"upcoming": "还没有开始受理", "closed": "已经截止"}
ANEW = '也可以另起一套从头来：make run ARGS="--data 新目录"，再 make demo ARGS="--data 新目录"'


async def find_everybody(scene: Scene) -> None:
    """Everybody who acts in it can log in, and every part runs. Raises StoryHindered."""
    for role in _ROLES:
        await scene.as_staff(role)
    await scene.as_second_authority()
    deadline = monotonic() + _PATIENCE_SECONDS
    while down := await _parts_down(scene):
        if monotonic() > deadline:
            names = "、".join(_PARTS.get(name, name) for name in down)
            raise StoryHindered(f"{names}没有在运行。请看 make run 的终端，或数据目录里的 logs/")
        await asyncio.sleep(0.2)


async def _parts_down(scene: Scene) -> list[str]:
    parts = (await scene.health.get("/health/ready")).body["parts"]
    return [name for name, part in parts.items() if part["state"] != "up"]


def not_open(edition: dict[str, Any] | None) -> StoryHindered:
    """Why the demonstration's edition takes no application; None: its platform is in none."""
    if edition is None:
        return StoryHindered(f"演示平台企业不在任何年度的名单上，可能已退出或被移出。{ANEW}")
    code, status = edition["code"], edition["status"]
    return StoryHindered(
        f"{edition['title']}（{code}）{_STATUSES.get(status, status)}，演示要在受理期内才能申报。"
        f"请重新开放：.venv/bin/python -m server programme open {code}"
        f"（make run 时写了 --data 的，这里也写上）。{ANEW}"
    )


async def find_money(scene: Scene) -> None:
    """Both firms of the story fit into the pool. Raises StoryHindered."""
    pool = (await scene.anyone.get(f"/programmes/{scene.code}/quota")).ok()["pools"][0]
    need_fen = _FIRMS * scene.plan["government_fen"]
    taken = pool["locked"] + pool["funded"]
    places = pool["places"]
    short = pool["remaining_fen"] < need_fen
    full = places is not None and places - taken < _FIRMS
    if not (short or full or pool["waiting"]):
        return
    limit = "" if places is None else f"，名额 {places} 户，已占 {taken} 户"
    raise StoryHindered(
        f"{scene.code} 的额度不够演示用：演示要让 {_FIRMS} 家企业同时列在额度内，"
        f"需要 {yuan(need_fen)}，现在剩余 {yuan(pool['remaining_fen'])}"
        f"（预算 {yuan(pool['budget_fen'])}{limit}，候补 {pool['waiting']} 户）。"
        f"{_enlarge(scene, pool)}"
    )


def without_budget(scene: Scene, pool: dict[str, Any]) -> StoryHindered:
    """A pool that limits places alone: the story counts money."""
    return StoryHindered(
        f"{scene.code} 的额度改成了只限户数、不限金额，演示要核对金额。{_enlarge(scene, pool)}"
    )


def _enlarge(scene: Scene, pool: dict[str, Any]) -> str:
    path = f"/api/v1/programmes/{scene.code}/pools/{pool['pool']}"
    return (
        f"请用主管部门账号 {scene.accounts['authority'].username} 调大：PUT {path}，写明 budget_fen"
        f"（分）、places 和 reason（见 docs/operations.md 的“A running edition”）。{ANEW}"
    )
