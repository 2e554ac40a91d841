"""A letter as it goes out (RFC 5322): plain text in UTF-8, a number that stays when it is sent again."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import UUID

from models.rules.reasons import Text

SENDER_NAME = Text("双推补贴平台", "Shuangtui")


@dataclass(frozen=True, slots=True)
class MailLetter:
    """`id` is the same whenever it is sent again, so that the receiving side may know it."""

    id: UUID
    to: str
    subject: str
    body: str
    at: datetime
    english: bool = False


def compose(letter: MailLetter, sender: str) -> EmailMessage:
    """The whole message. Raises ValueError for an address that is none; no header takes a line break."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(SENDER_NAME.in_language(letter.english), addr_spec=sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, charset="utf-8", cte="base64")
    return message
