"""Says all that still stands against handing an application in, by the rules of submit itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from models.rules.acts import may_edit
from models.rules.reasons import Reason, Text
from server.clock import Clock
from server.edge.receipts import Signer
from server.edge.web.field_types import about
from server.errors import AppError
from server.features.applications.admission import Assessed, HandIn, assess
from server.features.applications.asked import read_asked
from server.features.applications.count_clients import AlreadyCounted, counted_elsewhere
from server.features.applications.duplicates import taken_slots
from server.features.applications.refusals import (
    AlreadyApplied,
    CreditBlocked,
    Incomplete,
    PoolUsedUp,
    WindowClosed,
)
from server.features.applications.resubmit import FROZEN
from server.features.applications.submit import as_hand_in, known_history, standing_refusals
from server.features.applications.why_not import not_editable
from server.roles import Role
from storage.postgres.application_states import ApplicationState, read_states
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.money.lock import would_reach
from storage.postgres.submission import look_at

Group = Literal[
    "time",
    "credit",
    "particulars",
    "papers",
    "eligibility",
    "corrections",
    "earlier",
    "clients",
    "line",
    "account",
    "firm",
]
_LOCKED = """
SELECT amount_fen FROM claims WHERE application_id = $1 AND live AND locked_at IS NOT NULL
"""
_WAITS = Text(
    "额度目前已排满，提交后先候补，有空出时按顺序递补；请留意排队变化的通知",
    "The money is taken for now: it will wait in the line and move up as money comes free",
)
_NO_ACCOUNT = Text(
    "收款账户还没有填写，请到“收款账户”填写；现在不影响提交，但拨付只付到核实过的账户",
    "No account is named; it can be submitted, but is paid only to an account that was verified",
)
_UNVERIFIED = Text(
    "企业还没有核实，请留意核实结果；现在不影响提交，但核实后才能拨付",
    "The firm is not verified yet; it can be submitted, but is paid only after that",
)


class CheckedItem(msgspec.Struct, frozen=True):
    """One thing, where it is mended, and what to do."""

    group: Annotated[Group, about("属于哪一部分", "which part of the form it belongs to")]
    field: Annotated[str, about("字段位置；空为整份申请", "where it is; empty: the whole of it")]
    code: Annotated[str, about("问题代码，固定不变", "stable code of the problem")]
    message: str
    cite: str | None = None


class CheckAnswer(msgspec.Struct, frozen=True):
    """`code`: as what submit would refuse it now; null where it would be taken."""

    ready: Annotated[bool, about("现在提交是否会被接收", "whether submit would take it now")]
    code: Annotated[
        str | None,
        about("提交会得到的错误代码；空值为没有", "what submit would answer; null: none"),
    ]
    message: Annotated[
        str | None,
        about(
            "一句话说明；已提交的说明为什么不能再提交；空值为没有问题",
            "the same in words, also why what was handed in is closed; null: nothing",
        ),
    ]
    problems: Annotated[
        list[CheckedItem], about("还要办的事，一次列全", "what is still wrong, all at once")
    ]
    later: Annotated[
        list[CheckedItem],
        about("不影响提交、拨付前要办的事", "does not hinder submitting, but what follows"),
    ]
    award_fen: Annotated[
        int | None, about("按现在所填算出的补贴，分；空值为还算不出", "as filled in now, or null")
    ]


@dataclass
class _Findings:
    """Refusals in submit's own order, and each reason with the part of the form it belongs to."""

    refusals: list[AppError] = field(default_factory=list)
    reasons: list[tuple[Group, Reason]] = field(default_factory=list)

    def refuse(self, group: Group, refusal: AppError) -> None:
        self.refusals.append(refusal)
        whole = Reason("", refusal.code, refusal.detail or refusal.title)
        self.reasons += [(group, reason) for reason in refusal.errors or (whole,)]


