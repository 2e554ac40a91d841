"""A firm that somebody holds without proof comes to the person whose phone its platform declared.

As an upheld dispute that nobody had to decide: on record, told to who held it, and open to a dispute
of theirs.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from models.tables.enterprises import Dispute, Enterprise
from server.features.exceptions.release_holders import Act, release_holders
from server.features.exceptions.tell_dispute import tell_lost
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx
from storage.postgres.enterprises import add_dispute, save_decision

_RAISED: Final = "登记人的手机号是平台申报时留的企业联系电话，登记时自动提出"
_DECIDED: Final = "登记人的手机号与平台申报时留的企业联系电话一致，原登记人没有经过核实"

_HOLD: Final = "SELECT id FROM enterprises WHERE uscc = $1 FOR UPDATE"

# A platform could declare a phone of its own: so this takes nothing that who holds the firm has
# handed in or said yes to, nor a firm that is a platform. Those are for the authority to decide; and
# what it has decided once, no phone turns over.
_MAY_TAKE: Final = """
SELECT EXISTS (
    SELECT 1 FROM enterprises e JOIN users u ON u.id = $2
     WHERE e.id = $1 AND e.state = 'claimed' AND e.code_basis <> 'stated'
       AND u.phone_index = e.declared_phone_index
       AND EXISTS (SELECT 1 FROM enterprise_members m
                    WHERE m.enterprise_id = e.id AND m.left_at IS NULL)
       AND NOT EXISTS (SELECT 1 FROM enterprise_members m
                        WHERE m.enterprise_id = e.id AND m.user_id = u.id AND m.left_at IS NULL)
       AND NOT EXISTS (SELECT 1 FROM applications a WHERE a.enterprise_id = e.id
                          AND a.submitted_at IS NOT NULL
                          AND (a.filed_by = 'enterprise' OR a.confirmed_at IS NOT NULL
                               OR a.refused_at IS NOT NULL))
       AND NOT EXISTS (SELECT 1 FROM disputes d
                        WHERE d.enterprise_id = e.id AND d.decided_by_id IS NOT NULL)
       AND NOT EXISTS (SELECT 1 FROM platforms p WHERE p.enterprise_id = e.id))
"""


async def release_to_contact(tx: Tx, uscc: str, user_id: UUID, at: datetime) -> None:
    """Free the firm for this person where they may take it: the hook `firm_wanted` of `server/ports.py`.

    Nothing happens otherwise. They take it up as a firm that nobody holds, and are verified by the
    same phone.
    """
    found = await tx.raw.fetchval(_HOLD, uscc)
    if found is None or not await tx.raw.fetchval(_MAY_TAKE, found, user_id):
        return
    firm = await Enterprise.get(id=found, using_db=tx.connection)
    dispute = await _upheld(tx, firm, user_id, at)
    act = Act(None, "system", _DECIDED, at)
    handover = await release_holders(tx, firm, dispute, act)
    await tell_lost(tx, firm, dispute, handover, at=at)


async def _upheld(tx: Tx, firm: Enterprise, user_id: UUID, at: datetime) -> Dispute:
    """The person's own that is open already, or one of this moment; decided by what is on record."""
    own = Dispute.filter(enterprise_id=firm.id, raised_by_id=user_id, state="open")
    dispute = await own.using_db(tx.connection).first()
    lines = []
    if dispute is None:
        dispute = Dispute(
            enterprise_id=firm.id,
            city=firm.registered_city,
            district=firm.district,
            raised_by_id=user_id,
            reason=_RAISED,
            raised_at=at,
        )
        await add_dispute(tx, dispute)
        raised = {"dispute": str(dispute.id)}
        by = ("enterprise", firm.id, at, user_id, Role.ENTERPRISE, "dispute.raised")
        lines.append(AuditEntry(*by, raised, _RAISED))
    await save_decision(tx, dispute, "upheld", _DECIDED, by=None, at=at)
    detail = {"dispute": str(dispute.id), "verdict": "upheld", "by": "declared_phone"}
    by_record = ("enterprise", firm.id, at, None, "system", "dispute.decided")
    await write_audit(tx, *lines, AuditEntry(*by_record, detail, _DECIDED))
    return dispute
