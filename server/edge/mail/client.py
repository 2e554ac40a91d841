"""Hands letters to a mail server by SMTP (aiosmtplib), and says what became of each."""

import logging
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, Literal

import aiosmtplib

from server.edge.dispatch import CountSent, Dispatched, NoAnswer, NotSent, Sent, outcome_word
from server.edge.mail.letter import MailLetter, compose

_LOG = logging.getLogger(__name__)
SECONDS: Final = 20
"""For each answer of the server."""
Encryption = Literal["starttls", "tls", "none"]


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in. Without `user` nobody logs in; `sender` stands in From."""

    host: str
    port: int
    encryption: Encryption
    user: str
    password: str = field(repr=False)
    sender: str


class Mailer:
    """One connection a letter: few are sent, and a kept one that broke would cost one."""

    def __init__(self, server: MailServer, *, count: CountSent) -> None:
        self._server = server
        self._count = count

    async def send(self, letter: MailLetter) -> Dispatched:
        """Hand it in once. Never raises for what the server does."""
        dispatched = await self._hand_in(letter)
        self._count("mail", outcome_word(dispatched))
        if isinstance(dispatched, NotSent) and dispatched.reason in _ALARMS:
            _LOG.error("the mail server cannot be used: %s", dispatched.reason)
        return dispatched

    async def _hand_in(self, letter: MailLetter) -> Dispatched:
        try:
            message = compose(letter, self._server.sender)
        except ValueError:
            return NotSent("address", again=False)
        try:
            client = await self._connected()
        except aiosmtplib.SMTPAuthenticationError:
            return NotSent("login_refused", again=True)
        except _NoEncryption:
            return NotSent("no_encryption", again=True)
        except (aiosmtplib.SMTPException, OSError):
            return NotSent("not_reached", again=True)
        try:
            return await _deliver(client, message, self._server.sender, letter.to)
        finally:
            # What was taken over is taken over, however the farewell goes.
            with suppress(aiosmtplib.SMTPException, OSError):
                await client.quit()
            client.close()

    async def _connected(self) -> aiosmtplib.SMTP:
        server = self._server
        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.encryption == "tls",
            start_tls=False,
            timeout=SECONDS,
        )
        try:
            await client.connect()
            if server.encryption == "starttls":
                await _encrypt(client)
            if server.user:
                await client.login(server.user, server.password)
        except BaseException:
            client.close()
            raise
        return client


class _NoEncryption(Exception):
    """The server knows none, or is not who it says."""


async def _encrypt(client: aiosmtplib.SMTP) -> None:
    try:
        await client.starttls()
    except (aiosmtplib.SMTPException, OSError) as error:
        raise _NoEncryption from error


_ALARMS: Final = frozenset({"login_refused", "no_encryption"})


async def _deliver(
    client: aiosmtplib.SMTP, message: object, sender: str, recipient: str
) -> Dispatched:
    try:
        await client.sendmail(sender, recipient, bytes(message))  # type: ignore[call-overload]  # a message
    except aiosmtplib.SMTPRecipientsRefused as refused:
        return _refused(refused.recipients[0].code)
    except aiosmtplib.SMTPResponseException as refused:
        return _refused(refused.code)
    except (aiosmtplib.SMTPException, OSError):
        return NoAnswer()
    return Sent()


def _refused(code: int) -> Dispatched:
    """4xx is for now, 5xx for good (RFC 5321, 4.2.1); a code that is neither says nothing."""
    if 400 <= code < 600:
        return NotSent(str(code), again=code < 500)
    return NoAnswer()
