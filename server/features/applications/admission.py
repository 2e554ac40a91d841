"""Decides whether a submission can be taken: complete, within time, qualified; every problem at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

import msgspec

from models.rules.award.history import NOTHING, History
from models.rules.eligibility.checks import against_the_record
from models.rules.eligibility.fact_sources import FIRM_FACTS
from models.rules.eligibility.region import region_class_of
from models.rules.evidence import missing_reasons, unchecked_reasons
from models.rules.exclusions import exclusion_keys
from models.rules.line.order_key import Moment
from models.rules.moments import in_future, moments_of, outside_period, own_part_unpaid
from models.rules.money import FeeSplit
from models.rules.reasons import Reason, Text, one_a_field
from models.rules.terms.programme import EditionDefinition, PoolRule, TrackTerms
from models.rules.wording import within_quotes
from server.clock import SHANGHAI
from server.edge.receipts import Signer
from server.edge.web.field_labels import LABELS
from server.edge.web.msgspec_texts import missing as missing_words
from server.errors import AppError, Invalid
from server.features.applications.assessment import (
    Judged,
    judge_application,
    stated_by,
    unread,
)
from server.features.applications.client_facts import derived_names
from server.features.applications.figures import firm_figures
from server.features.applications.history import KeptHistory, to_keep
from server.features.applications.refusals import Incomplete, Ineligible
from server.features.applications.split import split_of
from server.roles import Role
from storage.postgres.submission import SubmissionRow

_PARTICULARS = ("contract_no", "signed_at", "paid_at", "fee_fen", "paid_fen")
_NOT_PARTICIPATING = Text(
    "所选的平台企业已不再参加本年度项目，请另选平台",
    "This platform no longer takes part; choose another",
)


class SealedPaper(msgspec.Struct, frozen=True):
    """A paper as it is judged and as the receipt names it."""

    id: UUID
    kind: str
    sha256: str
    state: str


_POOLS = msgspec.json.Decoder(dict[str, tuple[UUID, int]])
_PAPERS = msgspec.json.Decoder(list[SealedPaper])
_FACTS = msgspec.json.Decoder(dict[str, Any])
_KEPT = msgspec.json.Decoder(KeptHistory)


@dataclass(frozen=True)
class HandIn:
    """One call of submit: the row it was read into, the rules that judge it, who asks and when.

    `role`: as what they ask.
    """

    row: SubmissionRow
    definition: EditionDefinition
    track: TrackTerms
    now: datetime
    user_id: UUID
    signer: Signer
    role: str = Role.ENTERPRISE

    @cached_property
    def papers(self) -> list[SealedPaper]:
        return _PAPERS.decode(self.row.evidence) if self.row.evidence else []

    @cached_property
    def facts(self) -> dict[str, Any]:
        return _FACTS.decode(self.row.facts)

    @cached_property
    def moments(self) -> dict[str, Moment]:
        """When it was signed and paid, as far as that is known."""
        return moments_of(self.row)

    @property
    def region_class(self) -> str | None:
        """By the firm's district when it was handed in first; a correction does not move it."""
        if self.row.status != "draft":
            return self.row.region_class
        return region_class_of(self.definition, self.row.district)

    @property
    def kept(self) -> KeptHistory | None:
        """What it was judged by before, if the records were asked."""
        return _KEPT.decode(self.row.history) if self.row.history else None

    @cached_property
    def pool(self) -> tuple[UUID, int] | None:
        """Id and epoch of the pool that this track draws from by first come, if any."""
        rule = self._pool_rule
        return None if rule is None else _POOLS.decode(self.row.pools or "{}")[rule.code]

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

    @property
    def kept(self) -> str | None:
        """`history` as JSON."""
        return None if self.history is None else msgspec.json.encode(self.history).decode()


@dataclass(frozen=True, slots=True)
class Assessed:
    """What an application comes to, and all that stands against handing it in, apart by its kind.

    `future`: lies in the future; `unmet`: conditions; `missing`: what is to be given or mended.
    """

    admitted: Admitted
    future: list[Reason]
    unmet: list[Reason]
    missing: list[Reason]

    @property
    def refusal(self) -> AppError | None:
        """It lists all that is wrong, also what another one would be named for."""
        kind = Invalid if self.future else Ineligible if self.unmet else Incomplete
        problems = one_a_field([*self.future, *self.unmet, *self.missing])
        return kind(errors=problems) if problems else None


