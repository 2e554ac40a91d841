"""Handing in: a place in the line, and a receipt that proves it without this server."""

import json
import secrets

from server.edge.receipts import ReceiptInvalid, verify_receipt
from standalone.story.broken import StoryBroken
from standalone.story.expecting import expect, expect_true
from standalone.story.figures import read_figures
from standalone.story.scene import DemoApplicant, Scene
from standalone.story.telling import yuan


async def submit(scene: Scene, applicant: DemoApplicant) -> None:
    """Submit once and once more; the money is counted once."""
    before, key = await read_figures(scene), secrets.token_hex(8)
    scene.telling.note(f"提交前：{before}")
    path = f"{applicant.path}/submit"
    applicant.application = (await applicant.caller.post(path, key=key)).ok()
    application, queue = applicant.application, applicant.application["queue"]
    expect("提交之后", ("in_review", "endorse"), (application["status"], application["stage"]))
    expect("补贴与估算一致", scene.plan["government_fen"], application["award_fen"])
    expect("额度状态", "funded", queue["state"])
    expect_true("有排队位置", queue["position"] >= 1, queue)
    after = await read_figures(scene)
    award_fen = application["award_fen"]
    expected = before.moved(funded_fen=award_fen, remaining_fen=-award_fen, funded=1)
    expect("额度只变了这一笔", expected, after)
    scene.telling.note(f"提交后：{after}")
    scene.telling.step(f"提交成功：补贴 {yuan(award_fen)}，暂列额度内，排第 {queue['position']} 位")
    again = (await applicant.caller.post(path, key=key)).ok()
    expect("重发没有改变什么", application["version"], again["version"])
    expect("重发没有多占额度", after, await read_figures(scene))
    scene.telling.step("同一提交重发一次：状态不变，额度不多占")


async def check_receipt(scene: Scene, applicant: DemoApplicant) -> None:
    """The receipt against the published keys, as anybody could offline; a changed one fails."""
    keys = json.dumps((await scene.anyone.get("/receipt-keys")).ok())
    token = applicant.application["receipt"]
    try:
        payload = verify_receipt(token, keys)
    except ReceiptInvalid as wrong:
        raise StoryBroken(f"回执验签：{wrong}") from wrong
    application = applicant.application
    expect("回执里的编号", application["number"], payload["number"])
    expect("回执里的金额", application["award_fen"], payload["amount_fen"])
    hashes = sorted(paper["sha256"] for paper in application["evidence"])
    expect("回执里的材料", hashes, sorted(one["sha256"] for one in payload["evidence"]))
    head, body, signature = token.split(".")
    forged = f"{head}.{body[:-2]}{'AA' if body[-2:] != 'AA' else 'BB'}.{signature}"
    try:
        verify_receipt(forged, keys)
    except ReceiptInvalid:
        scene.telling.step("回执离线验签通过（编号、金额、材料指纹）；改动一处即验不过")
        return
    raise StoryBroken("改动过的回执竟然验签通过")
