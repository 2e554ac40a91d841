"""The form by which a letter is checked: whatever was typed or pasted, its token is found in it."""

import re
from typing import Final

from models.rules.reasons import Text
from server.features.frame.templates import Head
from server.features.frame.visit import Visit
from server.features.pages.drawing import TEMPLATES, home_crumb, open_contacts
from server.ports import Ports

# What a code on a letter holds: an address that ends in a compact JWS, or that alone.
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}", re.ASCII)
_MOST_SIGNS: Final = 20_000
_NO_TOKEN: Final = Text(
    "没有认出核验码。申请编号不能用来核验，请扫描文书右上角的二维码，把扫出的整段文字粘贴到这里。",
    "No code was found in it. The number of an application cannot be checked: scan the code in the"
    " upper right corner of the letter and paste all that it says.",
)


def token_in(typed: str) -> str | None:
    """The signed text within what was pasted; line breaks of a mail do not matter."""
    found = _TOKEN.search("".join(typed[:_MOST_SIGNS].split()))
    return found[0] if found else None


async def verify_page(asked: Visit, ports: Ports) -> str:
    """The form; with what is wrong about what was typed."""
    typed = asked.given("code")
    head = Head(
        "Check a letter" if asked.english else "文书核验",
        "Is a receipt or a letter of decision genuine?"
        if asked.english
        else "核验申请提交回执、审核结果通知书的真伪和现在是否有效",
        area="verify",
        crumbs=(home_crumb(asked),),
        contacts=await open_contacts(asked, ports),
    )
    fault = _NO_TOKEN.in_language(asked.english) if typed else ""
    return TEMPLATES.render("verify.html", asked, head, typed=typed[:200], fault=fault)
