"""When a push was signed: what is not of now is refused, though its signature is right."""

from datetime import UTC, datetime, timedelta

import pytest

from server.edge.wechat.errors import PushRefused
from server.edge.wechat.push import FRESH, PushSecrets, answer_url_check, read_push
from standalone.wechat.push_envelope import signature

SECRETS = PushSecrets("wx0", "AAAAA", "A" * 43)
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
BODY = b'{"MsgType": "event", "Event": "debug_demo", "FromUserName": "oWang"}'


def signed(stamp: str) -> dict[str, str]:
    return {"timestamp": stamp, "nonce": "1", "signature": signature("AAAAA", stamp, "1")}


@pytest.mark.parametrize(
    "stamp", ["", "soon", "１７１４０３７０５９", "-1", "1e9", "9" * 12, "9" * 5000]
)
def test_a_time_that_is_none_is_refused(stamp: str) -> None:
    with pytest.raises(PushRefused, match="timestamp"):
        read_push(SECRETS, signed(stamp), BODY, now=NOW)
    with pytest.raises(PushRefused, match="timestamp"):
        answer_url_check(SECRETS, signed(stamp), now=NOW)


@pytest.mark.parametrize("side", [-1, 1])
def test_what_is_of_now_passes_to_the_second(side: int) -> None:
    query, moment = signed(str(int(NOW.timestamp()))), NOW + side * FRESH
    assert read_push(SECRETS, query, BODY, now=moment).events
    with pytest.raises(PushRefused, match="timestamp"):
        read_push(SECRETS, query, BODY, now=moment + side * timedelta(seconds=1))
