"""A mail server in this process: keeps what it takes, and refuses, delays or hangs up when told to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as MODERN
from typing import Any, Literal

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from server.edge.mail.client import Encryption, Mailer, MailServer

Mood = Literal["well", "rcpt_busy", "data_busy", "data_refuses", "cut_before", "cut_after"]
SENDER = "shuangtui@example.cn"


@dataclass
class Post:
    """What arrived, and how the server behaves from now on; `sent` counts what the mailer saw."""

    port: int = 0
    mood: Mood = "well"
    letters: list[EmailMessage] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)

    def mailer(self, *, encryption: Encryption = "none", password: str = "") -> Mailer:
        user = "shuangtui" if password else ""
        server = MailServer("127.0.0.1", self.port, encryption, user, password, SENDER)
        return Mailer(server, count=lambda channel, outcome: self.sent.append((channel, outcome)))

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.mood == "rcpt_busy":
            return "450 mailbox busy"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.mood == "data_busy":
            return "451 try again later"
        if self.mood == "data_refuses":
            return "554 no"
        if self.mood != "cut_before":
            content: Any = envelope.content
            parsed: Any = message_from_bytes(content, policy=MODERN)
            self.letters.append(parsed)
        if self.mood in ("cut_before", "cut_after"):
            server.transport.abort()
        return "250 OK"


def _let_in(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any
) -> AuthResult:
    right = isinstance(given, LoginPassword) and given.password == b"right"
    return AuthResult(success=right, handled=False)


@asynccontextmanager
async def post_office() -> AsyncIterator[Post]:
    post, loop = Post(), asyncio.get_running_loop()

    def protocol() -> SMTP:
        return SMTP(
            post, hostname="mail.test", authenticator=_let_in, auth_require_tls=False, loop=loop
        )

    server = await loop.create_server(protocol, "127.0.0.1", 0)
    post.port = server.sockets[0].getsockname()[1]
    try:
        yield post
    finally:
        server.close()
