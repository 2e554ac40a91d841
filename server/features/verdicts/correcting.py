"""Correcting the instants and the amount of an application by its papers: checked, then moved.

What only a reviewer or the authority may do: the firm's own correction never moves a key earlier
(quota.md, Instants).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from models.rules.award.decided import DECIDED_KINDS
from models.rules.eligibility.checks import CONTRADICTS
from models.rules.line.order_key import Moment, OrderKey, never_before, payment_key
from models.rules.moments import (
    in_future,
    keep_bare_days,
    moment_columns,
    moments_of,
    outside_period,
    own_part_unpaid,
    read_moments,
)
from models.rules.reasons import Reason, Text
from models.rules.terms.programme import EditionDefinition, TrackTerms
from models.tables.applications import Application
from server.errors import Invalid
from server.features.applications.refusals import Ineligible
from server.features.verdicts.outcome import Outcome
from server.features.verdicts.reassess import judge_again
from storage.postgres.applications import write_values
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx
from storage.postgres.money.award_lines import write_award
from storage.postgres.money.claims import CLAIM_COLUMNS, ClaimRow, has_come_back, touch_claim
from storage.postgres.money.lock import hold_claim, next_in_turn
from storage.postgres.money.payments import correct_payment

_FROZEN = Text(
    "更正后的金额使补贴超过了已锁定的额度，请改为不高于原来的金额",
    "The money is locked and the award cannot rise; give no more than before",
)
_CLAIM = f"""
SELECT {CLAIM_COLUMNS}, p.order_by FROM claims c JOIN pools p ON p.id = c.pool_id
 WHERE c.application_id = $1 AND c.live
"""


class _OrderedClaim(ClaimRow, frozen=True):
    order_by: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """What the papers show, as far as it is corrected: the moments by name, the amount in fen."""

    moments: Mapping[str, Moment]
    paid_fen: int | None = None

    def columns(self, held: Application) -> dict[str, datetime | str | int | None]:
        """The values by column; a day that comes back as an instant is still a day."""
        kept = moment_columns(keep_bare_days(self.moments, moments_of(held)))
        return {**kept, **({} if self.paid_fen is None else {"paid_fen": self.paid_fen})}


@dataclass(frozen=True, slots=True)
class Correcting:
    """Which application, whose row the caller holds, by which rules, who corrects it and when.

    `prefix` stands before the names of corrected fields in refusals.
    """

    application: Application
    definition: EditionDefinition
    track: TrackTerms
    actor_id: UUID
    now: datetime
    prefix: str = ""


def read_corrected(
    given: Mapping[str, str | None], paid_fen: int | None = None, *, prefix: str = ""
) -> Corrected:
    """The values of a body, its moments by name. Raises Invalid."""
    moments, problems = read_moments(given, prefix)
    if problems:
        raise Invalid(errors=problems)
    return Corrected(moments, paid_fen)


async def correct_values(
    tx: Tx, correcting: Correcting, corrected: Corrected, outcome: Outcome
) -> dict[str, dict[str, object]]:
    """Write the values and move the claim; what changed, with old and new, empty if nothing did.

    A value that is confirmed as it is changes something too where the firm's own correction
    could not move its claim earlier. A locked claim keeps its lock. What follows is the caller's:
    the version, `after_correction`, the ranking of `outcome`. Raises Invalid (`in_future`),
    Ineligible.
    """
    application, track = correcting.application, correcting.track
    changes = corrected.columns(application)
    old = {name: getattr(application, name) for name in changes}
    confirmed = old == changes
    if confirmed and not await _lies_elsewhere(tx, correcting):
        return {}
    application.update_from_dict(changes)
    _refuse_future(correcting, corrected)
    award_fen = await _judge(tx, correcting, corrected)
    claim = await _move_claim(tx, correcting, award_fen, outcome)
    if track.award.kind not in DECIDED_KINDS:
        application.award_fen = _award(application, award_fen, claim)
    fields = [*changes, "award_fen", "history"]
    await write_values(tx, application, fields)
    await correct_payment(tx, application)
    await write_award(tx, application.id, application.award_fen or 0)
    return {
        name: {"old": old[name], "new": value}
        for name, value in changes.items()
        if confirmed or old[name] != value
    }


async def _lies_elsewhere(tx: Tx, correcting: Correcting) -> bool:
    """Whether its live claim has another key than the application's values give it."""
    claim = await find_row(_OrderedClaim, _CLAIM, correcting.application.id, tx=tx)
    return claim is not None and await _key(tx, correcting, claim.order_by, claim) != claim.key


