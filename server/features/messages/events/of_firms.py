"""Who a firm belongs to, as both sides of a dispute are told."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Text
from server.features.messages.events.event_text import CLERK, OWNER, PERSON, EventText

DISPUTE_RECEIVED: Final = "dispute.received"
FIRM_DISPUTED: Final = "firm.disputed"
DISPUTE_UPHELD: Final = "dispute.upheld"
DISPUTE_DISMISSED: Final = "dispute.dismissed"
FIRM_LOST: Final = "firm.lost"
FIRM_KEPT: Final = "firm.kept"
MEMBER_REMOVED: Final = "member.removed"
MEMBER_LEFT: Final = "member.left"
MEMBER_JOINED: Final = "member.joined"
OWNER_NOW: Final = "owner.now"
OWNER_CHANGED: Final = "owner.changed"
FIRM_OWNERLESS: Final = "firm.ownerless"
EDITION_FITS: Final = "edition.fits"
PHONE_CHANGED: Final = "phone.changed"
CODE_CONFIRMED: Final = "firm.code_confirmed"
FIRM_VERIFIED: Final = "firm.verified"

_REASON: Final = Text("处理理由：{reason}", "Reason: {reason}")

OF_FIRMS: Final[Mapping[str, EventText]] = MappingProxyType(
    {
        DISPUTE_RECEIVED: EventText(
            Text("企业归属异议已收到", "Your dispute was received"),
            (
                Text(
                    "您对统一社会信用代码 {uscc} 的企业提出的归属异议已收到，有关部门会核实并答复。",
                    "Your dispute over the firm with the code {uscc} was received; it is looked into and"
                    " answered.",
                ),
                Text(
                    "请准备好营业执照和身份证明，核实中可能会联系您；处理结果会通知您。",
                    "Have the licence and your proof of identity ready, you may be called; we tell you"
                    " the decision.",
                ),
            ),
            to=PERSON,
        ),
        FIRM_DISPUTED: EventText(
            Text("有人对企业归属提出异议", "Somebody disputes your firm"),
            (
                Text(
                    "有人提出“{enterprise:inner}”应由其办理，有关部门正在核实。",
                    "Somebody says that {enterprise} is theirs to act for; it is looked into.",
                ),
                Text(
                    "处理之前，企业仍由您办理，申请照常进行；请准备好营业执照和身份证明，以备核对。",
                    "Until it is decided you go on as before; have the licence and your proof of"
                    " identity ready.",
                ),
            ),
            urgent=True,
        ),
        DISPUTE_UPHELD: EventText(
            Text("企业归属异议成立", "Your dispute was upheld"),
            (
                Text(
                    "您提出的企业归属异议成立，“{enterprise:inner}”从现在起由您办理。",
                    "Your dispute was upheld: you act for {enterprise} from now on.",
                ),
                _REASON,
                Text(
                    "该企业已提交的申请共 {submitted} 份，照常办理，请在“我的申请”里查看。",
                    "It has handed in {submitted} application(s), which go on; see “My applications”.",
                ),
                Text(
                    "其中 {returned} 份正等待补正，请按期限提交。",
                    "{returned} of them wait for corrections; please mind the due day.",
                ),
                Text(
                    "原登记人的草稿 {drafts} 已关闭，您可以重新填写申请。",
                    "The former owner's drafts {drafts} were closed; you can start your own.",
                ),
                Text("{verification}", "{verification_en}"),
                Text("{account}", "{account_en}"),
            ),
            to=PERSON,
        ),
        DISPUTE_DISMISSED: EventText(
            Text("企业归属异议未获支持", "Your dispute was dismissed"),
            (
                Text(
                    "您对统一社会信用代码 {uscc} 的企业提出的归属异议，经核实不成立。",
                    "Your dispute over the firm with the code {uscc} was looked into and dismissed.",
                ),
                _REASON,
                Text(
                    "如有新的证明材料，可以再次提出异议。",
                    "With new proof you may raise it again.",
                ),
            ),
            to=PERSON,
        ),
        FIRM_LOST: EventText(
            Text("您不再办理该企业的事务", "You no longer act for this firm"),
            (
                Text(
                    "他人对“{enterprise:inner}”的归属提出异议，经核实成立，您不再办理该企业的事务。",
                    "A dispute over {enterprise} was upheld: you no longer act for this firm.",
                ),
                _REASON,
                Text(
                    "尚未提交的草稿 {drafts} 已关闭。",
                    "Drafts that were not handed in were closed: {drafts}.",
                ),
                Text(
                    "已提交的申请共 {submitted} 份，属于该企业，由新的负责人继续办理。",
                    "What was handed in ({submitted}) belongs to the firm; its new owner goes on.",
                ),
                Text(
                    "如有不同意见，可登录后再次提出企业归属异议，或联系主管部门。",
                    "If you disagree, raise a dispute of your own, or call the authority.",
                ),
            ),
            to=PERSON,
        ),
        MEMBER_REMOVED: EventText(
            Text("您不再办理该企业的事务", "You no longer act for this firm"),
            (
                Text(
                    "“{enterprise:inner}”的负责人已将您移出，您从现在起不再办理该企业的事务。",
                    "The owner of {enterprise} has removed you: you no longer act for it.",
                ),
                Text(
                    "您经办的草稿和申请属于该企业，由其他成员继续办理。",
                    "Drafts and applications that you worked on belong to the firm; others go on.",
                ),
                Text("如有疑问，请联系企业负责人。", "If in doubt, ask the firm's owner."),
            ),
            to=PERSON,
        ),
        MEMBER_LEFT: EventText(
            Text("企业成员有变动", "A member no longer acts for your firm"),
            (
                Text(
                    "有一位成员从现在起不再办理“{enterprise:inner}”的事务。",
                    "A member no longer acts for {enterprise}.",
                ),
                Text("手机号：{phone}", "Phone: {phone}"),
                Text("是否本人退出：{left}", "By their own decision: {left_en}"),
                Text(
                    "还有 {invitations} 份邀请可以接受；不再需要的，请撤回。",
                    "{invitations} invitation(s) can still be accepted; withdraw what is not needed.",
                ),
            ),
            to=OWNER,
        ),
        MEMBER_JOINED: EventText(
            Text("有新成员加入企业", "Somebody has joined your firm"),
            (
                Text(
                    "有人接受了您的邀请，从现在起可以办理“{enterprise:inner}”的申请。",
                    "Somebody accepted your invitation and acts for {enterprise} from now on.",
                ),
                Text("手机号：{phone}", "Phone: {phone}"),
                Text(
                    "不认识对方的，请立即到“成员”里移出。",
                    "If you do not know them, remove them under “Members” at once.",
                ),
            ),
            to=OWNER,
        ),
        OWNER_NOW: EventText(
            Text("您已成为企业负责人", "You own this firm now"),
            (
                Text(
                    "原负责人已将“{enterprise:inner}”移交给您，从现在起由您负责。",
                    "{enterprise} was handed over to you; it is yours from now on.",
                ),
                Text(
                    "请到“我的企业”核对企业资料、成员和收款账户。",
                    "Please check its record, members and account under “My firm”.",
                ),
            ),
            to=PERSON,
        ),
        OWNER_CHANGED: EventText(
            Text("企业负责人已变更", "Your firm has another owner"),
            (
                Text(
                    "“{enterprise:inner}”的负责人已变更，您是代办人，可以照常办理申请。",
                    "{enterprise} has another owner; you are a member of it and go on as before.",
                ),
                Text(
                    "不是原负责人本人办理的，请对这家企业提出归属异议，并联系主管部门。",
                    "If the former owner did not do this, raise a dispute and call the authority.",
                ),
            ),
            urgent=True,
            to=PERSON,
        ),
        EDITION_FITS: EventText(
            Text("有新的补贴开放申报", "A new subsidy is open for your firm"),
            (
                Text(
                    "“{programme:inner}”开始申报，“{enterprise:inner}”可以看看这些事项：",
                    "Open now: {programme_en}. {enterprise} may apply for these items:",
                ),
                Text("{tracks}", "{tracks_en}"),
                Text(
                    "其中 {sure} 项按企业资料已符合条件。",
                    "By your record you qualify for {sure} of them.",
                ),
                Text(
                    "申报截止到 {closes_on:date}；请到“我能享受的政策”查看金额和条件。",
                    "It closes on {closes_on:day}; see amounts and conditions under “What I may get”.",
                ),
            ),
        ),
        PHONE_CHANGED: EventText(
            Text("您的手机号已更换", "Your phone number was changed"),
            (
                Text(
                    "绑定的手机号已由 {before} 换成 {phone}。",
                    "The number linked to your account, {before}, is now {phone}.",
                ),
                Text(
                    "登录、办理的企业和已核实的状态都不变。",
                    "Your logins, your firms and what was verified stay as they are.",
                ),
                Text(
                    "不是您本人操作的，请马上重新绑定自己的手机号，并联系主管部门。",
                    "If it was not you, link your own number at once, and call the authority.",
                ),
            ),
            urgent=True,
            to=PERSON,
        ),
        FIRM_OWNERLESS: EventText(
            Text("企业目前没有负责人", "Your firm has no owner now"),
            (
                Text(
                    "“{enterprise:inner}”的负责人已注销账号，企业目前没有负责人。",
                    "The owner of {enterprise} has closed their account: it has no owner now.",
                ),
                Text(
                    "您仍可照常办理申请；邀请或移出成员、填写收款账户须由负责人办理。",
                    "You go on with its applications; members and the account need an owner.",
                ),
                Text(
                    "您是现在的负责人的，请对这家企业提出归属异议，由主管部门核对营业执照后转给您。",
                    "If you run it now, raise a dispute over it; the authority compares the licence.",
                ),
            ),
            to=CLERK,
        ),
        CODE_CONFIRMED: EventText(
            Text("统一社会信用代码已确认", "Your firm's code was confirmed"),
            (
                Text(
                    "“{enterprise:inner}”的统一社会信用代码已对照营业执照核对，确认无误。",
                    "The code of {enterprise} was compared with its licence and confirmed.",
                ),
                Text("您不用做任何事。", "You need not do anything."),
            ),
        ),
        FIRM_VERIFIED: EventText(
            Text("企业已通过核实", "Your firm is verified"),
            (
                Text(
                    "“{enterprise:inner}”的营业执照和办理人身份已核对，企业通过核实。",
                    "The licence of {enterprise} and who acts for it were checked: it is verified.",
                ),
                Text(
                    "平台代为提交过申请的，现在可以在“我的申请”里查看；需要确认的会另行通知您。",
                    "What a platform filed for it can be seen under “My applications” now; we tell you"
                    " what is to be confirmed.",
                ),
            ),
        ),
        FIRM_KEPT: EventText(
            Text("企业归属没有变化", "Your firm stays yours"),
            (
                Text(
                    "有人对“{enterprise:inner}”的归属提出异议，经核实不成立，企业仍由您办理。",
                    "Somebody disputed {enterprise}; it was looked into and dismissed.",
                ),
                Text("您不用做任何事。", "You need not do anything."),
            ),
        ),
    }
)
