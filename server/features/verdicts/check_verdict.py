"""Checks a verdict as it is given: every problem at once, before anything changes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Protocol

from models.rules.award.decided import check_decided
from models.rules.moments import in_future, read_moments
from models.rules.reasons import Reason, Text
from models.rules.terms.programme import AwardKind
from server.errors import Invalid
from server.features.client_lists.hand_in import CLIENTS
from server.features.reviews.case import Case, require_decided_here
from server.features.verdicts.schemas import Check, Decision, Item, Verified

DECIDED_KINDS: frozenset[AwardKind] = frozenset({"range", "discretionary"})
CORRECTABLE: Final = ("contract_no", "signed_at", "paid_at", "fee_fen", "paid_fen")
"""Particulars that a return may ask to correct."""

_ITEMS = Text("退回补正须列明需要补正的事项", "Name what is to be corrected")
_COMMENT = Text("不予通过须说明理由", "A rejection needs its reason")
_UNKNOWN = Text("没有这一项", "There is no such item")
_TWICE = Text("同一事项列了两次", "The same item is listed twice")
_MISPLACED = Text("这一项不适用于此次处理", "This does not belong to this verdict")
_UNCHECKED = Text("这类材料尚未核对", "This paper has not been checked")
_NOT_OK = Text("这类材料核对不通过，不能给予通过", "This paper was not in order")
_VERIFIED: Final = "verified."
_CLAUSE = Text(
    "所依据的条款只在不予通过时填写，请删去",
    "A clause belongs to a rejection only; leave it out",
)
_AMOUNT = Text("请填写核定金额", "Enter the amount that is granted")


class VerdictAsRead(Protocol):
    """A verdict, or what of it was understood."""

    @property
    def verdict(self) -> str | None: ...
    @property
    def comment(self) -> str | None: ...
    @property
    def checklist(self) -> Mapping[str, Check | None] | None: ...
    @property
    def items(self) -> Sequence[Item | None] | None: ...
    @property
    def verified(self) -> Verified | None: ...
    @property
    def award_fen(self) -> int | None: ...
    @property
    def cite(self) -> str | None: ...


def check_verdict(case: Case, given: Decision) -> None:
    """Raises DecidedElsewhere, Invalid."""
    require_decided_here(case)
    problems = verdict_problems(case, given)
    if problems:
        raise Invalid(errors=problems)


def verdict_problems(case: Case, given: VerdictAsRead) -> list[Reason]:
    """Every problem of a verdict, or of what of it was understood."""
    problems = [
        *_items(case, given),
        *_checklist(case, given),
        *_values(case, given),
        *_dates(case, given),
    ]
    if given.verdict == "reject" and not (given.comment or "").strip():
        problems.append(Reason("comment", "required", _COMMENT))
    if given.cite is not None and given.verdict not in ("reject", None):
        problems.append(Reason("cite", "unexpected", _CLAUSE))
    return problems


def _dates(case: Case, given: VerdictAsRead) -> Iterator[Reason]:
    """Moments that the calendar does not have, or that lie ahead."""
    if given.verified is None:
        return
    named = {"signed_at": given.verified.signed_at, "paid_at": given.verified.paid_at}
    moments, problems = read_moments(named, _VERIFIED)
    yield from problems
    yield from in_future(
        {f"{_VERIFIED}{name}": moment for name, moment in moments.items()}, case.now
    )


def every_paper_in_order(case: Case) -> dict[str, Check]:
    """The checklist that a pass in bulk counts as: each required kind, by one word for all."""
    return {material.kind: Check(ok=True) for material in case.track.materials if material.required}


def _items(case: Case, given: VerdictAsRead) -> Iterator[Reason]:
    items = given.items or []
    if given.verdict != "return":
        if items and given.verdict is not None:
            yield Reason("items", "unexpected", _MISPLACED)
        return
    if not items:
        yield Reason("items", "required", _ITEMS)
    seen = set()
    for index, item in enumerate(items):
        if item is None or item.item is None:
            continue
        if not _is_known(case, item.item):
            yield Reason(f"items[{index}].item", "unknown", _UNKNOWN)
        if item.item in seen:
            yield Reason(f"items[{index}].item", "duplicate", _TWICE)
        seen.add(item.item)


def _is_known(case: Case, item: str) -> bool:
    kinds = {material.kind for material in case.track.materials}
    if item.startswith("facts."):
        return case.track.find_fact(item.removeprefix("facts.")) is not None
    if item == CLIENTS:
        return case.track.clients is not None
    return item in kinds or item in CORRECTABLE


def _checklist(case: Case, given: VerdictAsRead) -> Iterator[Reason]:
    kinds = {material.kind for material in case.track.materials}
    checklist = given.checklist or {}
    for kind, check in checklist.items():
        if kind not in kinds:
            yield Reason(f"checklist.{kind}", "unknown", _UNKNOWN)
        elif given.verdict == "pass" and check is not None and check.ok is False:
            yield Reason(f"checklist.{kind}", "not_ok", _NOT_OK)
    if given.verdict == "pass" and case.stage == "audit":
        for kind in every_paper_in_order(case):
            if kind not in checklist:
                yield Reason(f"checklist.{kind}", "required", _UNCHECKED)


def _values(case: Case, given: VerdictAsRead) -> Iterator[Reason]:
    """Figures that only a pass may carry, and an amount only where the body sets it."""
    if given.verdict is None:
        return
    if given.verified is not None and given.verdict != "pass":
        yield Reason("verified", "unexpected", _MISPLACED)
    decides = case.track.award.kind in DECIDED_KINDS and case.stage == "approve"
    if given.award_fen is None:
        if decides and given.verdict == "pass":
            yield Reason("award_fen", "required", _AMOUNT)
    elif not decides or given.verdict != "pass":
        yield Reason("award_fen", "unexpected", _MISPLACED)
    elif (problem := check_decided(case.track.award, given.award_fen)) is not None:
        yield problem
