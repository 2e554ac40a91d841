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
from server.features.messages.events.of_clients import (
    CLIENT_APPROVED,
    CLIENT_DUE,
    CLIENT_NEW,
    CLIENT_REJECTED,
    CLIENT_WITHDREW,
)
from server.features.messages.events.of_contents import HELD, WAITING
from server.features.messages.events.of_desks import (
    ACCOUNT_TO_VERIFY,
    APPEAL_TO_DECIDE,
    DISPUTE_TO_DECIDE,
    OBJECTION_TO_ANSWER,
)
from server.features.messages.events.of_filings import TO_CONFIRM, UNCONFIRMED
from server.features.messages.events.of_firms import DISPUTE_RECEIVED, FIRM_DISPUTED
from server.features.messages.events.of_lists import CONFIRMED, RECOGNISED, SUMMARY_TAKEN
from server.features.messages.events.of_notices import (
    ENTRY_KEPT,
    ENTRY_OBJECTED,
    OBJECTION_PAPER_REFUSED,
    OBJECTION_RECEIVED,
    PUBLISHED,
)
from server.features.messages.events.of_payees import PAYEE_NEEDED, PAYEE_PROPOSED, PAYEE_REFUSED
from server.features.messages.events.of_platforms import (
    CLIENT_ASKS,
    CLIENT_LAPSED,
    CLIENT_PAPER,
    CLIENT_REFUSED,
    CLIENT_RETURNED,
    CLIENT_SILENT,
    RECOVERY_DUE,
)
from server.features.messages.events.of_programme_files import FILES_PROPOSED
from server.features.messages.events.of_progress import (
    APPEAL_PAPER_REFUSED,
    APPEAL_RECEIVED,
    AUDITED,
    CHOSEN,
    CLOSING_SOON,
    DUE_SOON,
    ENDORSED,
    NOTICE_OVER,
    PAYMENT_FAILED,
    SCREENED,
)
from server.features.messages.events.of_ratings import RATING_ANSWERED

_DECIDED: Final[frozenset[Status]] = frozenset({"approved", "payable", "paid"})
_UNDER_WAY: Final[frozenset[Status]] = frozenset({"in_review"})

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
        ENDORSED: _UNDER_WAY,
        SCREENED: _UNDER_WAY,
        AUDITED: _UNDER_WAY,
        CHOSEN: _UNDER_WAY,
        NOTICE_OVER: _UNDER_WAY,
        DUE_SOON: frozenset({"returned"}),
        CLOSING_SOON: frozenset({"draft"}),
        APPEAL_RECEIVED: APPEALABLE,
        APPEAL_PAPER_REFUSED: APPEALABLE,
        APPEAL_TO_DECIDE: APPEALABLE,
        ENTRY_OBJECTED: frozenset({"in_review", "approved"}),
        PAYMENT_FAILED: frozenset({"approved", "payable"}),
        CLIENT_NEW: _UNDER_WAY,
        CLIENT_WITHDREW: frozenset({"withdrawn"}),
        CLIENT_DUE: frozenset({"returned"}),
        CLIENT_APPROVED: frozenset({"approved", "payable"}),
        CLIENT_REJECTED: frozenset({"rejected"}),
        CLIENT_REFUSED: frozenset({"withdrawn"}),
        CLIENT_SILENT: frozenset({"lapsed"}),
        CLIENT_LAPSED: frozenset({"lapsed"}),
        CLIENT_ASKS: _UNDER_WAY | {"returned", "approved"},
        CLIENT_RETURNED: frozenset({"returned"}),
        CLIENT_PAPER: EDITABLE,
        RECOVERY_DUE: frozenset({"revoked"}),
        RATING_ANSWERED: frozenset({"paid"}),
    }
)

_LATER_STEPS: Final = (ENDORSED, SCREENED, AUDITED, CHOSEN, NOTICE_OVER, RETURNED, APPROVED)
OVERTAKES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        MOVED: (MOVED, APPROVED, AUDITED),
        RETURNED: (RETURNED, DUE_SOON),
        DISTRICT_MOVED: (DISTRICT_MOVED,),
        DUE_SOON: (DUE_SOON, RETURNED),
        TO_CONFIRM: (TO_CONFIRM,),
        CLOSING_SOON: (CLOSING_SOON,),
        CLIENT_RETURNED: (CLIENT_RETURNED, CLIENT_DUE),
        CLIENT_DUE: (CLIENT_DUE, CLIENT_RETURNED),
        CLIENT_ASKS: (CLIENT_RETURNED,),
        PUBLISHED: (PUBLISHED, NOTICE_OVER, RETURNED, APPROVED, RECOGNISED),
        ENDORSED: _LATER_STEPS,
        SCREENED: _LATER_STEPS,
        AUDITED: (*_LATER_STEPS, MOVED),
        CHOSEN: _LATER_STEPS,
        NOTICE_OVER: _LATER_STEPS,
    }
)
"""What a person was told later that makes an earlier message of the same application untrue."""

Happening = Literal["title_gone", "moved_on", "amount_changed", "window_closed", "confirmed"]
ENDED_BY: Final[Mapping[str, Happening]] = MappingProxyType(
    {
        MOVED: "moved_on",
        APPROVED: "amount_changed",
        CLIENT_APPROVED: "amount_changed",
        RECOGNISED: "title_gone",
        CLOSING_SOON: "window_closed",
        TO_CONFIRM: "confirmed",
    }
)
"""What ends the truth of an event's message while its application keeps its status."""

Matter = Literal[
    "review",
    "appeal",
    "objection",
    "dispute",
    "payee",
    "proposal",
    "refusal",
    "held_content",
    "programme_files",
]
MATTERS: Final[Mapping[str, Matter]] = MappingProxyType(
    {
        APPEAL_RECEIVED: "appeal",
        APPEAL_PAPER_REFUSED: "appeal",
        APPEAL_TO_DECIDE: "appeal",
        OBJECTION_RECEIVED: "objection",
        OBJECTION_PAPER_REFUSED: "objection",
        OBJECTION_TO_ANSWER: "objection",
        ENTRY_OBJECTED: "objection",
        DISPUTE_RECEIVED: "dispute",
        DISPUTE_TO_DECIDE: "dispute",
        FIRM_DISPUTED: "dispute",
        ACCOUNT_TO_VERIFY: "payee",
        PAYEE_PROPOSED: "proposal",
        PAYEE_REFUSED: "refusal",
        CLIENT_NEW: "review",
        HELD: "held_content",
        WAITING: "held_content",
        FILES_PROPOSED: "programme_files",
    }
)
"""Events about a matter that waits for somebody, true while it does; its id is `matter_id`."""
