"""Why an act on a public notice is refused."""

from models.rules.reasons import Text
from server.errors import AppError


class NothingToPublish(AppError):
    """No application of this track waits for its public notice."""

    status, code = 409, "nothing_to_publish"
    title = Text("没有待公示的申请，现在不需要发布公示", "No application waits for a public notice")


class NoticeClosed(AppError):
    """Its last day is over, or it has been closed."""

    status, code = 409, "notice_closed"
    title = Text(
        "公示期已经结束；仍有意见的，请直接联系主管部门",
        "The public notice is over; tell the authority what is still to say",
    )


class NoticeRunning(AppError):
    """Its last day is not over yet."""

    status, code = 409, "notice_running"
    title = Text(
        "公示期未满，不能结束；请在最后一天过后再结束", "The public notice has not run its days yet"
    )


class NoticeProvisional(AppError):
    """A year on the way is not published: nobody knows its last day yet."""

    status, code = 409, "notice_provisional"
    title = Text(
        "截止日所涉年份的放假安排尚未公布，截止日为暂定，不能结束公示；请待放假安排公布后再结束",
        "The holidays of a year on the way are not published yet; its last day is provisional",
    )


class ObjectionsOpen(AppError):
    """Every objection is answered before the notice closes."""

    status, code = 409, "objections_open"
    title = Text(
        "还有异议没有答复，不能结束公示；请先逐件答复", "There are objections without an answer"
    )


class PhoneNeeded(AppError):
    """Whoever objects can be called back: a login through WeChat, with a number that it or they gave."""

    status, code = 403, "phone_needed"
    title = Text(
        "请先用微信登录，并绑定手机号或填写联系电话，再提出异议",
        "Log in through WeChat, and link your phone number or type one, first",
    )


class TooManyObjections(AppError):
    """A person has said what there is to say about this notice."""

    status, code = 409, "too_many_objections"
    title = Text(
        "您对本次公示提出的异议已达上限，请等待答复",
        "You have reached the number of objections to this notice; please wait for the answers",
    )
