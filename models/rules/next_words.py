"""Says what comes next, to whoever's turn it is and to those who wait for them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.lifecycle import Status
from models.rules.next_step import NextAct, NextStep
from models.rules.reasons import Text
from models.rules.wording import day_in_words

_YOURS: Final[Mapping[NextAct, Text]] = MappingProxyType(
    {
        "complete": Text(
            "还缺 {missing} 种材料，请补齐后提交", "{missing} kinds of paper are missing"
        ),
        "submit": Text("材料已齐，请核对内容后提交", "All papers are there; check, then submit"),
        "correct": Text(
            "已退回补正，请按要求改好后再次提交",
            "Sent back: correct what was asked for, then submit again",
        ),
        "confirm": Text(
            "平台替您提交了这份申请，请核对后确认或否认",
            "Your platform filed this for you; look at it, then confirm or refuse it",
        ),
        "endorse": Text(
            "请核对这份申请，选择推荐、退回补正或不推荐",
            "Check it, then endorse it, return it or do not endorse it",
        ),
        "preliminary": Text("请初审这份申请", "Yours to review"),
        "audit": Text("请审核这份申请", "Yours to audit"),
        "score": Text("请为这份申请评分", "Yours to score"),
        "publicity": Text("请办理公示", "Its public notice is yours"),
        "approve": Text("请审批这份申请", "Yours to approve"),
        "name_account": Text(
            "审批已通过，请填好收款账户，核实后才能拨付",
            "Approved; name your account, it is paid once that is verified",
        ),
        "pay": Text("请安排拨付", "Yours to pay out"),
        "decide_appeal": Text("请答复这份申诉", "The appeal is yours to decide"),
        "appeal": Text("未获通过；有异议可以申诉", "Not approved; you may appeal"),
    }
)
_OTHERS: Final[Mapping[NextAct, Text]] = MappingProxyType(
    {
        "wait_opening": Text("还没有开始申报，可以先填写", "Not open yet; you may fill it in"),
        "too_late": Text(
            "申报已截止，这份草稿不能再提交", "Applications have closed; this draft cannot be sent"
        ),
        "barred": Text(
            "企业有失信记录，解除以前不能提交；原因见核对结果",
            "A credit record bars the firm until it is lifted; the check says why",
        ),
        "complete": Text("企业正在填写，还没有提交", "The firm is filling it in"),
        "submit": Text("企业正在填写，还没有提交", "The firm is filling it in"),
        "correct": Text("等企业补正", "The firm is to correct it"),
        "confirm": Text("等企业确认", "The firm is to confirm it"),
        "endorse": Text("平台企业正在核对", "The platform is checking it"),
        "preliminary": Text("区级主管部门正在初审", "The district is reviewing it"),
        "audit": Text("第三方机构正在审核", "The third-party body is auditing it"),
        "score": Text("专家正在评审", "Experts are scoring it"),
        "publicity": Text("等主管部门发布公示", "The authority is to publish its notice"),
        "approve": Text("主管部门正在审批", "The authority is deciding on it"),
        "wait_funds": Text(
            "审核已通过，正在等额度，轮到时自动锁定", "Passed; waiting for money, locked in turn"
        ),
        "pay": Text("审批已通过，等财政拨付", "Approved; the treasury is to pay"),
        "appeal": Text("未获通过，企业可以申诉", "Not approved; the firm may appeal"),
        "decide_appeal": Text("已申诉，等主管部门答复", "Appealed; the authority is to answer"),
    }
)
_ACCOUNT_OF: Final[Mapping[str | None, Text]] = MappingProxyType(
    {
        "enterprise": Text(
            "审批已通过，等企业填好收款账户", "Approved; the firm is to name its account"
        ),
        "platform": Text(
            "审批已通过，等平台企业填好收款账户", "Approved; the platform is to name its account"
        ),
    }
)
_IN_NOTICE: Final = Text("正在公示", "In the public notice")
_ENDS: Final[Mapping[Status, Text]] = MappingProxyType(
    {
        "approved": Text("审核通过，已经办结", "Approved; all is done"),
        "paid": Text("补贴已拨付，全部办完", "Paid; all is done"),
        "withdrawn": Text("已撤回，不再办理", "Withdrawn"),
        "rejected": Text("未获通过，已经办结", "Not approved; closed"),
        "lapsed": Text("已逾期失效，不再办理", "Lapsed; closed"),
        "not_funded": Text(
            "本年度额度已用完，未获补贴", "This year's money is used up; not funded"
        ),
        "revoked": Text("补贴已撤销，原因见办理记录", "Revoked; its record says why"),
    }
)
_LAPSED: Final = Text("已逾期失效；有异议可以申诉", "Lapsed; you may appeal")
_CALM: Final = Text("，您暂时不用操作", "; nothing for you to do now")
_UNHURRIED: Final = frozenset({"wait_opening", "too_late", "barred", "none"})
_BY: Final[Mapping[bool, Text]] = MappingProxyType(
    {True: Text("，最迟 {day}", ", by {day}"), False: Text("，最迟 {day} 办结", ", due by {day}")}
)


def next_words(
    step: NextStep, status: Status, *, yours: bool, applicant: bool, missing: int = 0
) -> Text:
    """`yours`: it is the reader's turn; `applicant`: the reader applies, or acts for who does."""
    if step.act == "none":
        return _ENDS[status]
    text = _said(step, status, yours)
    if yours:
        text = Text(
            text.zh.replace("{missing}", str(missing)), text.en.replace("{missing}", str(missing))
        )
    if step.by is not None:
        day = _last_day(step)
        text = Text(
            text.zh + day.zh.replace("{day}", day_in_words(step.by)),
            text.en + day.en.replace("{day}", step.by.isoformat()),
        )
    if applicant and not yours and step.act not in _UNHURRIED:
        text = Text(text.zh + _CALM.zh, text.en + _CALM.en)
    return text


def _said(step: NextStep, status: Status, yours: bool) -> Text:
    if step.act == "appeal" and yours and status == "lapsed":
        return _LAPSED
    if yours and step.act in _YOURS:
        return _YOURS[step.act]
    if step.act == "publicity" and step.by is not None:
        return _IN_NOTICE
    return _ACCOUNT_OF[step.who] if step.act == "name_account" else _OTHERS[step.act]


def _last_day(step: NextStep) -> Text:
    if step.act == "publicity":
        return Text("，{day} 结束", ", until {day}")
    if step.act in ("correct", "confirm"):
        return Text("，最迟 {day}，逾期失效", ", by {day}, or it lapses")
    return _BY[step.who == "enterprise"]
