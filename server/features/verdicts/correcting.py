"""Correcting the instants and the amount of an application by its papers: checked, then moved.

What only a reviewer or the authority may do: the firm's own correction never moves a key earlier
(quota.md, Instants).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from models.rules.line.order_key import Moment, never_before, payment_key
from models.rules.reasons import Reason, Text
from models.rules.terms.programme import EditionDefinition, Track
from models.tables.applications import Application
from server.clock import SHANGHAI
from server.errors import Invalid
from server.features.applications.assessment import Judged
from server.features.applications.particulars import read_moment
from server.features.applications.refusals import Ineligible
from server.features.verdicts.check_verdict import DECIDED_KINDS
from server.features.verdicts.outcome import Outcome
from server.features.verdicts.reassess import judge_again
from storage.postgres.core.transaction import Tx
from storage.postgres.money.claims import CLAIM_COLUMNS, has_come_back, hold_live_claim, touch_claim
from storage.postgres.money.lock import hold_pool, name_actor, next_in_turn

_FUTURE = Text("时间不能晚于现在", "This lies in the future")
_OUTSIDE = Text("不在本期活动的实施期内", "This lies outside the implementation period")
_TOO_LITTLE = Text("已付金额少于企业应承担的部分", "Less than the firm's own part has been paid")
_FROZEN = Text("额度已锁定,金额不能增加", "The money is locked; the amount cannot rise")
INSTANTS = ("signed_at", "paid_at")
_CLAIM = f"""
SELECT {CLAIM_COLUMNS}, p.order_by FROM claims c JOIN pools p ON p.id = c.pool_id
 WHERE c.application_id = $1 AND c.live
"""


@dataclass(frozen=True, slots=True)
class Correcting:
    """Which application, whose row the caller holds, by which rules, who corrects it and when.

    `prefix` stands before the names of fields in refusals.
    """

    application: Application
    definition: EditionDefinition
    track: Track
    actor_id: UUID
    now: datetime
    prefix: str = ""


def read_instants(given: Mapping[str, str | None], prefix: str = "") -> dict[str, Any]:
    """Columns of the instants that are given, with their precision. Raises Invalid."""
    found: dict[str, Any] = {}
    for name in INSTANTS:
        at, precision = read_moment(f"{prefix}{name}", given.get(name))
        if at is not None:
            found |= {name: at, f"{name.removesuffix('_at')}_precision": precision}
    return found


async def correct_values(
    tx: Tx, it: Correcting, given: Mapping[str, Any], outcome: Outcome
) -> dict[str, dict[str, Any]]:
    """Write the values and move the claim; what changed, with old and new, empty if nothing did.

    A value that is confirmed as it stands changes something too where the firm's own correction
    could not move its claim earlier. A locked claim keeps its lock. What follows is the caller's:
    the version, `after_correction`, the ranking of `outcome`. Raises Invalid (`in_future`),
    Ineligible.
    """
    application = it.application
    changes = {**given, **_bare_days_kept(given, application)}
    old = {name: getattr(application, name) for name in changes}
    confirmed = old == changes
    if confirmed and not await _stands_elsewhere(tx, it):
        return {}
    application.update_from_dict(changes)
    _check_time(it, changes)
    award_fen = (await _judge(tx, it)).working.award_fen or 0
    claim = await _move_claim(tx, it, award_fen, outcome)
    if it.track.award.kind not in DECIDED_KINDS:
        application.award_fen = _award(application, award_fen, claim)
    fields = [*changes, "award_fen", "history"]
    await application.save(using_db=tx.connection, update_fields=fields)
    await _write_money(tx, application)
    return {
        name: {"old": old[name], "new": value}
        for name, value in changes.items()
        if confirmed or old[name] != value
    }


def _bare_days_kept(given: Mapping[str, Any], application: Application) -> dict[str, str]:
    """A day that comes back as the instant it was shown as is still only a day."""
    precisions = {name: f"{name.removesuffix('_at')}_precision" for name in INSTANTS}
    return {
        precision: "day"
        for name, precision in precisions.items()
        if getattr(application, precision) == "day"
        and name in given
        and given[name] == getattr(application, name)
    }


async def _stands_elsewhere(tx: Tx, it: Correcting) -> bool:
    """Whether its live claim stands where the application's values do not put it."""
    claim = await tx.raw.fetchrow(_CLAIM, it.application.id)
    if claim is None:
        return False
    return await _instants(tx, it, claim, claim) != (claim["later"], claim["earlier"])


