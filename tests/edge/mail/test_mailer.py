"""A letter is handed in once, and every way a mail server may behave has its own outcome."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
import pytest_asyncio

from server.edge.dispatch import Dispatched, NoAnswer, NotSent, Sent
from server.edge.mail.letter import MailLetter
from tests.world.mail_server import SENDER, Mood, Post, post_office

LETTER = MailLetter(
    UUID("0193a5f0-0000-7000-8000-000000000001"),
    "wang.fang@example.cn",
    "客户“𠮷野家”的申请退回补正",
    "第一行\n.\n第二行：请在 2026年12月1日 前补正\n",
    datetime(2026, 11, 29, 12, tzinfo=UTC),
)


@pytest_asyncio.fixture
async def post() -> AsyncIterator[Post]:
    async with post_office() as running:
        yield running


async def test_a_letter_arrives_as_it_was_written(post: Post) -> None:
    assert await post.mailer().send(LETTER) == Sent()
    assert await post.mailer().send(LETTER) == Sent()
    first, second = post.letters
    assert first["Subject"] == LETTER.subject
    assert first["To"] == LETTER.to
    assert first["From"].addresses[0].addr_spec == SENDER
    assert first.get_content().replace("\r\n", "\n") == LETTER.body
    assert first.get_content_type() == "text/plain"
    assert first["Message-ID"] == second["Message-ID"] == f"<{LETTER.id}@example.cn>"
    assert post.sent == [("mail", "sent")] * 2


@pytest.mark.parametrize(
    ("mood", "outcome", "arrived"),
    [
        ("rcpt_busy", NotSent("450", again=True), 0),
        ("data_busy", NotSent("451", again=True), 0),
        ("data_refuses", NotSent("554", again=False), 0),
        ("cut_before", NoAnswer(), 0),
        ("cut_after", NoAnswer(), 1),
    ],
)
async def test_a_server_that_does_not_take_it(
    post: Post, mood: Mood, outcome: Dispatched, arrived: int
) -> None:
    post.mood = mood
    assert await post.mailer().send(LETTER) == outcome
    assert len(post.letters) == arrived


@pytest.mark.parametrize(
    "wrong",
    [
        replace(LETTER, subject="题目\r\nBcc: thief@example.com"),
        replace(LETTER, to="wang@example.cn\r\nBcc: thief@example.com"),
        replace(LETTER, to="wang@example.cn, thief@example.com"),
    ],
)
async def test_no_header_and_no_recipient_can_be_slipped_in(post: Post, wrong: MailLetter) -> None:
    await post.mailer().send(wrong)
    for letter in post.letters:
        assert letter["Bcc"] is None
        assert letter["To"] == LETTER.to


async def test_a_server_that_cannot_be_used(post: Post) -> None:
    """No encryption where it is asked for is no reason to go on without."""
    in_the_open = await post.mailer(encryption="starttls").send(LETTER)
    assert in_the_open == NotSent("no_encryption", again=True)
    assert await post.mailer(password="wrong").send(LETTER) == NotSent("login_refused", again=True)
    assert await post.mailer(password="right").send(LETTER) == Sent()
    post.port = 1
    assert await post.mailer().send(LETTER) == NotSent("not_reached", again=True)
    assert len(post.letters) == 1
