"""Afterwards the firm says how content it is, and everybody sees it with the platform's answer."""

from standalone.story.expecting import expect, expect_true
from standalone.story.scene import DemoApplicant, Scene

_WORDS = "上线很快，服务及时。"
_ANSWER = "谢谢您的认可。"


async def rate(scene: Scene, applicant: DemoApplicant) -> None:
    """Five stars and some words, answered by the platform."""
    scene.telling.chapter("评价平台")
    shown = f"/platforms/{scene.platform['id']}/ratings"
    before = (await scene.anyone.get(shown)).ok()["total"]
    expect_true("拨付后可以评价", "rate" in applicant.application["allowed"])
    given = {"stars": 5, "words": _WORDS}
    (await applicant.caller.put(f"{applicant.path}/rating", given)).ok()
    platform = await scene.as_staff("platform")
    answer = {"answer": _ANSWER}
    (await platform.put(f"/platform{applicant.path}/rating/answer", answer)).ok(204)
    ratings = (await scene.anyone.get(shown)).ok()
    latest = ratings["items"][0]
    expect("多了一条评价", before + 1, ratings["total"])
    expect(
        "评价和答复", (5, _WORDS, _ANSWER), tuple(latest[k] for k in ("stars", "words", "answer"))
    )
    scene.telling.step(
        f"五星“{_WORDS}”，平台答复“{_ANSWER}”；公开的平均分 {ratings['rating_tenths'] / 10}，"
        f"只计已核实的客户，共 {ratings['total']} 条"
    )
