"""An SME corrects what it said about itself."""

from uuid import UUID

from models.rules.places.own import OwnPlaces
from models.rules.reasons import Reason, Text, one_a_field
from models.rules.uscc import normalise_uscc
from models.tables.applications import Application
from models.tables.enterprises import Enterprise
from server.audiences import Role
from server.clock import Clock
from server.errors import Invalid
from server.features.enterprises.membership import lock_enterprise_of
from server.features.enterprises.particulars import (
    FirmAsRead,
    in_one_form,
    particulars_problems,
    write_particulars,
)
from server.features.enterprises.schemas import EnterpriseParticulars
from storage.postgres.applications import move_drafts
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.enterprises import save_enterprise

_USCC = Text(
    "统一社会信用代码不能更改，请另行登记企业",
    "The code cannot be changed; register the other firm instead",
)
_NAME = Text(
    "企业已核验，企业名称不能自行更改；营业执照已变更的，请联系主管部门",
    "The firm is verified; to change its name, ask the authority",
)
_UNDER_REVIEW = Text(
    "有申请正在审核或等待拨付，企业名称暂不能更改；确需更改的，请联系审核人员退回补正",
    "An application is under review or waits for its money; have it returned to change the name",
)
# Between the papers that reviewers read and the line that the treasury pays.
_NAME_FIXED = ("in_review", "approved", "payable")


async def change_enterprise(
    enterprise_id: UUID,
    given: EnterpriseParticulars,
    *,
    user_id: UUID,
    own: OwnPlaces,
    clock: Clock,
) -> None:
    """Replace the editable particulars; the code never changes, the name not once verified, nor
    while somebody decides or pays by it.

    Raises NotFound, Invalid.
    """
    now = clock.now()
    async with transaction() as tx:
        enterprise = await lock_enterprise_of(tx, user_id, enterprise_id)
        problems = await _problems(tx, enterprise, given, own=own, clock=clock)
        if problems:
            raise Invalid(errors=one_a_field(problems))
        changed = write_particulars(enterprise, in_one_form(given.uscc, given, own))
        if not changed:
            return
        await save_enterprise(tx, enterprise)
        if "district" in changed:
            await move_drafts(tx, enterprise.id, enterprise.district)
        line = AuditEntry(
            "enterprise",
            enterprise.id,
            now,
            user_id,
            Role.ENTERPRISE,
            "enterprise.changed",
            {"fields": changed},
        )
        await write_audit(tx, line)


async def change_problems(
    enterprise_id: UUID,
    given: FirmAsRead,
    *,
    user_id: UUID,
    own: OwnPlaces,
    clock: Clock,
) -> list[Reason]:
    """What the rules say of the fields that were understood. Raises NotFound."""
    async with transaction() as tx:
        enterprise = await lock_enterprise_of(tx, user_id, enterprise_id)
        return await _problems(tx, enterprise, given, own=own, clock=clock)


async def _problems(
    tx: Tx, enterprise: Enterprise, given: FirmAsRead, *, own: OwnPlaces, clock: Clock
) -> list[Reason]:
    """The firm's own code was judged when it was registered."""
    mine = {enterprise.uscc}
    return [
        *particulars_problems(given.uscc, given, today=clock.today(), own=own, on_licence=mine),
        *await _fixed(tx, enterprise, given.uscc, given.name),
    ]


async def _fixed(
    tx: Tx, enterprise: Enterprise, code: str | None, name: str | None
) -> list[Reason]:
    reasons = []
    if code is not None and normalise_uscc(code) != enterprise.uscc:
        reasons.append(Reason("uscc", "fixed", _USCC))
    if name is not None and name != enterprise.name:
        if enterprise.state == "verified":
            reasons.append(Reason("name", "fixed", _NAME))
        elif await _is_decided_by(tx, enterprise):
            reasons.append(Reason("name", "fixed", _UNDER_REVIEW))
    return reasons


async def _is_decided_by(tx: Tx, enterprise: Enterprise) -> bool:
    query = Application.filter(enterprise_id=enterprise.id, status__in=_NAME_FIXED)
    return await query.using_db(tx.connection).exists()
