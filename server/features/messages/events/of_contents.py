"""What people are told of texts and pictures of theirs that are looked at before others see them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Text
from server.features.messages.events.event_text import AUTHORITY, PERSON, EventText

HELD: Final = "content.held"
PASSED: Final = "content.passed"
REFUSED: Final = "content.refused"
WAITING: Final = "content.waiting"
OBJECTION_HELD: Final = "content.objection_held"
OBJECTION_REFUSED: Final = "content.objection_refused"

OF_CONTENTS: Final[Mapping[str, EventText]] = MappingProxyType(
    {
        HELD: EventText(
            Text("您填写的内容正在审核", "What you wrote is being looked at"),
            (
                Text(
                    "您提交的{what}已收到，主管部门审核通过后才会显示给别人；已显示的内容暂不变。",
                    "Your {what_en} was received; others see it once the authority has looked at it."
                    " What is shown now stays meanwhile.",
                ),
                Text(
                    "其中需要审核的用语：{words}。可以改掉后重新提交，不改就请等审核结果。",
                    "Words that are looked at: {words}. You may change them and hand it in again, or"
                    " wait for the result.",
                ),
            ),
            to=PERSON,
        ),
        PASSED: EventText(
            Text("您填写的内容已通过审核", "What you wrote may show"),
            (
                Text(
                    "您提交的{what}已通过审核，您不用做任何事。",
                    "Your {what_en} was looked at and may show; you need not do anything.",
                ),
            ),
            to=PERSON,
        ),
        REFUSED: EventText(
            Text("您填写的内容未通过审核", "What you wrote is not shown"),
            (
                Text(
                    "您提交的{what}未通过审核，不会显示给别人。",
                    "Your {what_en} was looked at and is not shown to others.",
                ),
                Text("原因：{reason}", "Reason: {reason}"),
                Text("可以修改后重新提交。", "You may change it and hand it in again."),
            ),
            to=PERSON,
        ),
        WAITING: EventText(
            Text("有内容待审核", "Something waits to be looked at"),
            (
                Text(
                    "有人提交了{what}（{why}），审核通过后才会显示给别人。",
                    "A {what_en} was handed in; others see it once it was looked at: {why_en}.",
                ),
                Text("其中的用语：{words}。", "Its words: {words}."),
                Text(
                    "请在“待审核内容”里查看，通过或填写原因不予通过。",
                    "See it under “To be looked at”; let it through, or refuse it with a reason.",
                ),
            ),
            to=AUTHORITY,
        ),
        OBJECTION_HELD: EventText(
            Text("您的异议已收到", "Your objection was received"),
            (
                Text(
                    "您提出的异议已收到，按期核实；其中有些内容要先由主管部门审核，不影响您的异议。",
                    "Your objection was received and is looked into in time; some of its words are"
                    " looked at first, which does not affect it.",
                ),
                Text(
                    "您不用做任何事，答复会告知您。", "You need not do anything; you will be told."
                ),
            ),
            to=PERSON,
        ),
        OBJECTION_REFUSED: EventText(
            Text("您的异议有内容不予显示", "Words of your objection are not shown"),
            (
                Text(
                    "您的异议中有内容未通过审核，不再显示。",
                    "Some words of your objection are not shown any more.",
                ),
                Text("原因：{reason}", "Reason: {reason}"),
                Text(
                    "异议本身不受影响，仍会核实，答复会告知您，您不用做任何事。",
                    "The objection stands: it is looked into, and you will be told the answer.",
                ),
            ),
            to=PERSON,
        ),
    }
)
