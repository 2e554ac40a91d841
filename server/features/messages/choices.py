"""A person's quiet hours, language and addresses: shown, and chosen anew."""

from typing import Final
from uuid import UUID

from models.rules.quiet_hours import QuietHours
from models.rules.reasons import Reason, Text
from server.errors import Invalid, NotFound
from server.features.enterprises.membership import require_living
from server.features.messages.quiet import quiet_hours_of
from server.features.messages.settings_schemas import MessageChoice, MessageSettingsView
from storage.postgres.core.transaction import transaction
from storage.postgres.message_settings import find_choice, save_choice

_UNUSED: Final = QuietHours(22, 8)
"""Shown to whoever has none and might want some."""
_NO_HOURS = Text(
    "免打扰的开始和结束不能是同一个钟点，请改一个；不需要的，请关闭免打扰",
    "Quiet hours cannot begin and end at the same hour; to have none, switch them off",
)


async def get_settings(
    user_id: UUID, *, quiet: QuietHours | None, mail: bool, sms: bool
) -> MessageSettingsView:
    """`quiet` are the installation's; `mail`, `sms`: whether it sends any."""
    choice = await find_choice(user_id, tx=None)
    if choice is None:
        raise NotFound()
    hours = quiet_hours_of(choice, quiet)
    shown = hours or _last_hours(choice.quiet_from, choice.quiet_to) or quiet or _UNUSED
    return MessageSettingsView(
        quiet=hours is not None,
        quiet_from=shown.from_hour,
        quiet_to=shown.to_hour,
        english=choice.english,
        email=choice.email_masked,
        phone=choice.phone_masked,
        email_offered=mail,
        sms_offered=sms,
    )


async def choose(command: MessageChoice, *, user_id: UUID) -> None:
    """Holds for what is sent from now on. Raises Invalid, Unauthenticated (gone meanwhile)."""
    if command.quiet_from == command.quiet_to:
        raise Invalid(errors=[Reason("quiet_to", "same_hour", _NO_HOURS)])
    async with transaction() as tx:
        await require_living(tx, user_id)
        await save_choice(
            tx,
            user_id,
            quiet=command.quiet,
            quiet_from=command.quiet_from,
            quiet_to=command.quiet_to,
            english=command.english,
        )


def _last_hours(from_hour: int | None, to_hour: int | None) -> QuietHours | None:
    if from_hour is None or to_hour is None:
        return None
    return QuietHours(from_hour, to_hour)
