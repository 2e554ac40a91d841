"""The payout: gathered per payee, exported for the treasury, confirmed, and the firm is told."""

import io
import secrets
from datetime import datetime
from typing import Any

from python_calamine import CalamineWorkbook

from server.clock import SHANGHAI
from standalone.story.expecting import expect, expect_true
from standalone.story.figures import read_figures
from standalone.story.messages import be_told
from standalone.story.scene import TRACK, DemoApplicant, Scene
from standalone.story.telling import yuan

_AMOUNT = 5
"""The column of the amount in yuan, on both sheets."""


async def pay(scene: Scene, applicant: DemoApplicant) -> None:
    """From payable to paid."""
    scene.telling.chapter("拨付")
    before = await read_figures(scene)
    payout = await _gather(scene, applicant)
    await _export(scene, applicant, payout)
    await _confirm(scene, payout)
    application = await applicant.look()
    expect("已拨付", ("paid", "locked"), (application["status"], application["queue"]["state"]))
    expect("已拨付的钱仍占额度", before, await read_figures(scene))
    amount = yuan(application["award_fen"]).replace(",", "")
    await be_told(scene, applicant, "application.paid", says=amount)


async def _gather(scene: Scene, applicant: DemoApplicant) -> dict[str, Any]:
    authority = await scene.as_staff("authority")
    given = {"edition": scene.code, "track": TRACK, "platform_id": scene.platform["id"]}
    payout: dict[str, Any] = (await authority.post("/payouts", given)).ok(201)
    (line,) = payout["lines"]
    amounts = {one["number"]: one["amount_fen"] for one in line["applications"]}
    number = applicant.application["number"]
    expect("这一笔的金额", applicant.application["award_fen"], amounts.get(number))
    expect("一笔一笔加起来", sum(amounts.values()), line["amount_fen"])
    expect("合计", line["amount_fen"], payout["total_fen"])
    (await authority.post("/payouts", given)).refused(409, "nothing_payable")
    scene.telling.step(
        f"拨付单：{line['payee']} {len(amounts)} 笔共 {yuan(payout['total_fen'])}；同一笔不会列两次"
    )
    return payout


async def _export(scene: Scene, applicant: DemoApplicant, payout: dict[str, Any]) -> None:
    """What the treasury will read in the file is what the payout says, to the fen."""
    authority = await scene.as_staff("authority")
    answer = await authority.get(f"/payouts/{payout['id']}/export")
    answer.ok()
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.raw))
    for sheet in ("拨付汇总", "申请明细"):
        rows = book.get_sheet_by_name(sheet).to_python()
        total = next(row for row in rows if row[0] == "合计")
        expect(f"{sheet}的合计", payout["total_fen"], round(float(str(total[_AMOUNT])) * 100))
    firms = {str(row[3]) for row in rows}
    expect_true("明细里有这家企业", applicant.firm["name"] in firms, firms)
    scene.telling.step(f"导出 .xlsx（{len(answer.raw):,} 字节），两张表的合计都与拨付单一致")


async def _confirm(scene: Scene, payout: dict[str, Any]) -> None:
    authority = await scene.as_staff("authority")
    path = f"/payouts/{payout['id']}/confirm"
    voucher_no = f"YS{secrets.token_hex(4).upper()}"
    paid_on = datetime.now(SHANGHAI).date().isoformat()
    given = {"paid_on": paid_on, "voucher_no": voucher_no}
    confirmed = (await authority.post(path, given)).ok()
    expect("拨付单", ("confirmed", voucher_no), (confirmed["state"], confirmed["voucher_no"]))
    expect("每一行都已付", {"paid"}, {line["state"] for line in confirmed["lines"]})
    scene.telling.step(f"国库凭证 {voucher_no}，{paid_on} 付讫")
