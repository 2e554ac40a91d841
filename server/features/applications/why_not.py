"""Says why an application cannot be handed in, changed or withdrawn now, and what can be done."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

import msgspec

from models.rules.lifecycle import ENDED
from models.rules.reasons import Text
from models.rules.wording import moment_in_words
from server.features.applications.refusals import NotEditable, NotWithdrawable
from server.features.programmes.window import Window
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx
from storage.postgres.credit_records import blocks_now

_RECORD = f"""
SELECT k.recorded_at, k.reason, k.blocks_until, o.name AS authority
  FROM credit_records k
  LEFT JOIN applications a ON a.id = k.application_id
  LEFT JOIN editions e ON e.code = a.edition_id
  LEFT JOIN programmes p ON p.code = e.programme_id
  LEFT JOIN organisations o ON o.id = p.authority_id
 WHERE {blocks_now("$1")}
 ORDER BY k.blocks_until DESC NULLS FIRST, k.recorded_at DESC LIMIT 1
"""
_UNDER_REVIEW = Text(
    "申请正在审核，现在不能修改；确需修改的，请联系审核人员退回补正，退回期间排队位置保留",
    "It is under review and cannot be changed; ask the reviewer to return it for correction, which"
    " keeps its place in the line",
)
_DECIDED = Text(
    "申请已审批，不能再修改；内容有误的，请带上受理编号联系主管部门",
    "It has been approved and cannot be changed; if something is wrong, tell the authority its number",
)
_OVER = Text(
    "申请已经结束，不能再修改；对处理结果有异议的可以申诉，需要的话可以另行新建申请",
    "It has ended and cannot be changed; you may appeal against its result, or start a new one",
)
_NOT_EDITABLE: Final[Mapping[str, Text]] = MappingProxyType(
    {"in_review": _UNDER_REVIEW, "approved": _DECIDED, "payable": _DECIDED, "paid": _DECIDED}
)
_NOT_WITHDRAWABLE: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "payable": Text(
            "补贴已安排拨付，不能自行撤回；不需要这笔补贴的，请带上受理编号联系主管部门",
            "Its payment is arranged; if you do not want the money, tell the authority its number",
        ),
        "paid": Text(
            "补贴已经拨付，不能撤回；需要退回补贴的，请带上受理编号联系主管部门",
            "It has been paid; to give the money back, tell the authority its number",
        ),
    }
)
_ENDED = Text("申请已经结束，不需要再撤回", "It has ended; there is nothing to withdraw")


class _Record(msgspec.Struct, frozen=True):
    """The record that bars the firm longest; `authority` is whose application it came of."""

    recorded_at: datetime
    reason: str
    blocks_until: datetime | None
    authority: str | None


def window_words(window: Window, now: datetime) -> Text:
    """From when to when one may apply, and what now."""
    first, last = moment_in_words(window.opens_at), moment_in_words(window.closes_at)
    zh, en = f"申报时间为 {first.zh}至 {last.zh}", f"Applications are taken {first.en} to {last.en}"
    if window.status(now) == "upcoming":
        return Text(f"{zh}，现在还没有开始，请到时再来", f"{en}; please come back then")
    if window.closed_at is not None and window.closed_at < window.closes_at:
        early = moment_in_words(window.closed_at)
        zh, en = (
            f"{zh}，因主管部门提前结束，已于 {early.zh}截止",
            f"{en}; the authority ended it early, {early.en}",
        )
    else:
        zh, en = f"{zh}，现已截止", f"{en}; that is over"
    return Text(
        f"{zh}。下一年度开放申报后会在首页公布",
        f"{en}. The next one will be shown on the home page",
    )


async def credit_words(tx: Tx, uscc: str) -> Text:
    """Which record bars the firm, until when, and whom to ask."""
    found = await find_row(_Record, _RECORD, uscc, tx=tx)
    if found is None:
        return Text(
            "企业有失信记录，暂时不能申请；有疑问请联系主管部门",
            "The firm has a credit record and cannot apply for now; ask the authority",
        )
    noted = moment_in_words(found.recorded_at)
    until = moment_in_words(found.blocks_until) if found.blocks_until else None
    asked = found.authority or "作出记录的主管部门"
    return Text(
        f"企业有一条失信记录（{noted.zh}登记，原因：{found.reason}），"
        + (f"{until.zh}以前不能申请" if until else "解除以前不能申请")
        + f"；有异议或已经改正的，请联系{asked}",
        f"The firm has a credit record of {noted.en} ({found.reason}) and cannot apply "
        + (f"before {until.en}" if until else "until it is lifted")
        + f"; ask {found.authority or 'the authority that made it'}",
    )


def not_editable(status: str) -> NotEditable:
    """For an application that is neither a draft nor returned."""
    return NotEditable(_NOT_EDITABLE.get(status, _OVER))


def not_withdrawable(status: str) -> NotWithdrawable:
    """For an application whose status no longer lets the firm go back."""
    return NotWithdrawable(_ENDED if status in ENDED else _NOT_WITHDRAWABLE.get(status))
