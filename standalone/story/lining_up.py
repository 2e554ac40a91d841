"""Another firm that paid earlier goes ahead; when it withdraws, place and money are free again."""

from standalone.story.expecting import expect
from standalone.story.figures import read_figures
from standalone.story.filing import fill_in, hand_over, start
from standalone.story.scene import DemoApplicant, Scene
from standalone.story.submitting import submit
from standalone.story.telling import yuan


async def line_up(scene: Scene, first: DemoApplicant, second: DemoApplicant) -> None:
    """`second` paid before `first`, hands in after it, and withdraws."""
    tell = scene.telling
    tell.chapter("按签约交费先后排队")
    before, figures = await _position(first), await read_figures(scene)
    await start(scene, second)
    await fill_in(scene, second, paid_days_ago=20)
    await hand_over(scene, second)
    await submit(scene, second)
    expect("先交费的排在前面", before + 1, await _position(first))
    tell.step(f"第二家交费更早、提交更晚：排到前面，第一家从第 {before} 位变为第 {before + 1} 位")
    path = f"{second.path}/withdraw"
    second.application = (await second.caller.post(path, {"reason": "改用自有资金"})).ok()
    expect(
        "撤回之后",
        ("withdrawn", "none"),
        (second.application["status"], second.application["queue"]["state"]),
    )
    expect("第一家回到原来的位置", before, await _position(first))
    expect("撤回的钱全数放回", figures, await read_figures(scene))
    freed = second.application["award_fen"]
    tell.step(f"第二家撤回：放回 {yuan(freed)}，第一家回到第 {before} 位")
    (await second.caller.post(f"{second.path}/submit")).ok()
    expect("撤回后不能再提交", "withdrawn", (await second.look())["status"])


async def _position(applicant: DemoApplicant) -> int:
    queue = (await applicant.look())["queue"]
    expect("暂列额度内", "funded", queue["state"])
    return int(queue["position"])
