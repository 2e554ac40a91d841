"""What waits for a person goes as one letter or text: judged anew, in their hours, never twice."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest_asyncio

from models.rules.quiet_hours import QuietHours
from server.clock import SHANGHAI
from server.features.messages.letters import APART
from server.features.messages.own_address import CODE_LASTS
from server.features.messages.queue_letters import JOBS, queue_letters
from server.features.messages.send_letter import send_letter
from server.ports import Ports
from storage.postgres.dispatches import SENDER_DEAD
from tests.features.messages.conftest import Told
from tests.features.messages.dispatched import REJECTED, RETURNED, quiet_end, ways
from tests.world.application import MovableClock
from tests.world.mail_server import Post, post_office

ADDRESS = "wang.fang@example.cn"


@pytest_asyncio.fixture
async def post(world: Any) -> AsyncIterator[Post]:
    """A mail server that the application knows of."""
    async with post_office() as running:
        ways = world.ports.ways
        object.__setattr__(world.ports, "ways", replace(ways, mailer=running.mailer()))
        yield running
        object.__setattr__(world.ports, "ways", ways)


@pytest_asyncio.fixture
async def reader(told: Told, post: Post, as_worker: None) -> Told:
    """Somebody whose address has been shown to be theirs."""
    await has_address(told, post)
    return told


async def has_address(told: Told, post: Post) -> None:
    (await told.person.post("/message-settings/email", {"email": ADDRESS})).ok(204)
    code = post.letters.pop()["Subject"].split()[0]
    proof = {"email": ADDRESS, "code": code}
    (await told.person.post("/message-settings/email/confirm", proof)).ok()


async def deliver(told: Told, ports: Ports, quiet: QuietHours | None = None) -> None:
    """One round of the worker for this person."""
    await send_letter(
        UUID(told.person.user["id"]),
        mailer=told.world.ports.ways.mailer,
        keyring=ports.keyring,
        clock=ports.clock,
        quiet=quiet,
    )


async def test_only_who_reads_there_makes_an_address_their_own(
    told: Told, post: Post, clock: MovableClock
) -> None:
    confirm = "/message-settings/email/confirm"
    wrong = await told.person.post("/message-settings/email", {"email": "wang@localhost"})
    assert wrong.refused(422, "invalid")["errors"][0]["field"] == "email"
    (await told.person.post("/message-settings/email", {"email": ADDRESS})).ok(204)
    code = post.letters[0]["Subject"].split()[0]
    other = {"email": "other@example.cn", "code": code}
    (await told.person.post(confirm, other)).refused(422, "invalid")
    stranger = await told.world.sme()
    proof = {"email": ADDRESS, "code": code}
    (await stranger.post(confirm, proof)).refused(422, "invalid")
    clock.ahead = 2 * CODE_LASTS
    (await told.person.post(confirm, proof)).refused(422, "invalid")
    clock.ahead = timedelta(0)
    shown = (await told.person.post(confirm, proof)).ok()
    assert (shown["email"], shown["email_offered"]) == ("wan******@example.cn", True)
    (await told.person.delete("/message-settings/email")).ok(204)
    assert (await told.person.get("/message-settings")).ok()["email"] is None


async def test_without_a_mail_server_nobody_is_promised_letters(told: Told) -> None:
    wish = await told.person.post("/message-settings/email", {"email": ADDRESS})
    wish.refused(409, "mail_not_offered")
    assert (await told.person.get("/message-settings")).ok()["email_offered"] is False
    await told.tell(REJECTED, reason="不符合条件")
    assert await ways(told) == []


async def test_the_first_goes_at_once_and_what_follows_goes_together(
    reader: Told, post: Post, ports: Ports, clock: MovableClock
) -> None:
    await reader.tell(REJECTED, reason="原因一")
    await deliver(reader, ports)
    await deliver(reader, ports)
    (first,) = post.letters
    assert "原因一" in first.get_content()
    assert first["To"] == ADDRESS
    for reason in ("原因二", "原因三"):
        await reader.tell(REJECTED, reason=reason)
    await deliver(reader, ports)
    assert len(post.letters) == 1
    assert (await ways(reader))[1:] == [("waiting", "gathering")] * 2
    clock.ahead += APART["mail"]
    await deliver(reader, ports)
    assert post.letters[1]["Subject"] == "您有2条新消息"
    body = post.letters[1].get_content()
    assert body.index("原因二") < body.index("原因三")
    assert await ways(reader) == [("sent", None)] * 3


async def test_what_is_read_or_no_longer_true_is_not_sent(
    reader: Told, post: Post, ports: Ports
) -> None:
    await reader.tell(RETURNED, reason="缺页", due_on="2026-12-20")
    await reader.tell(REJECTED, reason="已读")
    entry = next(one for one in await reader.inbox() if one["event"] == REJECTED)
    (await reader.person.post(f"/notifications/{entry['id']}/read")).ok()
    await deliver(reader, ports)
    assert post.letters == []
    assert await ways(reader) == [("none", "outdated"), ("none", "read")]


async def test_letters_wait_for_the_morning_and_are_judged_then(
    reader: Told, post: Post, ports: Ports, clock: MovableClock
) -> None:
    """By the installation's hours, until the person chooses others."""
    local = ports.clock.now().astimezone(SHANGHAI)
    quiet = QuietHours(local.hour, (local.hour + 2) % 24)
    await reader.tell(REJECTED, reason="夜里")
    await deliver(reader, ports, quiet)
    assert (post.letters, await ways(reader)) == ([], [("waiting", "quiet")])
    await queue_letters(clock=ports.clock)
    assert await jobs(reader) == 0
    clock.ahead = quiet_end(quiet, ports) - ports.clock.now() + timedelta(seconds=1)
    await queue_letters(clock=ports.clock)
    await queue_letters(clock=ports.clock)
    assert await jobs(reader) == 1
    await deliver(reader, ports, quiet)
    assert len(post.letters) == 1

    hour = ports.clock.now().astimezone(SHANGHAI).hour
    body = {"quiet": True, "quiet_from": hour, "quiet_to": (hour + 3) % 24, "english": True}
    assert (await reader.person.put("/message-settings", body)).ok() | body == (
        await reader.person.get("/message-settings")
    ).ok()
    clock.ahead += APART["mail"]
    await reader.tell(REJECTED, reason="白天")
    await deliver(reader, ports, None)
    assert len(post.letters) == 1
    wrong = body | {"quiet_to": hour}
    (await reader.person.put("/message-settings", wrong)).refused(422, "invalid")
    (await reader.person.put("/message-settings", body | {"quiet": False})).ok()
    clock.ahead += timedelta(hours=4)
    await deliver(reader, ports, quiet)
    assert post.letters[1]["Subject"].isascii()


