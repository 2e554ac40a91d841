"""The words for the short codes of answers and parameters, by what they are codes of."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.acts import Act
from models.rules.batch_words import BATCH_WORDS
from models.rules.contents import CONTENT_KINDS, DOUBTS, HELD_STATES
from models.rules.desk_words import DESK_CODE_WORDS
from models.rules.next_step import NextAct
from models.rules.payment_words import PAYMENT_WORDS
from models.rules.programme_file_words import PROGRAMME_FILE_WORDS
from models.rules.reasons import Text

LETTER_WORDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "decision": Text("审核结果通知书", "Letter of decision"),
        "receipt": Text("申请提交回执", "Receipt of an application"),
    }
)
ACT_WORDS: Final[Mapping[Act, Text]] = MappingProxyType(
    {
        "edit": Text("修改内容", "edit"),
        "upload": Text("上传材料", "add papers"),
        "list_clients": Text("填写新增用户清单", "list the clients"),
        "answer": Text("填写补正说明", "answer the corrections"),
        "submit": Text("提交", "submit"),
        "withdraw": Text("撤回申请", "withdraw"),
        "confirm": Text("确认无误", "confirm"),
        "refuse": Text("否认", "refuse"),
        "ask_correction": Text("请平台更正", "ask the platform to correct it"),
        "appeal": Text("申诉", "appeal"),
        "rate": Text("评价平台", "rate the platform"),
        "endorse": Text("核对推荐", "endorse"),
        "take": Text("领取", "take"),
        "release": Text("放回", "give back"),
        "decide": Text("作出结论", "decide"),
        "declare": Text("声明利害关系", "declare on conflicts"),
        "score": Text("评分", "score"),
        "correct_dates": Text("更正签约和交费时间", "correct the dates"),
        "move_district": Text("转到其他区", "move to another district"),
        "revoke": Text("撤销", "revoke"),
        "decide_appeal": Text("答复申诉", "decide the appeal"),
    }
)
NEXT_WORDS: Final[Mapping[NextAct, Text]] = MappingProxyType(
    {
        "wait_opening": Text("等开始申报", "opens later"),
        "too_late": Text("申报已截止", "closed"),
        "barred": Text("有失信记录", "barred"),
        "complete": Text("补齐材料", "complete the papers"),
        "submit": Text("提交", "submit"),
        "correct": Text("补正", "correct"),
        "confirm": Text("企业确认", "confirm"),
        "endorse": Text("平台核对", "endorsement"),
        "preliminary": Text("初审", "preliminary review"),
        "audit": Text("第三方审核", "audit"),
        "score": Text("专家评审", "scoring"),
        "publicity": Text("公示", "public notice"),
        "approve": Text("审批", "approval"),
        "wait_funds": Text("等额度", "waits for money"),
        "name_account": Text("填写收款账户", "name an account"),
        "pay": Text("拨付", "payment"),
        "appeal": Text("可以申诉", "may be appealed"),
        "decide_appeal": Text("答复申诉", "decide the appeal"),
        "none": Text("已办结", "closed"),
    }
)
_VERDICT: Final = {
    "pass": Text("通过", "pass"),
    "return": Text("退回补正", "return"),
    "reject": Text("不予通过", "reject"),
}
_MATTER: Final = {
    "open": Text("处理中", "open"),
    "upheld": Text("成立", "upheld"),
    "dismissed": Text("不成立", "dismissed"),
}
OTHER_ROLE_WORDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "inspector": Text("督查人员", "inspector"),
        "admin": Text("账号管理员", "keeper of accounts"),
        "operator": Text("系统运营方", "operator of the system"),
        "system": Text("系统", "the system"),
        "public": Text("社会公众", "the public"),
    }
)
"""Who else may stand in a record, beside the roles that the path of a track names."""
_PAYEE: Final = {
    "unverified": Text("待核实", "to be checked"),
    "checked": Text("已核对，等第二人复核", "checked, a second person is to confirm"),
    "verified": Text("已核实", "verified"),
    "refused": Text("核实未通过", "refused"),
}
CODE_WORDS: Final[Mapping[str, Mapping[str, Text]]] = MappingProxyType(
    {
        "letter": LETTER_WORDS,
        "verdict": _VERDICT,
        "matter": _MATTER,
        "paper": {
            "checking": Text("检查中", "being checked"),
            "checked": Text("已通过检查", "checked"),
            "refused": Text("未通过检查", "refused"),
            "expired": Text("保存期满，已删除", "deleted after its time"),
        },
        "review_point": {
            "paper": Text("材料", "papers"),
            "particular": Text("填报内容", "as stated"),
            "fact": Text("申报条件", "conditions"),
            "clients": Text("客户清单", "clients"),
        },
        "firm": {
            "filed": Text("平台代为登记", "named by its platform"),
            "claimed": Text("已登记，待核实", "claimed"),
            "verified": Text("已核实", "verified"),
        },
        "member": {
            "owner": Text("负责人", "owner"),
            "staff": Text("代办人", "member"),
            "platform": Text("平台人员", "of the platform"),
        },
        "edition": {
            "upcoming": Text("未开始", "upcoming"),
            "open": Text("申报中", "open"),
            "closed": Text("已截止", "closed"),
            "exhausted": Text("额度已满，可排队候补", "used up; places in the line remain"),
        },
        "payee": _PAYEE,
        "payee_now": {
            "current": Text("账户未变", "still the account"),
            "changed": Text("账户已更换", "changed since"),
            "refused": _PAYEE["refused"],
            "unverified": _PAYEE["unverified"],
        },
        "payee_basis": {
            "bank_confirmation": Text("银行回函", "the bank's confirmation"),
            "test_transfer": Text("小额试转", "a test transfer"),
        },
        **PROGRAMME_FILE_WORDS,
        "payment": PAYMENT_WORDS,
        "payout": {
            "open": Text("待拨付", "open"),
            "confirmed": Text("已确认拨付", "confirmed"),
            "paid": Text("已拨付", "paid"),
            "failed": Text("拨付未成功", "failed"),
        },
        "held": {
            "payee_missing": Text("没有收款账户", "no account"),
            "payee_refused": Text("收款账户核实未通过", "account refused"),
            "payee_unverified": Text("收款账户待核实", "account to be checked"),
            "payee_differs": Text("户名与企业名称不一致", "account of another name"),
            "enterprise_unverified": Text("企业待核实", "firm to be checked"),
            "platform_unverified": Text("平台企业待核实", "platform's firm to be checked"),
        },
        "content": CONTENT_KINDS,
        "doubt": DOUBTS,
        "held_content": HELD_STATES,
        "notice": {
            "open": Text("公示中", "running"),
            "closed": Text("已结束", "closed"),
        },
        "office_notice": {
            "running": Text("公示中", "running"),
            "due": Text("期满待结束", "to be closed"),
            "closed": Text("已结束", "closed"),
        },
        "entry": {
            "standing": Text("公示中", "standing"),
            "passed": Text("公示无异议", "passed"),
            "overturned": Text("异议成立，不予通过", "overturned"),
            "withdrawn": Text("已撤回", "withdrawn"),
        },
        "recognition": {
            "valid": Text("有效", "valid"),
            "withdrawn": Text("已撤销", "withdrawn"),
        },
        "span": {
            "year": Text("当届有效", "for its year"),
            "standing": Text("撤销前一直有效", "until withdrawn"),
        },
        "review": {
            "open": Text("待审", "open"),
            "mine": Text("我领取的", "held by me"),
            "done": Text("已审", "decided"),
            "void": Text("作废", "void"),
        },
        **DESK_CODE_WORDS,
        "scoring": {
            "open": Text("评分中", "open"),
            "closed": Text("评分已截止", "closed"),
            "lined": Text("已划定入选线", "line drawn"),
        },
        "unheld": {
            "review": Text("审核", "a review"),
            "appeal": Text("申诉", "an appeal"),
            "dispute": Text("企业争议", "a dispute"),
            "enterprise": Text("待核实企业", "a firm to be checked"),
        },
        **BATCH_WORDS,
        "invoice_source": {
            "text": Text("文字识别", "its text"),
            "qr": Text("二维码", "its QR code"),
            "both": Text("文字和二维码一致", "text and QR code alike"),
        },
        "check": {
            "time": Text("申报时间", "time"),
            "credit": Text("信用记录", "credit records"),
            "particulars": Text("填写内容", "particulars"),
            "papers": Text("材料", "papers"),
            "eligibility": Text("申报条件", "conditions"),
            "corrections": Text("补正事项", "corrections"),
            "earlier": Text("重复申报", "earlier applications"),
            "clients": Text("新增用户清单", "list of clients"),
            "line": Text("额度", "money"),
            "account": Text("收款账户", "account"),
            "firm": Text("企业核实", "verification of the firm"),
        },
        "message": {
            "none": Text("仅站内信", "inbox only"),
            "queued": Text("待发送", "to be sent"),
            "sending": Text("发送中", "being sent"),
            "sent": Text("已发到微信", "sent to WeChat"),
            "refused": Text("微信未收，请看站内信", "not taken by WeChat; see the inbox"),
            "failed": Text("微信没有发成，请看站内信", "not sent; see the inbox"),
            "unknown": Text("是否发到微信不确定", "not known whether WeChat sent it"),
        },
        "phase": {"open": Text("在办", "going on"), "over": Text("已办结", "over")},
        "confirmation": {
            "waiting": Text("等企业确认", "waiting for the firm"),
            "confirmed": Text("企业已确认", "confirmed"),
            "refused": Text("企业已否认", "refused"),
        },
        "due": {
            "overdue": Text("已过期限", "overdue"),
            "soon": Text("七天内到期", "due within seven days"),
        },
        "sort": {
            "submitted": Text("最近提交", "last handed in"),
            "due": Text("先到期", "first due"),
            "amount": Text("金额从大到小", "largest amount"),
            "name": Text("企业名称", "by name"),
            "newest": Text("最近新建", "newest"),
            "updated": Text("最近变动", "last moved"),
            "listed": Text("默认顺序", "as listed"),
            "price": Text("补贴后价格从低到高", "lowest price after the subsidy"),
            "clients": Text("用户数从多到少", "most clients"),
            "rating": Text("评分从高到低", "best rated"),
        },
        "about_data": {
            "automated": Text("自动判断", "judged automatically"),
            "kept": Text("依法保留", "kept by law"),
            "erased": Text("会被删除", "erased"),
            "rights": Text("您的权利", "your rights"),
        },
        "platform_picture": {
            "logo": Text("标志", "logo"),
            "picture": Text("图片", "picture"),
        },
        "picture_state": {
            "waiting": Text("待审核", "waits for a look"),
            "shown": Text("已显示", "shown"),
            "refused": Text("未通过审核", "refused"),
        },
        "scene": {
            "platform": Text("平台", "platform"),
            "plan": Text("方案", "plan"),
            "programme": Text("政策", "programme"),
            "application": Text("申请", "application"),
        },
        "fact_source": {
            "declared": Text("在申报内容中填写", "stated on the application"),
            "particular": Text("在合同和付款中填写", "of contract and payment"),
            "firm": Text("取自企业登记信息", "from the firm's record"),
            "clients": Text("由新增用户清单得出", "from the list of clients"),
        },
        "options": {
            "districts": Text("区县", "districts"),
            "cities": Text("城市", "cities"),
            "sectors": Text("行业", "lines of business"),
            "region_classes": Text("区域档", "region classes"),
            "categories": Text("平台类别", "categories of platforms"),
            "labels": Text("代码的说法", "words for codes"),
        },
        "format": {"xlsx": Text("Excel 表格", "Excel"), "csv": Text("CSV 文本", "CSV")},
    }
)
"""Also the words that answers have no enumeration of: a firm's state among them."""
