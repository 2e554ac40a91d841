"""Reads the account's own templates and compares them with the configured ones at start-up."""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from server.edge.wechat.channel import Channel, unexpected
from server.edge.wechat.errcodes import ErrorClass, classify
from server.edge.wechat.errors import NotAnswered, TemplateMismatch
from server.edge.wechat.retrying import repeat_while_busy
from server.edge.wechat.transport import Api

GETTEMPLATE: Final = Api("gettemplate", "GET", "/wxaapi/newtmpl/gettemplate")
_log = logging.getLogger(__name__)
_KEYWORD: Final = re.compile(r"\{\{\s*(\w+)\.DATA\s*\}\}")


@dataclass(frozen=True, slots=True)
class LiveTemplate:
    """A template as WeChat holds it."""

    template_id: str
    title: str
    keys: tuple[str, ...]
    long_term: bool


async def list_live_templates(channel: Channel) -> tuple[LiveTemplate, ...]:
    """All templates of the account. Raises WeChatUnavailable and its kin."""
    reply = await repeat_while_busy(lambda: channel.call(GETTEMPLATE))
    if classify(reply.errcode) is not ErrorClass.OK:
        raise unexpected(reply)
    entries = reply.fields.get("data") or []
    if not isinstance(entries, list):
        raise NotAnswered(retry_after=5)
    return tuple(template for entry in entries if (template := _read(entry)) is not None)


def _read(entry: Any) -> LiveTemplate | None:
    """None for an entry that cannot be read: the account may hold templates of kinds to come."""
    try:
        return _as_template(entry)
    except (KeyError, TypeError, AttributeError):
        _log.warning("wechat lists a template that cannot be read")
        return None


def _as_template(entry: Mapping[str, Any]) -> LiveTemplate:
    return LiveTemplate(
        template_id=str(entry["priTmplId"]),
        title=str(entry["title"]),
        keys=tuple(_KEYWORD.findall(str(entry["content"]))),
        long_term=entry.get("type") == 3,
    )


def compare_templates(
    configured: Mapping[str, Sequence[str]], live: Sequence[LiveTemplate]
) -> None:
    """Raise TemplateMismatch naming every configured id or key that the account does not have.

    `configured` maps template id to the keys we fill; WeChat refuses a missing key as well.
    """
    known = {template.template_id: set(template.keys) for template in live}
    problems = []
    for template_id, keys in configured.items():
        if template_id not in known:
            problems.append(f"{template_id}: not a template of this account")
            continue
        lacking = sorted(known[template_id] - set(keys))
        strange = sorted(set(keys) - known[template_id])
        problems += [f"{template_id}: {key} is not filled" for key in lacking]
        problems += [f"{template_id}: {key} is not in the template" for key in strange]
    if problems:
        raise TemplateMismatch(tuple(problems))
