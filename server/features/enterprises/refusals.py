"""Refusals that several acts on enterprises share."""

from models.rules.reasons import Text
from server.errors import AppError


class EnterpriseClaimed(AppError):
    """Somebody acts for this firm already."""

    status, code = 409, "enterprise_claimed"
    title = Text(
        "这家企业已被别人登记。您是企业负责人的，可以提出异议",
        "This firm is registered; if it is yours, raise a dispute",
    )
