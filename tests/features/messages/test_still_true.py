"""What is not true any more is not told: neither in the inbox, late, nor by WeChat."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from server.clock import SHANGHAI
from server.features.messages.events import EVENT_TEXTS
from server.features.messages.events.of_applications import SUBMITTED
from server.features.messages.events.standing import OVERTAKES, STANDS
from server.features.messages.send import send_notification
from server.features.messages.still_true import still_true
from server.features.messages.tell import tell_people
from server.features.messages.tell_movements import tell_movements
from server.features.messages.tell_submitted import tell_submitted
from server.features.verdicts.tell_decided import tell_decided
from server.ports import Ports
from storage.postgres.core.transaction import transaction
from tests.features.messages.conftest import Told
from tests.world.handing_in_again import hand_in_again, send_back
from tests.world.review_steps import PASS, approved, audited, decide, endorse
from tests.world.verified import pay_out

MOVED = "application.moved"
RETURNED = "application.returned"
AUDITED = "application.audited"
NOT_ABOUT_AN_APPLICATION = {
    *("waiver.granted", "objection.upheld", "objection.dismissed", "payee.changed"),
    *("dispute.upheld", "dispute.dismissed", "firm.lost", "firm.kept"),
    *("member.removed", "member.left", "firm.ownerless"),
    *("member.joined", "owner.now", "owner.changed", "edition.fits"),
    "phone.changed",
    *("payee.proposed", "payee.verified", "payee.refused", "firm.code_confirmed"),
    "firm.verified",
    *("content.held", "content.passed", "content.refused"),
    *("content.objection_held", "content.objection_refused", "content.waiting"),
    *("platform.clients_to_invite", "platform.paid", "platform.payment_failed"),
    "platform.rated",
    *("platform.batch_done", "platform.batch_failed", "desk.waiting", "desk.overdue"),
    "objection.paper_refused",
    *("objection.received", "objection.to_answer", "dispute.received", "dispute.to_decide"),
    *("firm.disputed", "payee.to_verify"),
    *("programme.proposed", "programme.published", "programme.refused"),
    *("platform.left", "recognition.withdrawn", "recognition.review_due"),
    *("recognition.review_overdue", "recognition.summary_due", "recognition.summary_overdue"),
}


async def pay(told: Told) -> None:
    authority = await told.world.staff("authority")
    payout = await pay_out(told.world, told.application["edition"])
    body = {"paid_on": datetime.now(SHANGHAI).date().isoformat(), "voucher_no": "PZ-1"}
    (await authority.post(f"/payouts/{payout['id']}/confirm", body)).ok()


async def revoke(told: Told) -> None:
    authority = await told.world.staff("authority")
    body = {"reason": "提供虚假材料", "recover_fen": 0, "credit_record": True}
    (await authority.post(f"/applications/{told.id}/revoke", body)).ok()


async def line_speaks(told: Told, ports: Ports) -> list[str]:
    """What the line tells when ten minutes have passed, as its recorder has written it down."""
    await told.world.fetch(
        "UPDATE claims SET state = 'locked', state_since_at = now() - interval '1 hour'"
        " WHERE application_id = $1",
        told.id,
    )
    await tell_movements(debounce=timedelta(minutes=10), clock=ports.clock)
    return [row["body"] for row in await told.rows(MOVED)]


async def decisions_speak(told: Told, ports: Ports) -> None:
    """What the jobs of every decision tell, in their order."""
    rows = await told.world.fetch(
        "SELECT id FROM reviews WHERE application_id = $1 AND decided_at IS NOT NULL"
        " ORDER BY decided_at",
        told.id,
    )
    for row in rows:
        await tell_decided(row["id"], clock=ports.clock)


async def send(told: Told, ports: Ports, event: str) -> str:
    (row,) = await told.rows(event)
    await send_notification(
        row["id"],
        wechat=ports.wechat,
        catalogue=ports.catalogue,
        keyring=ports.keyring,
        clock=ports.clock,
        state=ports.wechat_state,
        quiet=ports.ways.quiet_hours,
        pace=ports.ways.pace,
    )
    (row,) = await told.rows(event)
    return str(row["message_state"])


async def test_a_lock_is_told_by_the_pass_that_made_it_and_not_again(
    told: Told, ports: Ports, as_worker: None
) -> None:
    await audited(told.world, told.application)
    await decisions_speak(told, ports)
    (row,) = await told.rows(AUDITED)
    assert "额度已为您锁定" in row["body"]
    assert "接下来是" in row["body"]
    assert await line_speaks(told, ports) == []


async def test_a_lock_that_comes_later_is_told_while_it_is_news(
    told: Told, ports: Ports, as_worker: None
) -> None:
    await audited(told.world, told.application)
    await told.world.fetch(
        "UPDATE claims SET locked_at = locked_at + interval '1 hour' WHERE application_id = $1",
        told.id,
    )
    (body,) = await line_speaks(told, ports)
    assert "已锁定额度" in body


@pytest.mark.parametrize("how", ["approved", "paid", "revoked", "paid and revoked"])
async def test_nobody_hears_of_the_line_once_it_is_decided(
    told: Told, ports: Ports, as_worker: None, how: str
) -> None:
    await approved(told.world, told.application)
    if "paid" in how:
        await pay(told)
    if "revoked" in how:
        await revoke(told)
    assert await line_speaks(told, ports) == []


async def test_a_lock_told_before_the_approval_is_not_sent_after_it(
    told: Told, ports: Ports, as_worker: None
) -> None:
    await told.accept("line")
    await audited(told.world, told.application)
    await decisions_speak(told, ports)
    authority = await told.world.staff("authority")
    (await decide(authority, told.application, "approve", PASS)).ok()
    assert await send(told, ports, AUDITED) == "none"
    assert await told.deliveries() == []


async def test_a_reminder_to_correct_is_dropped_once_it_was_corrected(
    told: Told, ports: Ports, as_worker: None
) -> None:
    await told.accept("result")
    (await endorse(told.world, told.application)).ok()
    await send_back(told.world, "auditor", "audit", told.application)
    (await hand_in_again(told.person, told.application, fee_fen=900_000, paid_fen=900_000)).ok()
    assert await send(told, ports, RETURNED) == "none"
    assert await told.deliveries() == []


@pytest.mark.parametrize(
    ("event", "then"),
    [
        ("application.approved", "revoked"),
        ("application.approved", "paid"),
        ("application.paid", "revoked"),
        ("application.rejected", "in_review"),
        ("application.not_funded", "in_review"),
        ("recognition.entered", "revoked"),
        (RETURNED, "withdrawn"),
        (MOVED, "withdrawn"),
        (MOVED, "payable"),
    ],
)
async def test_the_present_status_decides(
    told: Told, ports: Ports, as_worker: None, event: str, then: str
) -> None:
    await told.accept("result", "line", "payment")
    await told.tell(event, **_facts(event))
    await told.world.fetch("UPDATE applications SET status = $2 WHERE id = $1", told.id, then)
    assert await send(told, ports, event) == "none"
    assert await told.deliveries() == []


async def test_an_amount_that_was_corrected_meanwhile_is_not_sent(
    told: Told, ports: Ports, as_worker: None
) -> None:
    await told.accept("result")
    await told.tell("application.approved", **_facts("application.approved"))
    await told.world.fetch("UPDATE applications SET award_fen = 300000 WHERE id = $1", told.id)
    assert await send(told, ports, "application.approved") == "none"
    assert await told.deliveries() == []


@pytest.mark.parametrize("since", ["confirmed", "reminded"])
async def test_a_yes_is_asked_for_once_at_a_time_and_not_once_it_was_given(
    told: Told, ports: Ports, as_worker: None, since: str
) -> None:
    event = "application.to_confirm"
    await told.accept("result")
    await told.tell(event, key="first", due_on="2026-12-04", platform="甲公司")
    (asked,) = await told.rows(event)
    assert await holds(asked)
    if since == "reminded":
        await told.tell(event, key="last", due_on="2026-12-04", platform="甲公司")
    else:
        await told.world.fetch(
            "UPDATE applications SET confirmed_at = now() WHERE id = $1", told.id
        )
    assert not await holds(asked)


async def holds(entry: Any) -> bool:
    async with transaction() as tx:
        return await still_true(tx, entry["id"])


async def test_who_acts_for_another_platform_now_is_sent_nothing_of_the_first(
    told: Told, as_worker: None
) -> None:
    platform_id = told.application["platform"]["id"]
    person = await told.world.new_staff("platform", platform_id=platform_id)
    async with transaction() as tx:
        for event, about in (("platform.client_new", told.id), ("payee.changed", None)):
            whom = [UUID(person.user["id"])]
            now = told.world.clock.now()
            await tell_people(tx, whom, event, key=event, at=now, facts={}, application_id=about)
    mine = await told.world.fetch(
        "SELECT id FROM notifications WHERE user_id = $1 ORDER BY event", UUID(person.user["id"])
    )
    assert [await holds(row) for row in mine] == [True, True]
    await told.world.fetch(
        "UPDATE grants SET organisation_id = (SELECT id FROM organisations WHERE id <> $2 LIMIT 1)"
        " WHERE user_id = $1",
        UUID(person.user["id"]),
        UUID(told.application["platform"]["id"]),
    )
    assert not await holds(mine[1]), "about a client of the first"
    await told.world.fetch(
        "UPDATE grants SET valid_to = now() WHERE user_id = $1", UUID(person.user["id"])
    )
    assert not await holds(mine[0]), "an account is for who acts for its owner"


def _facts(event: str) -> dict[str, Any]:
    due = {"due_on": "2026-12-04", "since_on": "2026-12-04", "paid_on": "2026-12-04"}
    line = {"state": "已锁定额度", "progress": "额度已为您锁定", "explanation": "审核已通过"}
    return {**due, **line, "amount_fen": 400_000, "payee": "甲公司", "reason": "不符"}


async def test_who_left_the_firm_is_sent_nothing_more(
    told: Told, ports: Ports, as_worker: None
) -> None:
    await told.accept("result")
    await told.tell("application.rejected", reason="不符")
    await told.world.fetch(
        "UPDATE enterprise_members SET left_at = now() WHERE enterprise_id::text = $1",
        told.application["enterprise"]["id"],
    )
    assert await send(told, ports, "application.rejected") == "none"
    assert await told.deliveries() == []


async def test_a_submission_that_was_withdrawn_meanwhile_is_not_told(
    told: Told, ports: Ports, as_worker: None
) -> None:
    (await told.person.post(f"/applications/{told.id}/withdraw")).ok()
    await tell_submitted(told.id, clock=ports.clock)
    assert await told.rows(SUBMITTED) == []


def test_every_event_says_while_what_it_stands() -> None:
    assert set(EVENT_TEXTS) == STANDS.keys() | NOT_ABOUT_AN_APPLICATION
    assert STANDS.keys() >= OVERTAKES.keys()
    carried = {event for event, text in EVENT_TEXTS.items() if text.template is not None}
    assert carried <= STANDS.keys()
