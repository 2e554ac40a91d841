"""The words for codes that answers carry, as people are shown them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.lifecycle import StageKind, Status
from models.rules.reasons import Text

STATUS_WORDS: Final[Mapping[Status, Text]] = MappingProxyType(
    {
        "draft": Text("草稿", "draft"),
        "in_review": Text("审核中", "in review"),
        "returned": Text("待补正", "returned for corrections"),
        "approved": Text("审核通过", "approved"),
        "payable": Text("待拨付", "to be paid"),
        "paid": Text("已拨付", "paid"),
        "withdrawn": Text("已撤回", "withdrawn"),
        "rejected": Text("未予通过", "not approved"),
        "lapsed": Text("逾期失效", "lapsed"),
        "not_funded": Text("未获额度", "not funded"),
        "revoked": Text("已撤销", "revoked"),
    }
)
STAGE_WORDS: Final[Mapping[StageKind, Text]] = MappingProxyType(
    {
        "endorse": Text("平台核对", "endorsement"),
        "preliminary": Text("初审", "preliminary review"),
        "audit": Text("第三方审核", "audit"),
        "score": Text("专家评审", "scoring"),
        "publicity": Text("公示", "public notice"),
        "approve": Text("审批", "approval"),
        "payout": Text("拨付", "payment"),
    }
)
QUEUE_WORDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "none": Text("不在排队", "not in the line"),
        "pending": Text("位次确认中", "place being worked out"),
        "funded": Text("暂列额度内", "within the budget for now"),
        "waiting": Text("候补排队", "waiting in the line"),
        "locked": Text("已锁定额度", "locked"),
    }
)
_VERDICTS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "passed": Text("通过", "passed"),
        "returned": Text("退回补正", "returned"),
        "rejected": Text("不予通过", "rejected"),
    }
)
_EVENTS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "started": Text("新建申请", "started"),
        "edited": Text("修改申报信息", "particulars changed"),
        "evidence_added": Text("上传材料", "paper added"),
        "evidence_refused": Text("材料未通过检查", "paper refused"),
        "papers_expired": Text("材料保存期满，已删除", "papers were kept long enough, and deleted"),
        "evidence_removed": Text("删除材料", "paper removed"),
        "clients.listed": Text("提交新增用户清单", "list of clients handed in"),
        "submitted": Text("提交申请", "submitted"),
        "resubmitted": Text("补正后再次提交", "handed in again"),
        "corrections.answered": Text("答复补正事项", "corrections answered"),
        "confirmed": Text("企业本人确认", "confirmed by the firm"),
        "refused": Text("企业不认可平台代为提交的申请", "refused by the firm"),
        "correction_asked": Text("企业请平台更正", "correction asked for by the firm"),
        "withdrawn": Text("撤回申请", "withdrawn"),
        "lapsed": Text("逾期失效", "lapsed"),
        "not_funded": Text("未获额度", "not funded"),
        "locked": Text("锁定额度", "money locked"),
        "payable": Text("转入待拨付", "to be paid"),
        "paid": Text("已拨付", "paid"),
        "payout.gathered": Text("列入拨付", "gathered in a payout"),
        "payout.failed": Text("拨付未成功", "transfer failed"),
        "revoked": Text("撤销补贴", "revoked"),
        "restored": Text("申诉成立，恢复办理", "restored by appeal"),
        "overturned": Text("公示异议成立，不予通过", "overturned by an objection"),
        "recognised": Text("列入名单", "entered in the list"),
        "summary_taken": Text("年度工作总结已收", "summary taken"),
        "re_reviewed": Text("复核通过", "re-reviewed"),
        "district.moved": Text("转由其他区经办", "moved to another district"),
        "review.taken": Text("领取审核", "review taken"),
        "review.released": Text("放回审核", "review given back"),
        "review.declared": Text("专家声明利益冲突情况", "word on conflicts"),
        "review.scored": Text("专家评分", "scored"),
        "scoring.closed": Text("评分结束", "scoring closed"),
        "scoring.lined": Text("划定入选线", "line drawn"),
        "notice.published": Text("发布公示", "public notice"),
        "publicity.published": Text("列入公示", "in the public notice"),
        "authority.dates_corrected": Text("更正签约和交费时间", "dates corrected"),
        "appealed": Text("提出申诉", "appeal raised"),
        "appeal_paper_added": Text("为申诉附材料", "paper added to the appeal"),
        "appeal_paper_refused": Text("申诉材料未通过检查", "paper of the appeal refused"),
        "appeal_paper_removed": Text("撤回申诉材料", "paper of the appeal taken back"),
        "rated": Text("企业评价了平台", "platform rated"),
        "rating_answered": Text("平台答复了评价", "rating answered"),
        "appeal.upheld": Text("申诉成立", "appeal upheld"),
        "appeal.dismissed": Text("申诉未获支持", "appeal dismissed"),
    }
)
EVENT_WORDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        **_EVENTS,
        **{
            f"{stage}.{verdict}": Text(name.zh + said.zh, f"{name.en}: {said.en}")
            for stage, name in STAGE_WORDS.items()
            for verdict, said in _VERDICTS.items()
        },
    }
)
"""Events of a timeline."""
