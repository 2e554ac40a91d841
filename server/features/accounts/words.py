"""What a person is told about their data: what goes when they close the account, what stays and why.

One place for the page before closing, the answer to it, and the file that is taken along. `cite`
names the article; PIPL is 《个人信息保护法》, the Personal Information Protection Law.
"""

from typing import Final, Literal, NamedTuple

from models.rules.reasons import Text

Topic = Literal["erased", "kept", "automated", "rights"]


class Words(NamedTuple):
    """One thing that is said: its subject, the sentence, and the clause that it rests on."""

    topic: Topic
    title: Text
    text: Text
    cite: str


_PIPL: Final = "《中华人民共和国个人信息保护法》"

ACCOUNT_WORDS: Final[tuple[Words, ...]] = (
    Words(
        "erased",
        Text("手机号、邮箱和微信登录标识", "Phone number, e-mail address and WeChat identifiers"),
        Text(
            "立即删除，所有登录同时失效；用同一个微信再登录，就是一个新账号，看不到原来的企业。",
            "Deleted at once, and every login ends. The same WeChat makes a new account of no firm.",
        ),
        f"{_PIPL}第四十七条第一款",
    ),
    Words(
        "erased",
        Text("您的站内消息和消息设置", "Your inbox and message settings"),
        Text("立即删除，此后不再给您发任何消息。", "Deleted at once; you are sent nothing more."),
        f"{_PIPL}第四十七条第一款",
    ),
    Words(
        "erased",
        Text("没有交过的草稿和材料", "Drafts that were never handed in, with their papers"),
        Text(
            "您是企业唯一成员的，草稿关闭，内容和材料删除；企业还有其他成员的，草稿由他们继续填写。",
            "Where nobody else acts for the firm they are closed and emptied; otherwise others go on.",
        ),
        f"{_PIPL}第四十七条第一款",
    ),
    Words(
        "kept",
        Text("已提交的申请、申诉、材料和拨付记录", "What was handed in, its papers, and payments"),
        Text(
            "属于企业，也是财政资金档案，法律要求保存满规定年限；期满前只保存、不作他用，"
            "其中不再有您的手机号、邮箱和微信标识，材料上写明的姓名随材料保存。",
            "They are the firm's, and records of public money that the law has us keep for a set time;"
            " until then they are stored and used for nothing else, without your phone, address"
            " and WeChat identifiers. A name that stands on a paper stays with the paper.",
        ),
        f"{_PIPL}第四十七条第二款；《会计档案管理办法》第十四条",
    ),
    Words(
        "kept",
        Text("您对公示提出的异议和所附材料", "Objections to public notices, with their papers"),
        Text(
            "是公示档案的一部分，和申请材料保存一样久，期满材料删除；其中不再有您的手机号和微信标识。",
            "They are part of the notice's file and are kept as long as papers of applications; then the"
            " papers are deleted. Your phone and WeChat identifiers are in them no more.",
        ),
        f"{_PIPL}第四十七条第二款",
    ),
    Words(
        "kept",
        Text("操作记录", "Who did what and when"),
        Text(
            "用来保证申报公平、可以复查；您在其中只剩一个编号，不能再认出是谁。",
            "So that everything can be checked again; you are a number in it that leads to nobody.",
        ),
        f"{_PIPL}第四十七条第二款",
    ),
    Words(
        "kept",
        Text("您同意隐私说明的记录", "That you agreed to the privacy text"),
        Text(
            "保留版本和时间，证明我们处理信息前征得过同意，不含您的身份。",
            "Version and time, as proof that we asked; it does not say who you are.",
        ),
        f"{_PIPL}第十四条、第四十七条第二款",
    ),
    Words(
        "automated",
        Text("测算和排序怎么算", "What is computed by the system"),
        Text(
            "系统按公开的条款核对条件、计算补贴、按付款或提交先后排序，对所有企业用同一套规则，"
            "不做画像；通过、退回和驳回由审核人员决定。每份申请的“审核依据”逐条列出结果和条款，"
            "不认可的可以申诉，由主管部门的人员复核。",
            "Conditions, amounts and the order of the line are computed by the published clauses, alike"
            " for every firm and without profiles; people pass, return or reject. Each application's"
            " decision lists every result with its clause; an appeal is decided by a person.",
        ),
        f"{_PIPL}第二十四条",
    ),
    Words(
        "rights",
        Text("查看、复制和带走", "See, copy and take along"),
        Text(
            "“导出我的数据”给您一个压缩包，有我们保存的与您有关的全部内容，可以转给别处使用。",
            "The export is an archive of everything that is held of you, in a form others can read.",
        ),
        f"{_PIPL}第四十四条、第四十五条",
    ),
    Words(
        "rights",
        Text("更正", "Correct"),
        Text(
            "手机号可以随时重新绑定；企业信息在“我的企业”修改；已提交的内容请审核人员退回后修改。",
            "Link another number at any time; change your firm under “My firm”; have what was handed in"
            " returned to change it.",
        ),
        f"{_PIPL}第四十六条",
    ),
    Words(
        "rights",
        Text("撤回同意、删除和投诉", "Withdraw, delete and complain"),
        Text(
            "注销账号或在微信中撤回授权，即删除上面说的内容；对处理有意见的，可向主管部门投诉。",
            "Close the account, or revoke it in WeChat; complaints go to the authority.",
        ),
        f"{_PIPL}第十五条、第四十七条、第五十条",
    ),
)