def _award(application: Application, award_fen: int, claim: ClaimRow | None) -> int:
    """Once approved, no more than what was granted: the last award may be a part."""
    if application.status != "approved" or claim is None or claim.locked_at is None:
        return award_fen
    return min(award_fen, claim.granted_fen or 0)


def _refuse_future(correcting: Correcting, corrected: Corrected) -> None:
    moments = moments_of(correcting.application)
    checked = {f"{correcting.prefix}{name}": moments[name] for name in corrected.moments}
    future = in_future(checked, correcting.now)
    if future:
        raise Invalid(errors=future)


async def _judge(tx: Tx, correcting: Correcting, corrected: Corrected) -> int:
    """The award in fen by the rules, with the values as the papers show them.

    Raises Invalid (figures that contradict each other), Ineligible.
    """
    application, definition = correcting.application, correcting.definition
    judged = await judge_again(tx, application, definition, correcting.track)
    given = {*corrected.moments, *({"paid_fen"} if corrected.paid_fen is not None else ())}

    def field(name: str) -> str:
        return f"{correcting.prefix}{name}" if name in given else name

    disagreeing = [one for one in judged.reading.problems if one.code == CONTRADICTS]
    if disagreeing:
        raise Invalid(errors=[replace(one, field=field(one.field)) for one in disagreeing])
    moments = {field(name): moment for name, moment in moments_of(application).items()}
    unmet = [
        *outside_period(moments, definition.edition),
        *own_part_unpaid(field("paid_fen"), application.paid_fen, application.enterprise_fen),
        *judged.eligibility.unmet,
    ]
    if unmet:
        raise Ineligible(errors=unmet)
    return judged.working.award_fen or 0


async def _move_claim(
    tx: Tx, correcting: Correcting, award_fen: int, outcome: Outcome
) -> ClaimRow | None:
    """The claim as it is now; None without a live one."""
    held = await hold_claim(tx, correcting.application.id, actor_id=correcting.actor_id)
    if held is None:
        return None
    pool, claim = held
    key = await _key(tx, correcting, pool.order_by, claim)
    changes = _amounts(correcting, award_fen, claim)
    moved = await touch_claim(
        tx, claim.id, changes, at=correcting.now, later=key.later, earlier=key.earlier
    )
    outcome.touched(moved, pool.epoch)
    # Whoever stood behind it may stand before it now.
    outcome.jobs.append(next_in_turn(pool.id))
    return moved


async def _key(tx: Tx, correcting: Correcting, order_by: str, claim: ClaimRow) -> OrderKey:
    """By the application's values; as it is where arrival or the approval decides."""
    application, moments = correcting.application, moments_of(correcting.application)
    by_payment = correcting.track.selection == "first_come" and order_by == "payment"
    if not by_payment or len(moments) < 2:
        return claim.key
    signed, paid = moments.values()
    key = payment_key(signed, paid, claim.sequence)
    submitted_at = application.submitted_at
    if submitted_at and await has_come_back(tx, claim.id, by=submitted_at):
        key = never_before(key, submitted_at)
    return key


def _amounts(correcting: Correcting, award_fen: int, claim: ClaimRow) -> dict[str, int]:
    if correcting.track.award.kind in DECIDED_KINDS or claim.amount_fen == award_fen:
        return {}
    if claim.locked_at is None:
        return {"amount_fen": award_fen}
    if award_fen > claim.amount_fen:
        field = f"{correcting.prefix}paid_fen"
        raise Ineligible(errors=[Reason(field, "amount_locked", _FROZEN)])
    return {"amount_fen": award_fen, "granted_fen": min(award_fen, claim.granted_fen or 0)}
