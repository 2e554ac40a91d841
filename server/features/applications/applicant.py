"""Who applies: an SME's people for their firm, a platform's staff for the firm that it is."""

from dataclasses import dataclass
from datetime import datetime

from models.rules.reasons import Reason, Text
from models.rules.terms.programme import TrackTerms
from models.tables.enterprises import Enterprise
from models.tables.platforms import Platform
from server.edge.web.auth import Identity
from server.errors import Invalid
from server.features.applications.bodies import NewApplication
from server.features.applications.drafts_open import hold_drafts
from server.features.applications.refusals import NoFirm
from server.features.enterprises.membership import enterprise_of
from server.features.platforms.access import find_own_platform
from server.roles import Role
from storage.postgres.core.transaction import Tx
from storage.postgres.platform_members import join_platform_firm

_UNKNOWN = Text("申报事项不存在，请返回项目页面重新选择", "There is no such track; choose it again")
_NEEDED = Text("申请企业还没有选择，请选择以哪家企业申请", "Choose the firm that applies")
_NOT_FOR_PLATFORMS = Text(
    "这一申报事项由企业自己申请，请换用企业账号登录后申请",
    "Firms apply for this themselves, not platforms",
)


@dataclass(frozen=True, slots=True)
class ApplyingFirm:
    """The firm, and the platform that it is, if it is one."""

    enterprise: Enterprise
    platform: Platform | None


async def find_applicant(
    tx: Tx, command: NewApplication, track: TrackTerms | None, *, by: Identity, now: datetime
) -> tuple[TrackTerms, ApplyingFirm]:
    """The track, and the firm that was named, its drafts held; without a name the platform's own.

    Raises NotFound, Invalid (track `unknown`, `wrong_applicant`; `required`), NoFirm,
    PlatformNotUnique. A firm may apply on a platform's track: that is how it becomes one.
    """
    named = None
    if command.enterprise_id is not None:
        await hold_drafts(tx, command.enterprise_id, by=by)
        named = await enterprise_of(by.user_id, command.enterprise_id, tx=tx)
    if track is None:
        raise Invalid(errors=[Reason("track", "unknown", _UNKNOWN)])
    if track.applicant == "enterprise" and not by.holds(Role.ENTERPRISE):
        raise Invalid(errors=[Reason("track", "wrong_applicant", _NOT_FOR_PLATFORMS)])
    if named is not None:
        platform = await Platform.get_or_none(enterprise_id=named.id, using_db=tx.connection)
        return track, ApplyingFirm(named, platform)
    if not by.holds(Role.PLATFORM):
        raise Invalid(errors=[Reason("enterprise_id", "required", _NEEDED)])
    return track, await _own_firm(tx, by, now)


async def _own_firm(tx: Tx, by: Identity, now: datetime) -> ApplyingFirm:
    platform = await find_own_platform(by, tx=tx)
    if platform is None or platform.enterprise_id is None:
        raise NoFirm()
    await hold_drafts(tx, platform.enterprise_id, by=by)
    await join_platform_firm(tx, platform.organisation_id, at=now)
    enterprise = await Enterprise.get(id=platform.enterprise_id, using_db=tx.connection)
    return ApplyingFirm(enterprise, platform)
