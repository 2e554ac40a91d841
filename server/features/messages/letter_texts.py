"""How entries read in a letter and in a text message: one as it is, several as a list."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec

from models.rules.reasons import Text
from server.features.messages.events import EVENT_TEXTS
from server.features.messages.formats import fill
from server.features.messages.texts import inbox_text, read_facts
from storage.postgres.dispatches import OnItsWay

_SEVERAL: Final = Text("您有{count}条新消息", "You have {count} new messages")
_AUTOMATIC: Final = Text(
    "本邮件由系统自动发出，请勿回复。请登录双推补贴平台查看和办理；不想再收邮件的，可在“消息设置”里删除邮箱。",
    "This letter was sent by a machine; do not reply. Log in to see and act; to get no more letters,"
    " delete your address under “Message settings”.",
)
_OPEN: Final = Text("请打开小程序查看和办理。", "Open the mini-program to see and act.")
_LAST_DAY: Final = Text("最迟 {due_on:date} 24:00", "By the end of {due_on:day}")
_LONGEST_SMS: Final = 120


def worded(entry: OnItsWay, *, english: bool) -> tuple[str, str]:
    """(title, body), as the inbox shows it in that language."""
    text = EVENT_TEXTS.get(entry.event)
    if not english or text is None:
        return entry.title, entry.body
    return inbox_text(text, read_facts(_stored(entry)), english=True)


def letter_text(entries: Sequence[OnItsWay], *, english: bool) -> tuple[str, str]:
    """(subject, body) of a letter about these, of which there is at least one."""
    texts = [worded(entry, english=english) for entry in entries]
    subject = texts[0][0] if len(texts) == 1 else _several(len(texts), english=english)
    shown = [f"{title}\n{body}" for title, body in texts]
    footer = f"--\n{_AUTOMATIC.in_language(english)}"
    return subject, "\n\n".join([*shown, footer]) + "\n"


def sms_text(entries: Sequence[OnItsWay], *, today: date, english: bool) -> tuple[str, str]:
    """(title, text) of one line, with the last day to act; the details are where people log in."""
    title = (
        worded(entries[0], english=english)[0]
        if len(entries) == 1
        else _several(len(entries), english=english)
    )
    first = worded(entries[0], english=english)[1].partition("\n")[0]
    stop = ". " if english else "。"
    parts = [title, first] if len(entries) == 1 and len(first) <= _LONGEST_SMS else [title]
    parts += _last_day(entries[0], today, english=english) if len(entries) == 1 else []
    text = stop.join([part.rstrip("。.") for part in parts] + [_OPEN.in_language(english)])
    return title, " ".join(text.split())


def application_number(entry: OnItsWay) -> str:
    """The number of the application that it is about; empty for none."""
    return str(_stored(entry).get("application_no", ""))


def _last_day(entry: OnItsWay, today: date, *, english: bool) -> list[str]:
    """Empty for what is not due, or was."""
    facts = read_facts(_stored(entry))
    due_on = facts.get("due_on")
    if not isinstance(due_on, date) or due_on < today:
        return []
    return [fill(_LAST_DAY.in_language(english), facts)]


def _stored(entry: OnItsWay) -> dict[str, str | int]:
    return msgspec.json.decode(entry.data, type=dict[str, str | int])


def _several(count: int, *, english: bool) -> str:
    return _SEVERAL.in_language(english).format(count=count)
