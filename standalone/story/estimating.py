"""Before signing: does my firm qualify, and for how much."""

from datetime import UTC, datetime, timedelta
from typing import Any

from standalone.story.expecting import expect, expect_true
from standalone.story.scene import TRACK, Scene
from standalone.story.telling import yuan


async def estimate(scene: Scene) -> None:
    """Cannot tell yet, not eligible, eligible: each with its conditions."""
    tell = scene.telling
    tell.chapter("签约前先估算")
    unknown = await _ask(scene, {})
    expect("没有填写时说不准", (None, None), (unknown["eligible"], unknown["award_fen"]))
    expect_true("说得出还缺哪些", bool(unknown["missing"]))
    tell.step(f"什么都没填：还说不准，缺 {len(unknown['missing'])} 项")
    refused = await _ask(scene, _facts(scene) | {"registered_city": "苏州市"})
    expect("外地企业不符合，补贴为 0", (False, 0), (refused["eligible"], refused["award_fen"]))
    (unmet,) = [condition for condition in refused["conditions"] if condition["met"] is False]
    expect_true("写明不符合哪一条", bool(unmet["cite"]), unmet)
    tell.step(f"外地企业：不符合，{unmet['message']}（通知 {unmet['cite']}）")
    eligible = await _ask(scene, _facts(scene))
    expect(
        "本市中小企业符合，金额与方案一致",
        (True, scene.plan["government_fen"], []),
        (eligible["eligible"], eligible["award_fen"], eligible["missing"]),
    )
    for step in eligible["steps"]:
        amount = "" if step["amount_fen"] is None else f" {yuan(step['amount_fen'])}"
        tell.note(step["text"] + amount)
    tell.step(f"本市中小企业：符合，可得 {yuan(eligible['award_fen'])}")


async def _ask(scene: Scene, facts: dict[str, Any]) -> dict[str, Any]:
    path = f"/programmes/{scene.code}/tracks/{TRACK}/estimate"
    answer: dict[str, Any] = (await scene.anyone.post(path, {"facts": facts})).ok()
    return answer


def _facts(scene: Scene) -> dict[str, Any]:
    now = datetime.now(UTC)
    return {
        "is_sme": True,
        "registered_city": "上海市",
        "newly_signed": True,
        "registered_for_use": True,
        "signed_at": (now - timedelta(days=3)).isoformat(),
        "paid_at": (now - timedelta(days=2)).isoformat(),
        "fee_fen": scene.plan["fee_fen"],
        "paid_fen": scene.plan["fee_fen"],
    }
