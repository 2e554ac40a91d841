"""An SME corrects what it said about itself."""

from uuid import UUID

from models.rules.places.own import OwnPlaces
from models.rules.places.record import PlaceReading
from models.rules.reasons import Reason, Text, one_a_field
from models.rules.uscc import normalise_uscc
from models.tables.enterprises import Dispute, Enterprise
from server.clock import Clock
from server.errors import Invalid
from server.features.enterprises.fixed_name import is_decided_by
from server.features.enterprises.membership import lock_enterprise_of
from server.features.enterprises.particulars import (
    FirmAsRead,
    in_one_form,
    particulars_problems,
    read_options,
    write_particulars,
)
from server.features.enterprises.schemas import EnterpriseParticulars
from server.roles import Role
from storage.postgres.applications import move_drafts
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.enterprises import mark_claimed, save_enterprise

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
_DISPUTED = Text(
    "企业归属有争议，正在处理，登记注册地和所在区暂不能更改，请等待处理结果",
    "Somebody disputes whose firm it is; its place cannot be changed until that is decided",
)


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

    A firm that moves to another city is that city's from now on, which has verified nothing yet;
    what it has handed in stays where it lies, and so does a dispute: while one is open the firm
    cannot move. Raises NotFound, Invalid.
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
        by = ("enterprise", enterprise.id, now, user_id, Role.ENTERPRISE)
        lines = [AuditEntry(*by, "enterprise.changed", {"fields": changed})]
        if "registered_city" in changed:
            # Whose word it was, it was said of a firm of the city before.
            enterprise.declared_phone_index = None
        if "registered_city" in changed and enterprise.state == "verified":
            await mark_claimed(tx, enterprise)
            lines.append(AuditEntry(*by, "enterprise.unverified", {"by": "moved"}))
        else:
            await save_enterprise(tx, enterprise)
        if "district" in changed:
            await move_drafts(tx, enterprise.id, enterprise.district)
        await write_audit(tx, *lines)


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
        *await _place_fixed(tx, enterprise, given, own),
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
        elif await is_decided_by(tx, enterprise.id):
            reasons.append(Reason("name", "fixed", _UNDER_REVIEW))
    return reasons


async def _place_fixed(
    tx: Tx, enterprise: Enterprise, given: FirmAsRead, own: OwnPlaces
) -> list[Reason]:
    read = read_options(PlaceReading(own), given.uscc, given)
    moved = [
        name
        for name in ("registered_city", "district")
        if read[name] not in (None, getattr(enterprise, name))
    ]
    disputes = Dispute.filter(enterprise_id=enterprise.id, state="open")
    if not moved or not await disputes.using_db(tx.connection).exists():
        return []
    return [Reason(name, "fixed", _DISPUTED) for name in moved]
