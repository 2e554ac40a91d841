"""Shows a firm what became of the money of one of its applications."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final
from uuid import UUID

import msgspec

from models.rules.lifecycle import Status
from models.rules.payment_words import PaymentState, PaymentStep, payment_words
from models.rules.reasons import Text
from server.errors import NotFound
from server.features.payouts.own_schemas import HeldReason, PaymentAnswer, PaymentView
from server.features.payouts.payable import Why
from storage.postgres.application_rows import FILED_BY_THEM, OF_MEMBERS
from storage.postgres.core.rows import find_row
from storage.postgres.money.payees import HELD, PAYEE_ID, SUPPLIED

_GRANTED: Final = frozenset({"approved", "payable", "paid"})

# A failed transfer is told until another account is named or another payout takes it.
_READ: Final = f"""
SELECT a.status, coalesce(c.granted_fen, a.award_fen, 0) AS amount_fen, {SUPPLIED} AS supplied,
       f.name AS platform, y.name AS payee, y.account_masked, y.refusal, {HELD} AS held,
       t.state AS line, t.paid_on, t.voucher_no, t.payee_name AS line_payee,
       t.account_masked AS line_account, x.text AS failure
  FROM applications a
  LEFT JOIN enterprises e ON e.id = a.enterprise_id
  LEFT JOIN platforms f ON f.id = a.platform_id
  LEFT JOIN organisations o ON o.id = f.organisation_id
  LEFT JOIN enterprises fe ON fe.id = f.enterprise_id
  LEFT JOIN payees y ON y.id = {PAYEE_ID}
  LEFT JOIN claims c ON c.application_id = a.id AND c.live
  LEFT JOIN LATERAL (
       SELECT l.state, l.payee_name, l.account_masked, p.paid_on, p.voucher_no
         FROM payout_items i JOIN payout_lines l ON l.id = i.line_id
         JOIN payouts p ON p.id = l.payout_id
        WHERE i.application_id = a.id AND i.live) t ON true
  LEFT JOIN LATERAL (
       SELECT w.text FROM audit u JOIN audit_comments w ON w.audit_id = u.id
        WHERE u.subject_kind = 'application' AND u.subject_id = a.id
          AND u.event = 'payout.failed' AND u.at > y.created_at
        ORDER BY u.seq DESC LIMIT 1) x ON true
 WHERE a.id = $1 AND ({FILED_BY_THEM} OR {OF_MEMBERS})
"""
_WHY: Final[Mapping[Why, Text]] = MappingProxyType(
    {
        "payee_missing": Text("还没有收款账户", "no account was named"),
        "payee_refused": Text("收款账户未通过核实", "the account was refused"),
        "payee_differs": Text(
            "平台的收款户名与它登记的名称不一致，平台改好后即可拨付，您不用操作",
            "the platform's account is in another name; it must name another",
        ),
        "payee_unverified": Text(
            "主管部门正在核实收款账户，您不用操作", "the authority is verifying the account"
        ),
        "enterprise_unverified": Text(
            "本企业还没有核实，主管部门核对营业执照后即可拨付，您不用操作",
            "your firm is not verified yet; the authority checks its licence",
        ),
        "platform_unverified": Text(
            "平台所属企业还没有核实，主管部门正在办理，您不用操作",
            "the platform's firm is not verified yet; the authority sees to it",
        ),
    }
)


class _Money(msgspec.Struct, frozen=True, kw_only=True):
    """`line`: the state of the live line that it stands on, None while on none."""

    status: Status
    amount_fen: int
    supplied: bool
    platform: str | None
    payee: str | None
    account_masked: str | None
    refusal: str | None
    held: list[Why]
    line: str | None
    paid_on: date | None
    voucher_no: str | None
    line_payee: str | None
    line_account: str | None
    failure: str | None


async def show_own_payment(application_id: UUID, *, user_id: UUID, english: bool) -> PaymentAnswer:
    """Of one of the person's own applications. Raises NotFound."""
    money = await find_row(_Money, _READ, application_id, user_id, tx=None)
    if money is None:
        raise NotFound()
    if money.status not in _GRANTED or money.amount_fen <= 0:
        return PaymentAnswer(None)
    return PaymentAnswer(_view(money, _state(money), english))


def _state(money: _Money) -> PaymentState:
    if money.line is not None:
        return "paid" if money.line == "paid" else "ordered"
    if "payee_missing" in money.held:
        return "account_missing"
    if "payee_refused" in money.held:
        return "account_refused"
    if money.status == "approved":
        return "approved"
    if money.failure is not None:
        return "failed"
    return "held" if money.held else "payable"


def _view(money: _Money, state: PaymentState, english: bool) -> PaymentView:
    on_line, held = money.line is not None, money.held if state == "held" else []
    why = [_WHY[code] for code in held]
    said = PaymentStep(state, money.supplied, money.amount_fen, why, money.paid_on)
    account = money.line_account if on_line else money.account_masked
    return PaymentView(
        state=state,
        to="platform" if money.supplied else "enterprise",
        name=(money.line_payee if on_line else money.payee) or _expected(money),
        account=None if money.supplied else account,
        amount_fen=money.amount_fen,
        text=payment_words(said).in_language(english),
        held=[HeldReason(code, _WHY[code].in_language(english)) for code in held],
        failure=_failure(money, state),
        paid_on=money.paid_on,
        voucher_no=money.voucher_no,
    )


def _expected(money: _Money) -> str | None:
    """Whose account is awaited."""
    return money.platform if money.supplied else None


def _failure(money: _Money, state: PaymentState) -> str | None:
    if state == "failed":
        return money.failure
    return money.refusal if state == "account_refused" and not money.supplied else None
