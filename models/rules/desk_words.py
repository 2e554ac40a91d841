"""The codes of the start page, the work list and the figures, in words; steps are called as the step."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from models.rules.reasons import Text

DeskCode = Literal[
    "reviews",
    "to_declare",
    "to_score",
    "endorse",
    "mine",
    "came_back",
    "decided",
    "notices_due",
    "notices_running",
    "objections",
    "appeals",
    "disputes",
    "firms",
    "without_officer",
    "payees",
    "held_contents",
    "files_proposed",
    "payable",
    "payouts",
    "returned",
    "to_confirm",
    "refused",
    "batches_running",
    "batches_failed",
    "money_expected",
    "money_locked",
    "money_paid",
    "contents_held",
    "unread",
]
DeskSection = Literal["waiting", "mine", "changed", "running", "money"]
DeskList = Literal[
    "reviews",
    "notices",
    "objections",
    "appeals",
    "disputes",
    "firms",
    "without_officer",
    "payees",
    "held_contents",
    "file_proposals",
    "payouts",
    "clients",
    "batches",
    "plans",
    "notifications",
]

DESK_WORDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "reviews": Text("待审", "to review"),
        "to_declare": Text("待声明有无利益冲突", "to declare a conflict or none"),
        "to_score": Text("待评分", "to score"),
        "endorse": Text("待核对的客户", "clients to check"),
        "mine": Text("我领取的", "held by me"),
        "came_back": Text("补正后重新提交", "handed in again after a correction"),
        "decided": Text("我办结的", "decided by me"),
        "notices_due": Text("待公示", "to be put on public notice"),
        "notices_running": Text("公示中", "public notices running"),
        "objections": Text("待答复的异议", "objections to answer"),
        "appeals": Text("待决定的申诉", "appeals to decide"),
        "disputes": Text("待处理的企业争议", "disputes over firms to decide"),
        "firms": Text("待核实的企业", "firms to check"),
        "without_officer": Text("没有经办人的事项", "matters without an officer"),
        "payees": Text("待核实的收款账户", "accounts to check"),
        "held_contents": Text("待审核的内容", "texts and pictures to look at"),
        "files_proposed": Text("待发布的政策文件", "files of programmes to publish"),
        "payable": Text("待拨付", "to be paid out"),
        "payouts": Text("待确认的拨付", "payouts to confirm"),
        "returned": Text("退回待补正的客户", "clients sent back for correction"),
        "to_confirm": Text("待企业确认", "to be confirmed by the firm"),
        "refused": Text("企业否认的", "refused by the firm"),
        "batches_running": Text("正在导入的批次", "batches under way"),
        "batches_failed": Text("未完成的批次", "batches that stopped"),
        "money_expected": Text("审核中的资助", "awards under review"),
        "money_locked": Text("已审定待拨付", "decided, not paid yet"),
        "money_paid": Text("已拨付", "paid"),
        "contents_held": Text("审核中的文字和图片", "texts and pictures being looked at"),
        "unread": Text("未读消息", "unread messages"),
    }
)
DESK_CODE_WORDS: Final[Mapping[str, Mapping[str, Text]]] = MappingProxyType(
    {
        "desk": DESK_WORDS,
        "desk_list": {
            "reviews": Text("审核任务", "work list"),
            "notices": Text("公示", "public notices"),
            "objections": Text("异议", "objections"),
            "appeals": Text("申诉", "appeals"),
            "disputes": Text("企业争议", "disputes over firms"),
            "firms": Text("企业核实", "firms"),
            "without_officer": Text("没有经办人的事项", "matters without an officer"),
            "payees": Text("收款账户", "accounts"),
            "held_contents": Text("内容审核", "texts and pictures"),
            "file_proposals": Text("政策文件", "files of programmes"),
            "payouts": Text("拨付", "payouts"),
            "clients": Text("客户申请", "clients"),
            "batches": Text("批量导入", "batches"),
            "plans": Text("服务方案", "plans"),
            "notifications": Text("消息", "messages"),
        },
        "stats": {
            "day": Text("逐日", "by day"),
            "district": Text("按区", "by district"),
            "sector": Text("按行业", "by line of business"),
            "platform": Text("按平台", "by platform"),
            "track": Text("按申报方向", "by track"),
            "status": Text("按状态", "by status"),
        },
        "desk_section": {
            "waiting": Text("待办", "to do"),
            "mine": Text("我领取的", "held by me"),
            "changed": Text("新变化", "what changed"),
            "running": Text("进行中", "under way"),
            "money": Text("资金", "money"),
        },
        "desk_due": {
            "overdue": Text("已逾期", "overdue"),
            "soon": Text("三个工作日内到期", "due within three working days"),
        },
        "desk_sort": {
            "key": Text("排队顺序", "the line's order"),
            "due": Text("先到期在前", "first due first"),
            "amount": Text("金额大的在前", "largest first"),
            "handed_in": Text("先提交在前", "first handed in first"),
            "decided": Text("后办结在前", "last decided first"),
        },
    }
)
