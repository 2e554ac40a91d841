"""Whether a submission can be taken: complete, within time, qualified; every problem at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from models.rules.award.history import NOTHING, History
from models.rules.eligibility.region import region_class_of
from models.rules.evidence import missing_reasons
from models.rules.exclusions import exclusion_keys
from models.rules.line.order_key import Moment, Precision
from models.rules.moments import NAMES, in_future, outside_period, own_part_unpaid
from models.rules.money import FeeSplit
from models.rules.reasons import Reason, Text
from models.rules.terms.programme import EditionDefinition, PoolRule, TrackTerms
from server.edge.receipts import Signer
from server.errors import Invalid
from server.features.applications.assessment import Judged, judge_application
from server.features.applications.history import KeptHistory, to_keep
from server.features.applications.refusals import CreditBlocked, Incomplete, Ineligible
from server.features.applications.split import split_of

_REQUIRED = Text("还没有填写", "Not given yet")
_PARTICULARS = ("contract_no", "signed_at", "paid_at", "fee_fen", "paid_fen")
_NOT_PARTICIPATING = Text(
    "所选平台已不再参加本期活动,请另选平台", "This platform no longer takes part; choose another"
)
_POOLS = msgspec.json.Decoder(dict[str, tuple[UUID, int]])


class Paper(msgspec.Struct, frozen=True):
    """A paper as it is judged and as the receipt names it."""

    id: UUID
    kind: str
    sha256: str


_PAPERS = msgspec.json.Decoder(list[Paper])
_KEPT = msgspec.json.Decoder(KeptHistory)


@dataclass(frozen=True, slots=True)
class HandIn:
    """One call of submit: the row it was read into, the rules that judge it, who asks and when."""

    row: Any
    definition: EditionDefinition
    track: TrackTerms
    now: datetime
    user_id: UUID
    signer: Signer

    @property
    def papers(self) -> list[Paper]:
        return _PAPERS.decode(self.row["evidence"]) if self.row["evidence"] else []

    @property
    def region_class(self) -> str | None:
        """By the firm's district when it was handed in first; a correction does not move it."""
        if self.row["status"] != "draft":
            held: str | None = self.row["region_class"]
            return held
        return region_class_of(self.definition, self.row["registered_district"])

    @property
    def kept(self) -> KeptHistory | None:
        """What it was judged by before, if the records were asked."""
        return _KEPT.decode(self.row["history"]) if self.row["history"] else None

    @property
    def pool(self) -> tuple[UUID, int] | None:
        """Id and epoch of the pool that this track draws from by first come, if any."""
        rule = self._pool_rule
        return None if rule is None else _POOLS.decode(self.row["pools"])[rule.code]

    @property
    def by_payment(self) -> bool:
        """Whether signing and payment decide its place in the line."""
        return self._pool_rule is not None and self._pool_rule.order == "payment"

    @property
    def may_wait(self) -> bool:
        """Whether one that does not fit takes a place behind the line instead of a refusal."""
        rule = self._pool_rule
        return rule is None or rule.order != "arrival" or rule.waiting_list

    @property
    def _pool_rule(self) -> PoolRule | None:
        if self.track.selection != "first_come" or self.track.pool is None:
            return None
        return self.definition.find_pool(self.track.pool)

    @property
    def moments(self) -> dict[str, Moment]:
        """When it was signed and paid, as far as that is known."""
        return {name: self.moment(name) for name in NAMES if self.row[name] is not None}

    def moment(self, name: str) -> Moment:
        precision: Precision = self.row[f"{name.removesuffix('_at')}_precision"]
        return Moment(self.row[name], precision)


@dataclass(frozen=True, slots=True)
class Admitted:
    """What an admitted submission comes to; amounts in fen.

    `exclusions`: the keys of the slots that it takes. `history`: what the records said, to be kept.
    """

    award_fen: int
    split: FeeSplit | None
    judged: Judged
    exclusions: tuple[str, ...]
    history: KeptHistory | None

    @property
    def shown_fen(self) -> int | None:
        """What people are told; None where the deciding body sets the amount."""
        return self.judged.working.award_fen


def refuse_future(it: HandIn) -> None:
    """Nothing was signed or paid after now. Raises Invalid (`in_future`)."""
    future = in_future(it.moments, it.now)
    if future:
        raise Invalid(errors=future)


def admit(it: HandIn, history: History = NOTHING) -> Admitted:
    """Judge it. Raises CreditBlocked, Incomplete (with what is not met as well), Ineligible."""
    if it.row["credit_blocked"]:
        raise CreditBlocked()
    judged = judge_application(it.track, it.row, it.region_class, history)
    split = split_of(it.track, it.row["fee_fen"])
    conditions = judged.shortcomings
    unknown = (*conditions.missing, *judged.working.missing, *judged.unstated)
    missing = [
        *_missing_fields(it, judged, unknown, split),
        *missing_reasons(it.track.materials, _held(it)),
    ]
    unmet = [
        *_left_by_platform(it),
        *outside_period(it.moments, it.definition.edition),
        *conditions.unmet,
    ]
    if missing:
        raise Incomplete(errors=[*missing, *unmet])
    if unmet:
        raise Ineligible(errors=unmet)
    return Admitted(
        judged.working.award_fen or 0,
        split,
        judged,
        exclusion_keys(it.definition, it.track, judged.reading.values, judged.working),
        to_keep(it.track, history, judged.working),
    )


def _held(it: HandIn) -> Mapping[str, int]:
    held: dict[str, int] = {}
    for paper in it.papers:
        held[paper.kind] = held.get(paper.kind, 0) + 1
    return held


def _missing_fields(
    it: HandIn, judged: Judged, unknown: Sequence[str], split: FeeSplit | None
) -> list[Reason]:
    needed = _needed(it)
    found = [Reason(name, "missing", _REQUIRED) for name in needed if it.row[name] is None]
    absent = dict.fromkeys(unknown)
    found += [
        Reason(f"facts.{name}", "missing", _REQUIRED) for name in absent if name not in needed
    ]
    found += judged.reading.problems
    own_fen = None if split is None else split.enterprise_fen
    return found + own_part_unpaid("paid_fen", it.row["paid_fen"], own_fen)


def _needed(it: HandIn) -> tuple[str, ...]:
    if it.track.award.kind == "copay":
        return _PARTICULARS
    return ("signed_at", "paid_at") if it.by_payment else ()


def _left_by_platform(it: HandIn) -> list[Reason]:
    """A platform that has left takes no new clients; who is in already goes on."""
    rule = it.track.platform
    if rule is None or it.row["status"] != "draft" or it.row["takes_part"]:
        return []
    return [Reason("platform_id", "not_participating", _NOT_PARTICIPATING, rule.cite)]
