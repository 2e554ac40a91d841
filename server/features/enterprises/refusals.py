"""Refusals that several acts on enterprises share."""

from models.rules.reasons import Text
from server.errors import AppError


class EnterpriseClaimed(AppError):
    """Somebody acts for this firm already."""

    status, code = 409, "enterprise_claimed"
    title = Text(
        "该企业已被登记。如您才是企业负责人，可提出异议",
        "This firm is registered; if it is yours, raise a dispute",
    )
