"""Tells both sides of a dispute over a firm how it was decided, and what becomes of what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from models.rules.reasons import Text
from models.tables.enterprises import Dispute, Enterprise
from server.features.messages.events.of_firms import (
    DISPUTE_DISMISSED,
    DISPUTE_UPHELD,
    FIRM_KEPT,
    FIRM_LOST,
)
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_firm, tell_person
from storage.postgres.core.transaction import Tx

_CHECKED: Final = Text(
    "营业执照和法定代表人已经核对，企业已核实，您不用再办核实。",
    "Licence and legal person were checked: the firm is verified, nothing more is needed.",
)
_UNCHECKED: Final = Text(
    "企业资料请在“我的企业”里核对；企业核实还要另行办理，审核人员会联系核对营业执照。",
    "Please check the record under “My firm”; verification follows separately, by your licence.",
)

_ACCOUNT: Final = Text(
    "原收款账户已停用，应付的款项先留着；请在“我的企业”里填写新的收款账户。",
    "The former account is paid no more, and what is due is kept: name yours under “My firm”.",
)


@dataclass(frozen=True, slots=True)
class Handover:
    """What moved: who acted for the firm until now, the numbers of their closed drafts, and how
    many applications the new owner finds handed in, `returned` of them waiting for a correction.
    """

    losers: list[UUID]
    drafts: list[str]
    submitted: int
    returned: int
    verified: bool
    account_retired: bool


async def tell_moved(
    tx: Tx, enterprise: Enterprise, dispute: Dispute, handover: Handover, *, at: datetime
) -> None:
    """Who raised it acts for the firm now; everybody else does not any more."""
    words = _CHECKED if handover.verified else _UNCHECKED
    won: dict[str, Fact] = _facts(enterprise, dispute, handover) | {
        "returned": handover.returned or "",
        "verification": words.zh,
        "verification_en": words.en,
        **({"account": _ACCOUNT.zh, "account_en": _ACCOUNT.en} if handover.account_retired else {}),
    }
    key = f"dispute:{dispute.id}"
    await tell_person(tx, dispute.raised_by_id, DISPUTE_UPHELD, key=key, at=at, facts=won)
    await tell_lost(tx, enterprise, dispute, handover, at=at)


async def tell_lost(
    tx: Tx, enterprise: Enterprise, dispute: Dispute, handover: Handover, *, at: datetime
) -> None:
    """Who acted for the firm until now."""
    key, facts = f"dispute:{dispute.id}", _facts(enterprise, dispute, handover)
    for user_id in handover.losers:
        await tell_person(tx, user_id, FIRM_LOST, key=key, at=at, facts=facts)


def _facts(enterprise: Enterprise, dispute: Dispute, handover: Handover) -> dict[str, Fact]:
    return {
        "enterprise": enterprise.name,
        "reason": dispute.decision or "",
        "drafts": "、".join(handover.drafts),
        "submitted": handover.submitted or "",
    }


async def tell_kept(tx: Tx, enterprise: Enterprise, dispute: Dispute, *, at: datetime) -> None:
    """Nothing moves; who raised it learns why, who holds the firm that it was looked into."""
    key, reason = f"dispute:{dispute.id}", dispute.decision or ""
    about: dict[str, Fact] = {"uscc": enterprise.uscc, "reason": reason}
    await tell_person(tx, dispute.raised_by_id, DISPUTE_DISMISSED, key=key, at=at, facts=about)
    kept: dict[str, Fact] = {"enterprise": enterprise.name}
    await tell_firm(tx, enterprise.uscc, FIRM_KEPT, key=key, at=at, facts=kept)
