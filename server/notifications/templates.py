"""Compares the configured message templates with those that the WeChat account has."""

import logging

from server.wechat.catalogue import Catalogue
from server.wechat.client import WeChat
from server.wechat.errors import TemplateMismatch
from server.wechat.templates import compare_templates

_LOG = logging.getLogger(__name__)


async def check_templates(*, wechat: WeChat, catalogue: Catalogue) -> bool:
    """False, and an alarm in the log, when messages cannot arrive. Raises WeChatUnavailable."""
    try:
        compare_templates(catalogue.keys_by_id(), await wechat.list_templates())
    except TemplateMismatch as mismatch:
        for problem in mismatch.problems:
            _LOG.error("message template: %s", problem)
        return False
    return True
