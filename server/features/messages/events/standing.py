"""In which statuses of its application an event's message still says what is true.

Looked at whenever something is told: when the entry is made, which may be long after the event,
and again when WeChat is called. An event that is not listed is about no application: a firm's
account, an objection's answer and the like happened and stay true.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from models.rules.lifecycle import APPEALABLE, EDITABLE, LIVE, Status
from server.features.messages.events.of_applications import (
    APPEAL_DISMISSED,
    APPEAL_UPHELD,
    APPROVED,
    CORRECTED,
    DISTRICT_MOVED,
    LAPSED,
    MOVED,
    NOT_FUNDED,
    PAID,
    PAPER_REFUSED,
    REJECTED,
    RETURNED,
    REVOKED,
    SUBMITTED,
)
from server.features.messages.events.of_filings import TO_CONFIRM, UNCONFIRMED
from server.features.messages.events.of_lists import CONFIRMED, RECOGNISED, SUMMARY_TAKEN
from server.features.messages.events.of_notices import ENTRY_KEPT, PUBLISHED
from server.features.messages.events.of_payees import PAYEE_NEEDED
from server.features.messages.events.of_ratings import RATING_ANSWERED

_DECIDED: Final[frozenset[Status]] = frozenset({"approved", "payable", "paid"})

STANDS: Final[Mapping[str, frozenset[Status]]] = MappingProxyType(
    {
        SUBMITTED: frozenset({"in_review"}),
        RETURNED: frozenset({"returned"}),
        MOVED: frozenset({"in_review", "returned", "approved"}),
        PAPER_REFUSED: EDITABLE,
        APPROVED: frozenset({"approved", "payable"}),
        REJECTED: frozenset({"rejected"}),
        PAID: frozenset({"paid"}),
        LAPSED: frozenset({"lapsed"}),
        TO_CONFIRM: frozenset({"in_review", "returned", "approved"}),
        UNCONFIRMED: frozenset({"lapsed"}),
        NOT_FUNDED: frozenset({"not_funded"}),
        REVOKED: frozenset({"revoked"}),
        CORRECTED: LIVE,
        DISTRICT_MOVED: frozenset({"in_review", "returned", "approved"}),
        APPEAL_UPHELD: LIVE,
        APPEAL_DISMISSED: APPEALABLE,
        PUBLISHED: frozenset({"in_review", "approved"}),
        ENTRY_KEPT: frozenset({"in_review", "approved"}),
        PAYEE_NEEDED: frozenset({"approved"}),
        RECOGNISED: _DECIDED,
        CONFIRMED: _DECIDED,
        SUMMARY_TAKEN: _DECIDED,
        RATING_ANSWERED: frozenset({"paid"}),
    }
)

OVERTAKES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {MOVED: (MOVED, APPROVED), RETURNED: (RETURNED,), DISTRICT_MOVED: (DISTRICT_MOVED,)}
)
"""What a person was told later that makes an earlier message of the same application untrue."""

Matter = Literal["review", "appeal", "objection", "dispute", "payee"]
MATTERS: Final[Mapping[str, Matter]] = MappingProxyType({})
"""Events that ask somebody to deal with a matter, true while it is open; its id is `matter_id`."""
