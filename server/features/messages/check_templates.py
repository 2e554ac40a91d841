"""Compares the configured message templates with those that the WeChat account has."""

import logging

from server.edge.wechat.client import WeChat
from server.edge.wechat.errors import TemplateMismatch
from server.edge.wechat.templates import compare_templates
from server.features.messages.catalogue import Catalogue

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
