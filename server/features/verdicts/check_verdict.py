"""Checks a verdict as it is given: every problem at once, before anything changes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Protocol

from models.rules.award.decided import DECIDED_KINDS, check_decided
from models.rules.moments import in_future, read_moments
from models.rules.reasons import Reason, Text
from models.rules.wording import within_quotes
from server.edge.web.field_labels import LABELS
from server.errors import Invalid
from server.features.applications.standing_items import CLIENTS, PARTICULARS
from server.features.reviews.case import Case, require_decided_here
from server.features.reviews.clauses import clauses_of, find_clause
from server.features.verdicts.schemas import Check, Decision, Item, Verified

_ITEMS = Text(
    "补正事项还没有填写：退回补正的，请列明需要补正的每一项", "Name what is to be corrected"
)
_COMMENT = Text("意见还没有填写：不予通过的，请说明理由", "A rejection needs its reason")
_TWICE = Text("同一补正事项列了两次，请删去一次", "The same item is listed twice; leave one out")
_VERIFIED: Final = "verified."
_CLAUSE = Text(
    "所依据的条款只在不予通过时填写，请删去",
    "A clause belongs to a rejection only; leave it out",
)
_AMOUNT = Text("核定金额还没有填写，请填写", "Enter the amount that is granted")


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
    if given.verdict == "reject" and not given.comment:
        problems.append(Reason("comment", "required", _COMMENT))
    if given.cite is not None and given.verdict not in ("reject", None):
        problems.append(Reason("cite", "unexpected", _CLAUSE))
    elif given.cite is not None:
        problems += clause_problems(case, given.cite)
    return problems


def clause_problems(case: Case, cite: str) -> Iterator[Reason]:
    """A rejection rests on a clause that the notice has, so that the firm can look it up."""
    if find_clause(case.definition, case.track, cite) is None:
        first = next(iter(clauses_of(case.definition, case.track)), "")
        text = Text(
            f"所依据的条款“{cite}”不在这项政策里，请从所列条款里选，例如“{first}”",
            f"This policy has no clause {cite}; choose one of those listed, such as {first}",
        )
        yield Reason("cite", "unknown", text)


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


def stated_of(case: Case, checklist: Mapping[str, Check]) -> dict[str, Check]:
    """What a statement on many says of this one: a kind that only other tracks know is theirs."""
    own = {material.kind for material in case.track.materials}
    others = {
        material.kind for track in case.definition.tracks for material in track.materials
    } - own
    return {kind: check for kind, check in checklist.items() if kind not in others}


def _items(case: Case, given: VerdictAsRead) -> Iterator[Reason]:
    items = given.items or []
    if given.verdict != "return":
        if items and given.verdict is not None:
            yield Reason("items", "unexpected", _misplaced("items"))
        return
    if not items:
        yield Reason("items", "required", _ITEMS)
    seen = set()
    for index, item in enumerate(items):
        if item is None or item.item is None:
            continue
        if not _is_known(case, item.item):
            yield Reason(f"items[{index}].item", "unknown", _unknown(item.item))
        if item.item in seen:
            yield Reason(f"items[{index}].item", "duplicate", _TWICE)
        seen.add(item.item)


def _is_known(case: Case, item: str) -> bool:
    kinds = {material.kind for material in case.track.materials}
    if item.startswith("facts."):
        return case.track.find_fact(item.removeprefix("facts.")) is not None
    if item == CLIENTS:
        return case.track.clients is not None
    return item in kinds or item in PARTICULARS


def _checklist(case: Case, given: VerdictAsRead) -> Iterator[Reason]:
    labels = {material.kind: material.label for material in case.track.materials}
    checklist = given.checklist or {}
    for kind, check in checklist.items():
        if kind not in labels:
            yield Reason(f"checklist.{kind}", "unknown", _unknown(kind))
        elif given.verdict == "pass" and check is not None and check.ok is False:
            yield Reason(f"checklist.{kind}", "not_ok", _not_ok(labels[kind]))
    if given.verdict == "pass" and (case.stage == "audit" or case.step.bulk_rule == "statement"):
        for material in case.track.materials:
            if material.required and material.kind not in checklist:
                reason = _unchecked(material.label, case.in_bulk)
                yield Reason(f"checklist.{material.kind}", "required", reason)


def _unknown(name: str) -> Text:
    return Text(
        f"这一申报事项里没有“{name}”这一项，请删去或重新选择",
        f"This track has no item {name}; leave it out",
    )


def _misplaced(field: str) -> Text:
    label = LABELS[field]
    return Text(
        f"这次处理不填写{label.zh}，请删去",
        f"{label.en} does not belong to this verdict; leave it out",
    )


def _not_ok(label: Text) -> Text:
    return Text(
        f"“{within_quotes(label.zh)}”核对不通过，不能给予通过；可以退回补正或不予通过",
        f"“{label.en}” was not in order: return the application or reject it",
    )


def _unchecked(label: Text, in_bulk: bool) -> Text:
    if in_bulk:
        return Text(
            f"批量通过前，请先逐件核对“{within_quotes(label.zh)}”并在核对结果里写明",
            f"A pass in bulk must say that “{label.en}” was checked in each",
        )
    return Text(
        f"“{within_quotes(label.zh)}”尚未核对，请核对后在核对结果中写明",
        f"“{label.en}” has not been checked; say what was found",
    )


def _values(case: Case, given: VerdictAsRead) -> Iterator[Reason]:
    """Figures that only a pass may carry, and an amount only where the body sets it."""
    if given.verdict is None:
        return
    if given.verified is not None and given.verdict != "pass":
        yield Reason("verified", "unexpected", _misplaced("verified"))
    decides = case.track.award.kind in DECIDED_KINDS and case.stage == "approve"
    if given.award_fen is None:
        if decides and given.verdict == "pass":
            yield Reason("award_fen", "required", _AMOUNT)
    elif not decides or given.verdict != "pass":
        yield Reason("award_fen", "unexpected", _misplaced("award_fen"))
    elif (problem := check_decided(case.track.award, given.award_fen)) is not None:
        yield problem
