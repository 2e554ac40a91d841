"""WeChat's published push, read in the moment of which its envelope speaks: that was in 2024."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from server.edge.wechat import push as reading
from server.edge.wechat.push import PushSecrets
from server.edge.wechat.push_events import Push

APPID = "wxba5fad812f8e6fb9"
SECRETS = PushSecrets(APPID, "AAAAA", "A" * 43)
PUBLISHED = (
    "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
)
PLAIN = {
    "signature": "899cf89e464efb63f54ddac96b0a0a235f53aa78",
    "timestamp": "1714037059",
    "nonce": "486452656",
}
SEALED = {
    "msg_signature": "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1",
    "timestamp": "1713424427",
    "nonce": "415670741",
    "encrypt_type": "aes",
}


def read_push(secrets: PushSecrets, query: Mapping[str, str], body: bytes) -> Push:
    return reading.read_push(secrets, query, body, now=_moment_of(query))


def answer_url_check(secrets: PushSecrets, query: Mapping[str, str]) -> str:
    return reading.answer_url_check(secrets, query, now=_moment_of(query))


def _moment_of(query: Mapping[str, str]) -> datetime:
    return datetime.fromtimestamp(int(query.get("timestamp", "0")), UTC)


def event(name: str, **fields: Any) -> dict[str, Any]:
    common = {"ToUserName": "gh_1", "FromUserName": "oWang", "CreateTime": 1714037059}
    return common | {"MsgType": "event", "Event": name} | fields
