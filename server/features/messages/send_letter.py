"""Sends what waits for one person by mail or by SMS, as one letter."""

from uuid import UUID

from models.rules.quiet_hours import QuietHours
from server.clock import Clock
from server.edge.dispatch import Dispatched, NotSent
from server.edge.mail.client import Mailer
from server.edge.mail.letter import MailLetter
from server.edge.sms.gateway import SmsGateway, TextMessage
from server.features.identity.persons import find_person_key
from server.features.messages.letter_texts import application_number, letter_text, sms_text
from server.features.messages.letters import LetterBegun, begin, finish
from storage.errors import Erased
from storage.postgres.core.keyring import Keyring

_OFF = NotSent("off", again=False)
_ERASED = NotSent("no_address", again=False)


async def send_letter(
    user_id: UUID,
    *,
    mailer: Mailer | None,
    keyring: Keyring,
    clock: Clock,
    quiet: QuietHours | None,
) -> None:
    """All that waits for this person and is still true, by mail. Raises StoreUnavailable."""
    begun = await begin(user_id, "mail", quiet=quiet, now=clock.now())
    if begun is not None:
        dispatched = _OFF if mailer is None else await _by_mail(begun, mailer, keyring, clock)
        await finish(begun, dispatched, now=clock.now())


async def send_sms(
    user_id: UUID,
    *,
    gateway: SmsGateway | None,
    keyring: Keyring,
    clock: Clock,
    quiet: QuietHours | None,
) -> None:
    """All that is urgent and that WeChat could not tell. Raises StoreUnavailable."""
    begun = await begin(user_id, "sms", quiet=quiet, now=clock.now())
    if begun is not None:
        dispatched = _OFF if gateway is None else await _by_sms(begun, gateway, keyring, clock)
        await finish(begun, dispatched, now=clock.now())


async def _by_mail(
    begun: LetterBegun, mailer: Mailer, keyring: Keyring, clock: Clock
) -> Dispatched:
    address = await _opened(begun, keyring, "email", begun.choice.email_cipher)
    if address is None:
        return _ERASED
    english = begun.choice.english
    subject, body = letter_text(begun.entries, english=english)
    return await mailer.send(MailLetter(begun.id, address, subject, body, clock.now(), english))


async def _by_sms(
    begun: LetterBegun, gateway: SmsGateway, keyring: Keyring, clock: Clock
) -> Dispatched:
    phone = await _opened(begun, keyring, "phone", begun.choice.phone_cipher)
    if phone is None:
        return _ERASED
    title, text = sms_text(begun.entries, today=clock.today(), english=begun.choice.english)
    number = application_number(begun.entries[0])
    return await gateway.send(TextMessage(begun.id, phone, title, text, number))


async def _opened(
    begun: LetterBegun, keyring: Keyring, purpose: str, cipher: bytes | None
) -> str | None:
    """None once the person has been erased."""
    if cipher is None:
        return None
    try:
        return keyring.decrypt(await find_person_key(begun.user_id), purpose, cipher)
    except Erased:
        return None