async def check_application(
    application_id: UUID, *, user_id: UUID, clock: Clock, signer: Signer, english: bool
) -> CheckAnswer:
    """Nothing is written, nothing held. Raises NotFound."""
    async with transaction() as tx:
        row, role = await look_at(tx, application_id, user_id, filed=False), Role.ENTERPRISE
        if row is None:
            row, role = await look_at(tx, application_id, user_id, filed=True), Role.PLATFORM
        hand_in = await as_hand_in(tx, row, role, user_id, clock=clock, signer=signer)
        if not may_edit(hand_in.row.status):
            closed = not_editable(hand_in.row.status)
            said = (closed.detail or closed.title).in_language(english)
            return CheckAnswer(False, None, said, [], [], None)
        states = await read_states([application_id], user_id, tx=tx)
        findings = _Findings()
        assessed = await _assess(tx, hand_in, findings)
        later = await _later(tx, hand_in, assessed, states[application_id], findings)
    first = findings.refusals[0] if findings.refusals else None
    return CheckAnswer(
        ready=first is None,
        code=None if first is None else first.code,
        message=None if first is None else (first.detail or first.title).in_language(english),
        problems=_items(findings.reasons, english),
        later=_items(later, english),
        award_fen=assessed.admitted.shown_fen,
    )


async def _assess(tx: Tx, hand_in: HandIn, findings: _Findings) -> Assessed:
    """As submit goes about it, but past the first refusal."""
    standing = await standing_refusals(tx, hand_in)
    untouched: Sequence[Reason] = ()
    if hand_in.row.status == "returned":
        try:
            untouched = (await read_asked(tx, hand_in)).untouched
        except WindowClosed as late:
            standing.append(late)
    assessed = assess(hand_in, await known_history(tx, hand_in), untouched)
    if assessed.future and assessed.refusal is not None:
        # Submit does not look at the calendar before what lies in the future is mended.
        findings.refusals.append(assessed.refusal)
    for refusal in standing:
        findings.refuse("credit" if isinstance(refusal, CreditBlocked) else "time", refusal)
    if assessed.refusal is not None:
        findings.refusals.append(assessed.refusal)
        findings.reasons += _parted(assessed, untouched)
    await _taken(tx, hand_in, assessed, findings)
    return assessed


def _parted(assessed: Assessed, untouched: Sequence[Reason]) -> Iterator[tuple[Group, Reason]]:
    """The reasons of its refusal, each a field once."""
    unmet = {reason.field for reason in assessed.unmet}
    asked = {reason.field for reason in untouched}
    for reason in assessed.refusal.errors if assessed.refusal else ():
        if reason.field in asked:
            yield "corrections", reason
        elif reason.field.startswith("evidence."):
            yield "papers", reason
        else:
            yield ("eligibility" if reason.field in unmet else "particulars"), reason


async def _taken(tx: Tx, hand_in: HandIn, assessed: Assessed, findings: _Findings) -> None:
    """What others hold already, as far as what is filled in says yet what it is about."""
    row, definition, admitted = hand_in.row, hand_in.definition, assessed.admitted
    slots = await taken_slots(
        tx, definition, admitted.judged, uscc=row.uscc, applicant=row.id, role=hand_in.role
    )
    if slots:
        findings.refuse("earlier", AlreadyApplied(errors=slots))
    counted = await counted_elsewhere(tx, definition, hand_in.track, row.id)
    if counted:
        findings.refuse("clients", AlreadyCounted(errors=counted))
    locked_fen = await tx.raw.fetchval(_LOCKED, row.id)
    if locked_fen is not None and admitted.award_fen > locked_fen:
        findings.refuse("line", Incomplete(errors=[FROZEN]))


async def _later(
    tx: Tx, hand_in: HandIn, assessed: Assessed, state: ApplicationState, findings: _Findings
) -> list[tuple[Group, Reason]]:
    """What waits behind a submission; a pool without a waiting list refuses instead."""
    later: list[tuple[Group, Reason]] = []
    if not await _reaches(tx, hand_in, assessed):
        if hand_in.may_wait:
            later.append(("line", Reason("", "waits", _WAITS)))
        else:
            findings.refuse("line", PoolUsedUp())
    if state.payee_state is None and not state.supplied and hand_in.track.award.kind != "none":
        later.append(("account", Reason("", "no_account", _NO_ACCOUNT)))
    if not state.firm_verified:
        later.append(("firm", Reason("", "unverified", _UNVERIFIED)))
    return later


async def _reaches(tx: Tx, hand_in: HandIn, assessed: Assessed) -> bool:
    """Whether the money would be there for a draft that comes behind all others."""
    if hand_in.pool is None or hand_in.row.status != "draft":
        return True
    return await would_reach(tx, hand_in.pool[0], assessed.admitted.award_fen)


def _items(found: Sequence[tuple[Group, Reason]], english: bool) -> list[CheckedItem]:
    return [
        CheckedItem(group, reason.field, reason.code, reason.text.in_language(english), reason.cite)
        for group, reason in found
    ]
