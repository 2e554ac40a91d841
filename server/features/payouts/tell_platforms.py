"""Tells each platform of the one transfer that it receives for many clients: paid, or come back."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from server.features.messages.events.of_clients import MONEY_FAILED, MONEY_PAID
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_platform
from storage.postgres.core.transaction import Tx


class OnLine(Protocol):
    """An application on a line of a payout; `supplied`: its platform receives the money."""

    @property
    def line_id(self) -> UUID: ...
    @property
    def platform_id(self) -> UUID | None: ...
    @property
    def amount_fen(self) -> int: ...
    @property
    def account_masked(self) -> str: ...
    @property
    def failure(self) -> str | None: ...
    @property
    def supplied(self) -> bool: ...


async def tell_platforms_paid(
    tx: Tx,
    applications: Iterable[OnLine],
    *,
    paid_on: date,
    voucher_no: str,
    arrival_workdays: int,
    at: datetime,
) -> None:
    """Each line once, with how many clients it is for."""
    about: dict[str, Fact] = {
        "paid_on": paid_on,
        "voucher": voucher_no,
        "arrival_workdays": arrival_workdays,
    }
    for line in _by_line(applications):
        await _tell(tx, MONEY_PAID, line, about, at)


async def tell_platforms_failed(tx: Tx, applications: Iterable[OnLine], *, at: datetime) -> None:
    """Each line once, with the bank's reason."""
    for line in _by_line(applications):
        await _tell(tx, MONEY_FAILED, line, {"reason": line[0].failure or ""}, at)


def _by_line(applications: Iterable[OnLine]) -> list[list[OnLine]]:
    lines = defaultdict[UUID, list[OnLine]](list)
    for application in applications:
        if application.supplied and application.platform_id is not None:
            lines[application.line_id].append(application)
    return list(lines.values())


async def _tell(
    tx: Tx, event: str, line: list[OnLine], about: dict[str, Fact], at: datetime
) -> None:
    one = line[0]
    if one.platform_id is None:
        return
    facts: dict[str, Fact] = {
        "amount_fen": sum(each.amount_fen for each in line),
        "count": len(line),
        "account": one.account_masked,
        **about,
    }
    key = f"{event}:{one.line_id}"
    await tell_platform(tx, one.platform_id, event, key=key, at=at, facts=facts)
