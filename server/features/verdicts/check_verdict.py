"""Checks a verdict as it is given: every problem at once, before anything changes."""

from collections.abc import Iterator
from typing import Final

from models.rules.award.decided import check_decided
from models.rules.reasons import Reason, Text
from models.rules.terms.programme import AwardKind
from server.errors import Invalid
from server.features.client_lists.hand_in import CLIENTS
from server.features.reviews.case import Case, require_decided_here
from server.features.verdicts.schemas import Check, Decision

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
_AMOUNT = Text("请填写核定金额", "Enter the amount that is granted")


def check_verdict(case: Case, given: Decision) -> None:
    """Raises DecidedElsewhere, Invalid."""
    require_decided_here(case)
    problems = [*_items(case, given), *_checklist(case, given), *_values(case, given)]
    if given.verdict == "reject" and not (given.comment or "").strip():
        problems.append(Reason("comment", "required", _COMMENT))
    if problems:
        raise Invalid(errors=problems)


def every_paper_in_order(case: Case) -> dict[str, Check]:
    """The checklist that a pass in bulk counts as: each required kind, by one word for all."""
    return {material.kind: Check(ok=True) for material in case.track.materials if material.required}


def _items(case: Case, given: Decision) -> Iterator[Reason]:
    items = given.items or []
    if given.verdict != "return":
        if items:
            yield Reason("items", "unexpected", _MISPLACED)
        return
    if not items:
        yield Reason("items", "required", _ITEMS)
    seen = set()
    for index, item in enumerate(items):
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


def _checklist(case: Case, given: Decision) -> Iterator[Reason]:
    kinds = {material.kind for material in case.track.materials}
    for kind, check in given.checklist.items():
        if kind not in kinds:
            yield Reason(f"checklist.{kind}", "unknown", _UNKNOWN)
        elif given.verdict == "pass" and not check.ok:
            yield Reason(f"checklist.{kind}", "not_ok", _NOT_OK)
    if given.verdict == "pass" and case.stage == "audit":
        for kind in every_paper_in_order(case):
            if kind not in given.checklist:
                yield Reason(f"checklist.{kind}", "required", _UNCHECKED)


def _values(case: Case, given: Decision) -> Iterator[Reason]:
    """Figures that only a pass may carry, and an amount only where the body sets it."""
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
