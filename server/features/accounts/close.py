"""A person closes their account: erased at once, told what the law has us keep."""

from uuid import UUID

from models.rules.reasons import Reason, Text
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import AppError
from server.features.accounts.erase import erase_person
from server.features.accounts.schemas import ClosedAccount, HeldFirm, words_views
from server.features.accounts.show import list_held_firms
from server.features.identity.cached_sessions import drop_cached
from storage.postgres.core.transaction import Tx, transaction
from storage.redis.session_cache import SessionCache


class FirmsWithoutOwner(AppError):
    """A firm would be left without an owner, and the person did not say that it may."""

    status, code = 409, "firms_without_owner"
    title = Text(
        "注销后下列企业将没有负责人。请先移交给其他成员；确实不再有人办理的，确认后仍可注销",
        "These firms would have no owner. Hand them over to a member first; if nobody goes on, confirm"
        " it and close the account",
    )


class RoleHeld(AppError):
    """Staff act for a body, which ends their account."""

    status, code = 409, "role_held"
    title = Text(
        "您有工作人员角色，账号由所在单位管理，不能自行注销；请联系所在单位或管理员停用",
        "You hold a role of staff; your body or its administrator ends this account",
    )


async def close_account(
    by: Identity, *, leave_firms: bool, english: bool, clock: Clock, cache: SessionCache
) -> ClosedAccount:
    """Erased in one transaction. Raises RoleHeld, FirmsWithoutOwner (one reason a firm)."""
    if by.grants or by.withheld:
        raise RoleHeld()
    now = clock.now()
    async with transaction() as tx:
        if not leave_firms:
            await _refuse_ownerless(tx, by.user_id)
        ended = await erase_person(tx, by.user_id, by="self", at=now)
    await drop_cached(cache, ended=ended)
    return ClosedAccount(now, words_views(english, "kept"))


async def _refuse_ownerless(tx: Tx, user_id: UUID) -> None:
    """A firm of nobody else and with nothing in it is no loss to anybody."""
    firms = await list_held_firms(user_id, tx=tx)
    left = [one for one in firms if one.only_owner and (one.others or one.drafts or one.running)]
    if left:
        raise FirmsWithoutOwner(errors=[_reason(one) for one in left])


def _reason(firm: HeldFirm) -> Reason:
    return Reason(
        "leave_firms",
        "last_owner",
        Text(
            f"“{firm.name}”：其他成员 {firm.others} 人，草稿 {firm.drafts} 份，"
            f"正在办理的申请 {firm.running} 份",
            f"{firm.name}: {firm.others} other member(s), {firm.drafts} draft(s), {firm.running}"
            " application(s) under way",
        ),
    )