def admit(
    hand_in: HandIn, history: History = NOTHING, untouched: Sequence[Reason] = ()
) -> Admitted:
    """Raises Invalid (something lies in the future), Ineligible (a condition is not met), Incomplete."""
    assessed = assess(hand_in, history, untouched)
    if (refusal := assessed.refusal) is not None:
        raise refusal
    return assessed.admitted


def assess(
    hand_in: HandIn, history: History = NOTHING, untouched: Sequence[Reason] = ()
) -> Assessed:
    """Judge it. `untouched`: what was asked of it and not seen to yet."""
    row, track, definition = hand_in.row, hand_in.track, hand_in.definition
    stated = stated_by(row, hand_in.facts, row)
    judged = judge_application(track, stated, hand_in.region_class, history)
    split = split_of(track, row.fee_fen)
    conditions = judged.shortcomings
    unknown = (*conditions.missing, *judged.working.missing, *judged.unstated)
    states: dict[str, list[str]] = {}
    for paper in hand_in.papers:
        states.setdefault(paper.kind, []).append(paper.state)
    missing = [
        *untouched,
        *_missing_fields(hand_in, judged, unknown),
        *_unlike_the_record(hand_in, judged),
        *own_part_unpaid("paid_fen", row.paid_fen, split.enterprise_fen if split else None),
        *unchecked_reasons(track.materials, states),
        *missing_reasons(track.materials, {kind: len(of_kind) for kind, of_kind in states.items()}),
    ]
    unmet = [
        *_left_by_platform(hand_in),
        *outside_period(hand_in.moments, definition.edition),
        *conditions.unmet,
    ]
    admitted = Admitted(
        judged.working.award_fen or 0,
        split,
        judged,
        exclusion_keys(definition, track, judged.reading.values, judged.working),
        to_keep(track, history, judged.working),
    )
    return Assessed(admitted, in_future(hand_in.moments, hand_in.now), unmet, missing)


def _missing_fields(hand_in: HandIn, judged: Judged, unknown: Sequence[str]) -> list[Reason]:
    needed = _needed(hand_in)
    absent = [name for name in needed if getattr(hand_in.row, name) is None]
    absent += [f"facts.{name}" for name in dict.fromkeys(unknown) if name not in needed]
    missing = [Reason(field, "missing", _not_given(hand_in.track, field)) for field in absent]
    return one_a_field([*unread(judged.track, judged.reading, hand_in.row), *missing])


def _not_given(track: TrackTerms, field: str) -> Text:
    """That it was left out, by its name; and where it is filled in, if not here."""
    name = field.removeprefix("facts.")
    fact = track.find_fact(name)
    label = (
        LABELS[name] if fact is None else Text(f"“{within_quotes(fact.label.zh)}”", fact.label.en)
    )
    if track.clients is not None and name in derived_names(track.clients):
        return Text(
            f"{label.zh}还没有，请先填写新增用户清单",
            f"{label.en} is missing; fill in the list of clients",
        )
    if name in FIRM_FACTS:
        return Text(
            f"{label.zh}还没有填写，请到“我的企业”补充",
            f"{label.en} is missing; give it under “My firm”",
        )
    return missing_words(label)


def _unlike_the_record(hand_in: HandIn, judged: Judged) -> Sequence[Reason]:
    firm, today = firm_figures(hand_in.row), hand_in.now.astimezone(SHANGHAI).date()
    own = hand_in.role == Role.ENTERPRISE
    return against_the_record(hand_in.track, judged.reading.values, firm, today, own=own)


def _needed(hand_in: HandIn) -> tuple[str, ...]:
    if hand_in.track.award.kind == "copay":
        return _PARTICULARS
    return ("signed_at", "paid_at") if hand_in.by_payment else ()


def _left_by_platform(hand_in: HandIn) -> list[Reason]:
    """A platform that has left takes no new clients; who is in already goes on."""
    rule, row = hand_in.track.platform, hand_in.row
    if rule is None or row.status != "draft" or row.takes_part:
        return []
    return [Reason("platform_id", "not_participating", _NOT_PARTICIPATING, rule.cite)]