def _award(application: Application, award_fen: int, claim: Any) -> int:
    """Once approved, no more than what was granted: the last award may be a part."""
    granted = application.status == "approved" and claim and claim["locked_at"]
    return min(award_fen, claim["granted_fen"]) if granted else award_fen


def _check_time(it: Correcting, changes: Mapping[str, Any]) -> None:
    """A bare day is the end of that day, which on the day itself still lies ahead."""
    future = []
    for name in INSTANTS:
        if name in changes:
            at, latest = changes[name], it.now
            if changes[f"{name.removesuffix('_at')}_precision"] == "day":
                latest = latest.astimezone(SHANGHAI).replace(hour=23, minute=59, second=59)
            if at > latest:
                future.append(Reason(f"{it.prefix}{name}", "in_future", _FUTURE))
    if future:
        raise Invalid(errors=future)


async def _judge(tx: Tx, it: Correcting) -> Judged:
    """By the rules, with the values as the papers show them."""
    judged = await judge_again(tx, it.application, it.definition, it.track)
    unmet = [*_unmet(it), *judged.eligibility.unmet]
    if unmet:
        raise Ineligible(errors=unmet)
    return judged


def _unmet(it: Correcting) -> Iterator[Reason]:
    application, edition = it.application, it.definition.edition
    for name in INSTANTS:
        at = getattr(application, name)
        if at is not None and not edition.period_from <= at <= edition.period_to:
            yield Reason(name, "outside_period", _OUTSIDE)
    paid_fen, own_fen = application.paid_fen, application.enterprise_fen
    if paid_fen is not None and own_fen is not None and paid_fen < own_fen:
        yield Reason("paid_fen", "too_little", _TOO_LITTLE)


async def _write_money(tx: Tx, application: Application) -> None:
    """The first receipt of money, which the application's own values derive from, and the award."""
    await tx.raw.execute(
        "UPDATE payments SET paid_at = $2, precision = $3, amount_fen = $4"
        " WHERE application_id = $1 AND number = 1",
        application.id,
        application.paid_at,
        application.paid_precision,
        application.paid_fen,
    )
    await tx.raw.execute(
        "UPDATE award_lines SET amount_fen = $2 WHERE application_id = $1 AND funder = 'government'",
        application.id,
        application.award_fen or 0,
    )


async def _move_claim(tx: Tx, it: Correcting, award_fen: int, outcome: Outcome) -> Any:
    """The claim as it stands now; None without a live one."""
    pool_id = await tx.raw.fetchval(
        "SELECT pool_id FROM claims WHERE application_id = $1 AND live", it.application.id
    )
    if pool_id is None:
        return None
    await name_actor(tx, it.actor_id)
    pool = await hold_pool(tx, pool_id)
    held: Any = await hold_live_claim(tx, it.application.id)
    later, earlier = await _instants(tx, it, pool, held)
    changes = _amounts(it, award_fen, held)
    row = await touch_claim(tx, held["id"], changes, at=it.now, later=later, earlier=earlier)
    outcome.touched(row, held["epoch"])
    # Whoever stood behind it may stand before it now.
    outcome.jobs.append(next_in_turn(pool_id))
    return row


async def _instants(tx: Tx, it: Correcting, pool: Any, held: Any) -> tuple[int, int]:
    """Whole seconds since 1970 of the key; unchanged where arrival or the approval decides."""
    application, by_payment = it.application, pool["order_by"] == "payment"
    if it.track.selection != "first_come" or not by_payment:
        return held["later"], held["earlier"]
    if not application.signed_at or not application.paid_at:
        return held["later"], held["earlier"]
    signed = Moment(application.signed_at, application.signed_precision)  # type: ignore[arg-type]  # a column
    paid = Moment(application.paid_at, application.paid_precision)  # type: ignore[arg-type]  # a column
    key = payment_key(signed, paid, held["sequence"])
    submitted_at = application.submitted_at
    if submitted_at and await has_come_back(tx, held["id"], by=submitted_at):
        key = never_before(key, submitted_at)
    return key.later, key.earlier


def _amounts(it: Correcting, award_fen: int, held: Any) -> dict[str, Any]:
    if it.track.award.kind in DECIDED_KINDS or held["amount_fen"] == award_fen:
        return {}
    if held["locked_at"] is None:
        return {"amount_fen": award_fen}
    if award_fen > held["amount_fen"]:
        raise Ineligible(errors=[Reason(f"{it.prefix}paid_fen", "amount_locked", _FROZEN)])
    return {"amount_fen": award_fen, "granted_fen": min(award_fen, held["granted_fen"])}
