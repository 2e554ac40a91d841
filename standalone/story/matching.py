"""Which policies fit my firm: one question to every open track of every city."""

from standalone.story.expecting import expect_true
from standalone.story.scene import TRACK, DemoApplicant, Scene


async def find_matches(scene: Scene, applicant: DemoApplicant) -> None:
    """The story's track is among them, with what is still to be asked."""
    path = f"/enterprises/{applicant.firm['id']}/matches"
    items = (await applicant.caller.get(path)).ok()["items"]
    own = next(one for one in items if (one["edition"], one["track"]) == (scene.code, TRACK))
    expect_true("本市的事项还说不准时，问得出要回答什么", bool(own["questions"]), own)
    told = [one["eligible"] for one in items]
    scene.telling.step(
        f"按已知的企业情况匹配 {len(items)} 个正在申报的事项：符合 {told.count(True)} 个，"
        f"不符合 {told.count(False)} 个，再答几项才知道 {told.count(None)} 个"
    )
    asked = "、".join(question["label"] for question in own["questions"])
    scene.telling.note(f"{own['title']}：先答 {asked}")