async def jobs(told: Told) -> int:
    rows = await told.world.fetch(
        "SELECT 1 FROM pgqueuer WHERE entrypoint = $1 AND payload = $2",
        JOBS["mail"],
        UUID(told.person.user["id"]).bytes,
    )
    return len(rows)


async def test_a_letter_that_was_not_taken_is_the_same_when_it_comes_again(
    reader: Told, post: Post, ports: Ports, clock: MovableClock
) -> None:
    await reader.tell(REJECTED, reason="不符合条件")
    for mood, reason in (("data_busy", "451"), ("cut_after", "no_answer")):
        post.mood = mood  # type: ignore[assignment]  # one of them
        await deliver(reader, ports)
        assert await ways(reader) == [("waiting", reason)]
        clock.ahead += timedelta(minutes=5)
    post.mood = "well"
    await reader.tell(REJECTED, reason="后来的")
    await deliver(reader, ports)
    cut, again = post.letters
    assert cut["Message-ID"] == again["Message-ID"]
    assert "后来的" not in again.get_content()
    clock.ahead += APART["mail"]
    post.mood = "data_refuses"
    await deliver(reader, ports)
    assert await ways(reader) == [("sent", None), ("failed", "554")]
    await deliver(reader, ports)
    assert len(post.letters) == 2


async def test_a_letter_whose_sender_died_is_sent_by_another(
    reader: Told, post: Post, ports: Ports, clock: MovableClock
) -> None:
    await reader.tell(REJECTED, reason="不符合条件")
    await reader.world.fetch(
        "UPDATE dispatches SET state = 'sending', called_at = $2, attempts = 1, letter_id = id"
        " WHERE user_id = $1",
        UUID(reader.person.user["id"]),
        ports.clock.now(),
    )
    await deliver(reader, ports)
    assert post.letters == []
    clock.ahead = SENDER_DEAD + timedelta(seconds=1)
    await deliver(reader, ports)
    assert len(post.letters) == 1


async def test_an_erased_person_gets_no_letter(reader: Told, post: Post, ports: Ports) -> None:
    await reader.tell(REJECTED, reason="不符合条件")
    await reader.world.fetch(
        "DELETE FROM person_keys WHERE user_id = $1", UUID(reader.person.user["id"])
    )
    await deliver(reader, ports)
    assert (post.letters, await ways(reader)) == ([], [("failed", "no_address")])
