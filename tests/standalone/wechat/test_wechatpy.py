"""wechatpy's own client, unchanged, takes the stand-in for WeChat; its crypto is a second opinion."""

import asyncio
import hashlib
import io
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from PIL import Image
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from wechatpy import WeChatClient, parse_message
from wechatpy.client.api import WeChatWxa
from wechatpy.crypto import WeChatCrypto, WeChatWxaCrypto
from wechatpy.exceptions import APILimitedException, WeChatClientException
from wechatpy.utils import check_signature

from standalone.wechat.push_envelope import envelope
from standalone.wechat.push_events import popup_event
from standalone.wechat.records import App, PushMode, PushTarget
from tests.world.sandbox import APPID, DATA, PHONE, SECRET, SEND, TEMPLATE, Sandbox

WECHAT = "https://api.weixin.qq.com"
T = TypeVar("T")


class Redirecting(HTTPAdapter):
    """Lets what goes to WeChat arrive at the stand-in; the client knows nothing of it."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__()

    def send(self, request: PreparedRequest, *args: Any, **options: Any) -> Response:
        assert request.url is not None
        request.url = request.url.replace(WECHAT, self.url, 1)
        return super().send(request, *args, **options)


async def with_client(
    sandbox: Sandbox, use: Callable[[WeChatClient], T], *, secret: str = SECRET
) -> T:
    """What `use` makes of a fresh client, in a thread: it blocks."""

    def run() -> T:
        client = WeChatClient(APPID, secret, timeout=8)
        client._http.mount(WECHAT, Redirecting(sandbox.url))
        return use(client)

    return await asyncio.to_thread(run)


async def test_token_and_login(sandbox: Sandbox) -> None:
    token = await with_client(sandbox, lambda client: client.fetch_access_token())
    assert token["expires_in"] == 7200
    session = await with_client(sandbox, lambda client: client.wxa.code_to_session("sandbox-wang"))
    assert session["openid"] == await sandbox.openid("wang")


async def test_a_code_of_the_mini_program(sandbox: Sandbox) -> None:
    for page in (None, "pages/platform/detail"):
        picture = await with_client(
            sandbox, lambda client, page=page: client.wxa.get_wxa_code_unlimited("p=1", page=page)
        )
        assert picture.headers["Content-Type"] == "image/jpeg"
        assert Image.open(io.BytesIO(picture.content)).size == (430, 430)
    with pytest.raises(WeChatClientException) as caught:
        await with_client(sandbox, lambda client: client.wxa.get_wxa_code_unlimited("编号"))
    assert caught.value.errcode == 40129


async def test_the_override_of_addresses_works_as_well(sandbox: Sandbox) -> None:
    """The other way to point it elsewhere, as wechat.md has it."""
    token = await sandbox.token()

    class Wxa(WeChatWxa):  # type: ignore[misc]
        API_BASE_URL = sandbox.url + "/"

    class Client(WeChatClient):  # type: ignore[misc]
        API_BASE_URL = sandbox.url + "/cgi-bin/"
        wxa = Wxa()

    client = Client(APPID, SECRET, access_token=token, timeout=8, auto_retry=False)
    picture = await asyncio.to_thread(client.wxa.get_wxa_code_unlimited, "p=1")
    assert picture.content[:3] == b"\xff\xd8\xff"


async def test_a_message_and_its_refusals(sandbox: Sandbox) -> None:
    openid = await sandbox.openid("wang")
    data = {key: {"value": value} for key, value in DATA.items()}

    def send(client: WeChatClient) -> Any:
        return client.wxa.send_subscribe_message(openid, TEMPLATE, data, page="pages/index")

    with pytest.raises(WeChatClientException) as caught:
        await with_client(sandbox, send)
    assert caught.value.errcode == 43101
    await sandbox.accept("wang", TEMPLATE)
    sent = await with_client(sandbox, send)
    assert str(sent["msgid"]) == (await sandbox.deliveries("wang"))[0]["msgid"]
    await sandbox.fault(SEND, errcode=45009)
    with pytest.raises(APILimitedException):
        await with_client(sandbox, send)


async def test_templates_and_what_it_posts_itself(sandbox: Sandbox) -> None:
    def use(client: WeChatClient) -> Any:
        listed = client.get(f"{WECHAT}/wxaapi/newtmpl/gettemplate")
        phone = client.post(f"{WECHAT}{PHONE}", data={"code": "sandbox-phone-13812341234"})
        return listed["data"], phone["phone_info"]

    listed, phone = await with_client(sandbox, use)
    assert TEMPLATE in [one["priTmplId"] for one in listed]
    assert phone["purePhoneNumber"] == "13812341234"


async def test_a_rotated_token_is_renewed_by_itself(sandbox: Sandbox) -> None:
    def use(client: WeChatClient) -> Any:
        client.fetch_access_token()
        loop.call_soon_threadsafe(rotated.set_result, None)
        done.result()
        return client.get(f"{WECHAT}/wxaapi/newtmpl/gettemplate")

    loop = asyncio.get_running_loop()
    rotated: asyncio.Future[None] = loop.create_future()

    async def rotate() -> None:
        await rotated
        await sandbox.control("token", action="rotate", family="legacy")

    done = asyncio.run_coroutine_threadsafe(rotate(), loop)
    assert (await with_client(sandbox, use))["errcode"] == 0


async def test_wrong_credentials(sandbox: Sandbox) -> None:
    with pytest.raises(WeChatClientException) as caught:
        await with_client(sandbox, lambda client: client.fetch_access_token(), secret="wrong")
    assert caught.value.errcode == 40125


@pytest.mark.parametrize("mode", ["plain", "compat", "safe"])
def test_it_reads_the_pushes_of_every_mode(mode: PushMode) -> None:
    """XML only: wechatpy knows no pushes in JSON."""
    target = PushTarget("", "token", "A" * 43, mode, "xml")
    event = popup_event(App(APPID, ""), "oWang", {TEMPLATE: "accept", "T2": "reject"}, 1714037059)
    sealed = envelope(target, APPID, event, 1714037059)
    query = sealed.query
    check_signature("token", query["signature"], query["timestamp"], query["nonce"])
    text = sealed.body.decode()
    if mode == "safe":
        opener = WeChatCrypto("token", "A" * 43, APPID)
        signed = (query["msg_signature"], query["timestamp"], query["nonce"])
        text = opener.decrypt_message(text, *signed)
    entries = parse_message(text)._data["SubscribeMsgPopupEvent"]["List"]
    assert [one["SubscribeStatusString"] for one in entries] == ["accept", "reject"]


async def test_it_reads_the_user_data_that_the_stand_in_sealed(sandbox: Sandbox) -> None:
    key = (await sandbox.show("person", name="wang"))["session_key"]
    given = await sandbox.control("user-data", name="wang")
    opened = WeChatWxaCrypto(key, given["iv"], APPID).decrypt_message(given["encryptedData"])
    assert (opened["openId"], opened["nickName"]) == (await sandbox.openid("wang"), "wang")
    signed = (given["rawData"] + key).encode()
    assert hashlib.sha1(signed).hexdigest() == given["signature"]  # noqa: S324 - WeChat's choice
