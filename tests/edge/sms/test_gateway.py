"""The gateway's request is data: what is put in stays what it is, and every answer has its outcome."""

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import pytest
import pytest_asyncio

from server.edge.dispatch import Dispatched, NoAnswer, NotSent, Sent
from server.edge.sms.gateway import TextMessage
from server.edge.sms.gateway_file import GatewayRefused, read_gateway
from tests.world.sms_gateway import Texts, sms_gateway

MESSAGE = TextMessage(
    UUID("0193a5f0-0000-7000-8000-000000000002"),
    "+8613812341234",
    "申请退回补正",
    '申请“{secret}”"}, {"to": "+8613900000000',
    "SH2026000001",
)


@pytest_asyncio.fixture
async def texts() -> AsyncIterator[Texts]:
    async with sms_gateway() as running:
        yield running


async def test_what_is_put_in_changes_nothing_around_it(texts: Texts) -> None:
    assert await texts.gateway().send(MESSAGE) == Sent()
    ((path, headers, body),) = texts.taken
    assert (path, headers["Authorization"]) == ("/send", "Bearer s3cret")
    assert json.loads(body) == {
        "to": "+8613812341234",
        "text": MESSAGE.text,
        "params": ["申请退回补正", "SH2026000001"],
        "id": str(MESSAGE.id),
    }
    assert texts.sent == [("sms", "sent")]


async def test_a_form_and_an_address_are_escaped(texts: Texts) -> None:
    gateway = texts.gateway(
        url=f"{texts.url}/send?to={{national}}&t={{text}}",
        format="form",
        body={"mobile": "{national}", "content": "{text}"},
    )
    await gateway.send(MESSAGE)
    ((path, _, body),) = texts.taken
    assert parse_qs(body) == {"mobile": ["13812341234"], "content": [MESSAGE.text]}
    assert parse_qs(path.partition("?")[2])["t"] == [MESSAGE.text]


@pytest.mark.parametrize(
    ("behaviour", "outcome"),
    [
        ({"status": 500}, NoAnswer()),
        ({"cut": True}, NoAnswer()),
        ({"answer": "<html>"}, NoAnswer()),
        ({"status": 429}, NotSent("429", again=True)),
        ({"status": 401}, NotSent("401", again=False)),
        ({"answer": '{"code": "LIMIT"}'}, NotSent("gateway LIMIT", again=False)),
    ],
)
async def test_every_answer_has_its_outcome(
    texts: Texts, behaviour: dict[str, Any], outcome: Dispatched
) -> None:
    for name, value in behaviour.items():
        setattr(texts, name, value)
    assert await texts.gateway().send(MESSAGE) == outcome


async def test_a_gateway_that_is_not_there(texts: Texts) -> None:
    gateway = texts.gateway(url="http://127.0.0.1:1/send")
    assert await gateway.send(MESSAGE) == NotSent("not_reached", again=True)


def test_a_file_is_refused_with_all_that_is_wrong() -> None:
    with pytest.raises(GatewayRefused) as refused:
        read_gateway({"url": "sms.example.cn", "format": "form", "body": {"a": {"b": "{nobody}"}}})
    assert len(refused.value.problems) == 4
    with pytest.raises(GatewayRefused):
        read_gateway({"url": "https://sms.example.cn", "body": {"to": "{phone}"}, "retry": 3})
