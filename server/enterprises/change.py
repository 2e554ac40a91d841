"""An SME corrects what it said about itself."""

from uuid import UUID

from models.rules.reasons import Reason, Text
from models.tables.enterprises import Enterprise
from server.audiences import Role
from server.clock import Clock
from server.enterprises.membership import lock_enterprise_of
from server.enterprises.particulars import check_particulars, write_particulars
from server.enterprises.schemas import Particulars
from server.errors import Invalid
from storage.postgres.audit import AuditLine, write_audit
from storage.postgres.transaction import transaction

_USCC = Text(
    "统一社会信用代码不能更改,请另行登记企业",
    "The code cannot be changed; register the other firm instead",
)
_NAME = Text(
    "企业已核验,名称不能自行更改", "The firm is verified; its name cannot be changed any more"
)


async def change_enterprise(
    enterprise_id: UUID, given: Particulars, *, user_id: UUID, clock: Clock
) -> None:
    """Replace the editable particulars; the code never changes, the name not once verified.

    Raises NotFound, Invalid.
    """
    now = clock.now()
    async with transaction() as tx:
        enterprise = await lock_enterprise_of(tx, user_id, enterprise_id)
        uscc = check_particulars(given.uscc, given, today=clock.today())
        _refuse_fixed(enterprise, given, uscc)
        changed = write_particulars(enterprise, given)
        if not changed:
            return
        enterprise.version += 1
        await enterprise.save(using_db=tx.connection)
        line = AuditLine(
            "enterprise",
            enterprise.id,
            now,
            user_id,
            Role.ENTERPRISE,
            "enterprise.changed",
            {"fields": changed},
        )
        await write_audit(tx, line)


def _refuse_fixed(enterprise: Enterprise, given: Particulars, uscc: str) -> None:
    reasons = []
    if uscc != enterprise.uscc:
        reasons.append(Reason("uscc", "fixed", _USCC))
    if enterprise.state == "verified" and given.name != enterprise.name:
        reasons.append(Reason("name", "fixed", _NAME))
    if reasons:
        raise Invalid(errors=reasons)
