"""A reviewer's corrected instants and amount: what only a reviewer may move earlier (quota.md)."""

from collections.abc import Iterator
from typing import Any

import msgspec

from models.rules.orderkey import Moment, never_before, payment_key
from models.rules.reasons import Reason, Text
from models.tables.applications import Application
from models.tables.enterprises import Enterprise
from server.applications.judged import Judged, judge_application
from server.applications.particulars import read_moment
from server.applications.refusals import Ineligible
from server.clock import SHANGHAI
from server.errors import Invalid
from server.reviews.case import Case
from server.reviews.check_verdict import DECIDED_KINDS
from server.reviews.outcome import Outcome
from server.reviews.schemas import Verified
from storage.postgres.claims import has_come_back, hold_live_claim, touch_claim
from storage.postgres.lock import hold_pool, name_actor, next_in_turn
from storage.postgres.transaction import Tx

_FUTURE = Text("时间不能晚于现在", "This lies in the future")
_OUTSIDE = Text("不在本期活动的实施期内", "This lies outside the implementation period")
_TOO_LITTLE = Text("已付金额少于企业应承担的部分", "Less than the firm's own part has been paid")
_FROZEN = Text("额度已锁定,金额不能增加", "The money is locked; the amount cannot rise")
_INSTANTS = ("signed_at", "paid_at")


async def apply_verified(tx: Tx, case: Case, verified: Verified, outcome: Outcome) -> None:
    """Write the corrected values and move the claim. Raises Invalid, Ineligible.

    The lock test that follows in the same transaction sees the claim where it belongs now.
    """
    changes = _changes(verified)
    application = case.application
    old = {name: getattr(application, name) for name in changes}
    if old == changes:
        return
    application.update_from_dict(changes)
    _check_time(case, changes)
    judged = await _judge(tx, case)
    if case.track.award.kind not in DECIDED_KINDS:
        application.award_fen = judged.working.award_fen or 0
    await application.save(using_db=tx.connection, update_fields=[*changes, "award_fen"])
    await _write_payment(tx, application)
    await _move_claim(tx, case, outcome)
    outcome.detail["verified"] = {
        name: {"old": old[name], "new": changes[name]}
        for name in changes
        if old[name] != changes[name]
    }


def _changes(verified: Verified) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in _INSTANTS:
        at, precision = read_moment(f"verified.{name}", getattr(verified, name))
        if at is not None:
            found |= {name: at, f"{name.removesuffix('_at')}_precision": precision}
    if verified.paid_fen is not None:
        found["paid_fen"] = verified.paid_fen
    return found


def _check_time(case: Case, changes: dict[str, Any]) -> None:
    """A bare day is the end of that day, which on the day itself still lies ahead."""
    future = []
    for name in _INSTANTS:
        if name in changes:
            at, latest = changes[name], case.now
            if changes[f"{name.removesuffix('_at')}_precision"] == "day":
                latest = latest.astimezone(SHANGHAI).replace(hour=23, minute=59, second=59)
            if at > latest:
                future.append(Reason(f"verified.{name}", "in_future", _FUTURE))
    if future:
        raise Invalid(errors=future)


async def _judge(tx: Tx, case: Case) -> Judged:
    """By the rules, with the values as the reviewer found them."""
    application = case.application
    enterprise = await Enterprise.get_or_none(id=application.enterprise_id, using_db=tx.connection)
    row = {
        "facts": msgspec.json.encode(application.facts).decode(),
        "registered_city": enterprise.registered_city if enterprise else None,
        "in_service_zone": enterprise.in_service_zone if enterprise else None,
        **{name: getattr(application, name) for name in (*_INSTANTS, "fee_fen", "paid_fen")},
    }
    judged = judge_application(case.track, row)
    unmet = [*_unmet(case), *judged.eligibility.unmet]
    if unmet:
        raise Ineligible(errors=unmet)
    return judged


def _unmet(case: Case) -> Iterator[Reason]:
    application, edition = case.application, case.definition.edition
    for name in _INSTANTS:
        at = getattr(application, name)
        if at is not None and not edition.period_from <= at <= edition.period_to:
            yield Reason(name, "outside_period", _OUTSIDE)
    paid_fen, own_fen = application.paid_fen, application.enterprise_fen
    if paid_fen is not None and own_fen is not None and paid_fen < own_fen:
        yield Reason("paid_fen", "too_little", _TOO_LITTLE)


async def _write_payment(tx: Tx, application: Application) -> None:
    """The first receipt of money, which the application's own values derive from."""
    await tx.raw.execute(
        "UPDATE payments SET paid_at = $2, precision = $3, amount_fen = $4"
        " WHERE application_id = $1 AND number = 1",
        application.id,
        application.paid_at,
        application.paid_precision,
        application.paid_fen,
    )


async def _move_claim(tx: Tx, case: Case, outcome: Outcome) -> None:
    pool_id = await tx.raw.fetchval(
        "SELECT pool_id FROM claims WHERE application_id = $1 AND live", case.application.id
    )
    if pool_id is None:
        return
    await name_actor(tx, case.by.user_id)
    pool = await hold_pool(tx, pool_id)
    held: Any = await hold_live_claim(tx, case.application.id)
    later, earlier = held["later"], held["earlier"]
    application = case.application
    if pool["order_by"] == "payment" and application.signed_at and application.paid_at:
        signed = Moment(application.signed_at, application.signed_precision)  # type: ignore[arg-type]  # a column
        paid = Moment(application.paid_at, application.paid_precision)  # type: ignore[arg-type]  # a column
        key = payment_key(signed, paid, held["sequence"])
        if application.submitted_at and await has_come_back(tx, held["id"]):
            key = never_before(key, application.submitted_at)
        later, earlier = key.later, key.earlier
    changes = _amounts(case, held)
    row = await touch_claim(tx, held["id"], changes, at=case.now, later=later, earlier=earlier)
    outcome.touched(row, held["epoch"])
    # Whoever stood behind it may stand before it now.
    outcome.jobs.append(next_in_turn(pool_id))


def _amounts(case: Case, held: Any) -> dict[str, Any]:
    award_fen = case.application.award_fen or 0
    if case.track.award.kind in DECIDED_KINDS or held["amount_fen"] == award_fen:
        return {}
    if held["locked_at"] is None:
        return {"amount_fen": award_fen}
    if award_fen > held["amount_fen"]:
        raise Ineligible(errors=[Reason("verified.paid_fen", "amount_locked", _FROZEN)])
    return {"amount_fen": award_fen, "granted_fen": min(award_fen, held["granted_fen"])}
