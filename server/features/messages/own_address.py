"""The address that letters to a person go to: theirs once they know the code that was sent there."""

import hmac
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from models.rules.reasons import Reason, Text
from models.rules.text.email import is_email, mask_email
from models.rules.text.limits import EMAIL_CODE
from models.tables.ids import new_id
from server.clock import Clock
from server.edge.dispatch import NotSent, Sent
from server.edge.mail.client import Mailer
from server.edge.mail.letter import MailLetter
from server.errors import AppError, Invalid, NotFound, Unavailable
from server.features.enterprises.membership import require_living
from server.features.identity.persons import find_person_key
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import transaction
from storage.postgres.persons import add_key, lock_user, save_email

CODE_LASTS: Final = timedelta(minutes=15)
"""At least; at most twice as long."""
_NO_ADDRESS = Text(
    "邮箱地址不对，请核对，例如 wang.fang@example.cn", "Not an address; one is wang.fang@example.cn"
)
_WRONG_CODE = Text(
    "验证码不对或已过期，请核对，或重新获取验证码", "The code is wrong or too old; ask for another"
)
_SUBJECT = Text("{code} 是您的邮箱验证码", "{code} is your code")
_BODY = Text(
    "您正在设置双推补贴平台的提醒邮箱，验证码是 {code}，15 分钟内有效。\n"
    "不是您本人操作的，不用理会，也不要把验证码告诉别人。\n",
    "Your code is {code}, good for 15 minutes. It makes this the address for letters of Shuangtui.\n"
    "If it was not you, ignore this, and tell nobody the code.\n",
)


class MailNotOffered(AppError):
    """The installation has no mail server."""

    status, code = 409, "mail_not_offered"
    title = Text(
        "本平台没有开通邮件提醒，消息请看站内“我的消息”",
        "No letters are sent here; read your messages in the inbox",
    )


class MailUnavailable(Unavailable):
    """The mail server does not take the letter now."""

    code = "mail_unavailable"
    title = Text(
        "验证邮件暂时发不出去，请稍后再试", "The letter cannot be sent now; try again later"
    )


async def send_code(
    address: str,
    *,
    user_id: UUID,
    mailer: Mailer | None,
    keyring: Keyring,
    clock: Clock,
    english: bool,
) -> None:
    """A letter with a code to that address; nothing is kept. Raises Invalid, MailNotOffered,
    MailUnavailable."""
    _refuse_no_address(address)
    if mailer is None:
        raise MailNotOffered()
    now = clock.now()
    code = _code(keyring, user_id, address, now)
    subject = _SUBJECT.in_language(english).format(code=code)
    body = _BODY.in_language(english).format(code=code)
    match await mailer.send(MailLetter(new_id(), address, subject, body, now, english)):
        case Sent():
            return
        case NotSent(again=False):
            raise Invalid(errors=[Reason("email", "refused", _NO_ADDRESS)])
        case _:
            raise MailUnavailable(retry_after=60)


async def take_address(
    address: str, code: str, *, user_id: UUID, keyring: Keyring, clock: Clock
) -> None:
    """Letters go there from now on. Raises Invalid."""
    _refuse_no_address(address)
    now = clock.now()
    good = [_code(keyring, user_id, address, at) for at in (now, now - CODE_LASTS)]
    if not any(hmac.compare_digest(code, one) for one in good):
        raise Invalid(errors=[Reason("code", "wrong", _WRONG_CODE)])
    await _keep(user_id, address, keyring=keyring, now=now)


async def forget_address(*, user_id: UUID, keyring: Keyring, clock: Clock) -> None:
    """No letters any more."""
    await _keep(user_id, None, keyring=keyring, now=clock.now())


async def _keep(user_id: UUID, address: str | None, *, keyring: Keyring, now: datetime) -> None:
    async with transaction() as tx:
        user = await lock_user(tx, user_id)
        if user is None:
            raise NotFound()
        # Who was erased has no key, and must not be given another.
        await require_living(tx, user_id)
        wrapped = await find_person_key(user_id, tx=tx)
        if wrapped is None:
            wrapped = keyring.new_person_key(user_id)
            await add_key(tx, wrapped)
        cipher = None if address is None else keyring.encrypt(wrapped, "email", address)
        masked = None if address is None else mask_email(address)
        await save_email(tx, user, cipher=cipher, masked=masked)
        role = Role.ENTERPRISE if user.username is None else "staff"
        event = "email.linked" if address else "email.erased"
        await write_audit(tx, AuditEntry("person", user_id, now, user_id, role, event))


def _refuse_no_address(address: str) -> None:
    if not is_email(address):
        raise Invalid(errors=[Reason("email", "format", _NO_ADDRESS)])


def _code(keyring: Keyring, user_id: UUID, address: str, at: datetime) -> str:
    """Six digits that only this person, this address and this quarter of an hour have."""
    window = int(at.timestamp() // CODE_LASTS.total_seconds())
    digest = keyring.index("email-code", f"{user_id}:{address.lower()}:{window}")
    return f"{int.from_bytes(digest[:8], 'big') % 10**EMAIL_CODE:0{EMAIL_CODE}d}"
