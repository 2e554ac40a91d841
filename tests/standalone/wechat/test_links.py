"""Links that open a page of the mini-program: WeChat's checks of what is asked for."""

import json
from typing import Any

from tests.world.sandbox import Sandbox

WELL: dict[str, Any] = {"expire_type": 1, "expire_interval": 30}


async def _ask(sandbox: Sandbox, **changed: Any) -> dict[str, Any]:
    query = {"access_token": await sandbox.token()}
    _, _, raw = await sandbox.raw(
        "POST", "/wxa/generate_urllink", params=query, json=WELL | changed
    )
    return dict(json.loads(raw))


async def test_links_for_text_messages(sandbox: Sandbox) -> None:
    assert (await _ask(sandbox))["url_link"].startswith("https://wxaurl.cn/")
    await sandbox.control("pages", pages=["pages/index"])
    for changed, errcode in (
        ({"path": "pages/other"}, 40165),
        ({"path": "pages/index?id=1"}, 40165),
        ({"query": "名=1"}, 40212),
        ({"env_version": "formal"}, 85402),
        ({"expire_interval": 31}, 85401),
        ({"expire_type": 0}, 85401),
    ):
        assert (await _ask(sandbox, **changed))["errcode"] == errcode
