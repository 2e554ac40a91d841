"""Links a platform to the firm that it is: from then on its staff act for that firm."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from models.rules.places.own import OwnPlaces
from models.rules.reasons import Reason, Text
from models.rules.uscc import normalise_uscc
from models.tables.applications import Application
from models.tables.enterprises import Enterprise
from models.tables.platforms import Platform
from server.errors import Invalid
from server.features.enterprises.particulars import in_one_form, particulars_problems
from server.features.enterprises.refusals import EnterpriseClaimed
from server.features.enterprises.schemas import FirmRecord
from server.features.enterprises.take_up import hold_by_uscc, refuse_held, take_up_firm
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx
from storage.postgres.enterprises import mark_claimed
from storage.postgres.platforms import set_firm

_CODE_NEEDED = Text(
    "统一社会信用代码还没有填写，请填写平台所属企业的代码", "Give the unified social credit code"
)
_FIRM_NEEDED = Text(
    "这家企业还没有登记，请把企业信息一并填写",
    "This firm is not known here yet; give its record as well",
)
_FIXED = Text(
    "平台所属企业不能自行更改，请联系主管部门",
    "The platform's firm cannot be changed; ask the authority",
)


@dataclass(frozen=True, slots=True)
class NamedFirm:
    """The firm as the platform names it, the code in standard form; `record` if it was given."""

    uscc: str
    record: FirmRecord | None


def firm_problems(
    uscc: str | None,
    record: FirmRecord | None,
    *,
    today: date,
    own: OwnPlaces,
    on_licence: Collection[str],
) -> list[Reason]:
    """A code that is none, a record without a code, a place that is no option."""
    missing = uscc is None and record is not None
    return [
        *([Reason("uscc", "required", _CODE_NEEDED)] if missing else []),
        *particulars_problems(
            uscc, record, today=today, own=own, prefix="firm.", on_licence=on_licence
        ),
    ]


def named_firm(uscc: str | None, record: FirmRecord | None, *, own: OwnPlaces) -> NamedFirm | None:
    """None where no firm is named. The caller has checked that there is nothing to refuse."""
    if uscc is None:
        return None
    code = normalise_uscc(uscc)
    return NamedFirm(code, None if record is None else in_one_form(code, record, own))


async def link_firm(
    tx: Tx, platform: Platform, named: NamedFirm, *, actor_id: UUID, now: datetime
) -> bool:
    """Whether anything changed. The caller holds the platform's row, and lets its staff join.

    Raises Invalid (`fixed`, `required`), EnterpriseClaimed for a firm that others hold.
    """
    if platform.enterprise_id is not None:
        linked = await Enterprise.get(id=platform.enterprise_id, using_db=tx.connection)
        if linked.uscc != named.uscc:
            raise Invalid(errors=[Reason("uscc", "fixed", _FIXED)])
        return False
    firm = await _lock_unclaimed_firm(tx, named, now)
    if await Platform.filter(enterprise_id=firm.id).using_db(tx.connection).exists():
        raise EnterpriseClaimed()
    await set_firm(tx, platform, firm.id)
    detail = {"platform": str(platform.id)}
    line = AuditEntry(
        "enterprise", firm.id, now, actor_id, Role.PLATFORM, "enterprise.linked", detail
    )
    await write_audit(tx, line)
    return True


async def _lock_unclaimed_firm(tx: Tx, named: NamedFirm, now: datetime) -> Enterprise:
    known = await Enterprise.get_or_none(uscc=named.uscc, using_db=tx.connection)
    if known is not None:
        await _refuse_with_applications(tx, known)
    if named.record is not None:
        firm, _ = await take_up_firm(tx, named.uscc, named.record, now=now)
        return firm
    if known is None:
        raise Invalid(errors=[Reason("firm", "required", _FIRM_NEEDED)])
    firm = await hold_by_uscc(tx, named.uscc)
    await refuse_held(tx, firm)
    if firm.state == "filed":
        await mark_claimed(tx, firm)
    return firm


async def _refuse_with_applications(tx: Tx, firm: Enterprise) -> None:
    """What was filed for a firm is for its own owner to confirm, not for a platform."""
    if await Application.filter(enterprise_id=firm.id).using_db(tx.connection).exists():
        raise EnterpriseClaimed()
