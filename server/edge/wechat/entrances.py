"""Ways from outside into a page of the mini-program: a code to scan, a link for a text message."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from server.edge.wechat.channel import Channel, unexpected
from server.edge.wechat.errcodes import ErrorClass, classify
from server.edge.wechat.errors import NotAnswered
from server.edge.wechat.retrying import repeat_while_busy
from server.edge.wechat.subscribe import MiniProgramState
from server.edge.wechat.transport import Api, Reply

GETWXACODEUNLIMIT: Final = Api("getwxacodeunlimit", "POST", "/wxa/getwxacodeunlimit", picture=True)
GENERATE_URLLINK: Final = Api("generate_urllink", "POST", "/wxa/generate_urllink")
LINK_DAYS: Final = 30
"""The longest that WeChat lets a link live."""
_VERSIONS: Final[Mapping[MiniProgramState, str]] = MappingProxyType(
    {"formal": "release", "trial": "trial", "developer": "develop"}
)


async def draw_code(channel: Channel, *, page: str, scene: str, state: MiniProgramState) -> bytes:
    """A JPEG that never expires; `scene` has at most 32 letters and digits. Raises WeChatUnavailable."""
    body = {
        "page": page,
        "scene": scene,
        "check_path": state == "formal",
        "env_version": _VERSIONS[state],
    }
    reply = await repeat_while_busy(lambda: channel.call(GETWXACODEUNLIMIT, body=body))
    _raise_for(reply, GETWXACODEUNLIMIT)
    if not reply.picture:
        raise NotAnswered(retry_after=2)
    return reply.picture


async def make_link(channel: Channel, *, page: str, query: str, state: MiniProgramState) -> str:
    """An address that opens the page from anywhere, for LINK_DAYS. Raises WeChatUnavailable."""
    body = {
        "path": page,
        "query": query,
        "expire_type": 1,
        "expire_interval": LINK_DAYS,
        "env_version": _VERSIONS[state],
    }
    reply = await repeat_while_busy(lambda: channel.call(GENERATE_URLLINK, body=body))
    _raise_for(reply, GENERATE_URLLINK)
    link = reply.fields.get("url_link")
    if not isinstance(link, str) or not link:
        raise NotAnswered(retry_after=2)
    return link


def _raise_for(reply: Reply, api: Api) -> None:
    if classify(reply.errcode) is not ErrorClass.OK:
        raise unexpected(reply, api)
