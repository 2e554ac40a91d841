"""Whatever a body says, the stand-in answers as WeChat does: 200 and a number, never a 500."""

import json
from typing import Any

import pytest

from standalone.wechat.endpoints import ENDPOINTS
from tests.world.sandbox import APPID, SECRET, TEMPLATE, Sandbox

NONSENSE: tuple[Any, ...] = (
    *(
        None,
        0,
        -1,
        1.5,
        True,
        "",
        "x" * 3000,
        "\ud83d\ude00",
        [],
        [[], []],
        [{}, {}],
        {},
        {"a": []},
    ),
    10**30,
)
FIELDS = (
    *("touser", "template_id", "data", "page", "lang", "miniprogram_state", "code", "openid"),
    *("scene", "width", "env_version", "is_hyaline", "check_path", "content", "version", "title"),
    *("media_url", "media_type", "cgi_path", "appid", "appsecret", "rid", "action", "tid"),
    *("kidList", "sceneDesc", "priTmplId", "path", "query", "expire_type", "expire_interval"),
    *("expire_time", "grant_type", "secret", "force_refresh"),
)


def bodies(openid: str) -> list[dict[str, Any]]:
    """Each field in turn, and in the end all of them, as nonsense among what is right."""
    right = {
        "touser": openid,
        "template_id": TEMPLATE,
        "openid": openid,
        "version": 2,
        "scene": 1,
        "media_type": 2,
        "appid": APPID,
        "appsecret": SECRET,
        "secret": SECRET,
        "grant_type": "client_credential",
        "tid": "1",
        "kidList": [1, 2],
        "sceneDesc": "通知",
        "action": "all",
    }
    found = [dict.fromkeys(FIELDS, nonsense) for nonsense in NONSENSE]
    # One shift for each field, so that every field meets much of the nonsense.
    for shift, field in enumerate(FIELDS):
        found.append(right | {field: NONSENSE[shift % len(NONSENSE)]})
        found.append(right | {field: NONSENSE[(shift + 5) % len(NONSENSE)]})
    return found


POSTED = [path for path, endpoint in ENDPOINTS.items() if endpoint.method == "POST"]


@pytest.mark.parametrize("path", POSTED)
async def test_no_body_breaks_it(sandbox: Sandbox, path: str) -> None:
    openid, token = await sandbox.openid("wang"), await sandbox.token()
    await sandbox.control("options", send_takes_s=0)
    for body in bodies(openid):
        status, kind, raw = await sandbox.raw(
            "POST", path, params={"access_token": token}, data=json.dumps(body).encode()
        )
        assert status == 200, body
        if not kind.startswith("image/"):
            assert isinstance(json.loads(raw), dict), body
