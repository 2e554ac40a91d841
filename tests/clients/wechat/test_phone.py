"""The simulated phone refuses what WeChat refuses, so that what passes on it means something."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest_asyncio

from tests.clients.wechat.output import Output
from tests.clients.wechat.phone import Phone
from tests.world.sandbox import TEMPLATE

OTHER = "sT1-qUeUe-pRoGrEsS_6hD4fR8jK2pV9tG5sB3nM7xW"
MEGABYTE = 1024 * 1024


@pytest_asyncio.fixture(loop_scope="session")
async def handset(phone: Callable[[str], Any], output: Output) -> Phone:
    someone: Phone = await phone("rules")
    await someone.launch(output.pages[0])
    return someone


async def test_requests(handset: Phone, output: Output) -> None:
    here = output.domains()["request"][0]
    options = f"{here}/api/v1/options"

    served = await handset.call("request", url=options)
    refused = await handset.call("request", url=f"{here}/api/v1/session")
    elsewhere = await handset.call("request", url="https://elsewhere.example/api")
    plain = await handset.call("request", url=options.replace("https", "http"))
    patched = await handset.call("request", url=options, method="PATCH")
    await handset.do("network", type="none")
    cut = await handset.call("request", url=options)
    await handset.do("network", type="4g")

    assert (served["errMsg"], served["statusCode"]) == ("request:ok", 200)
    assert "districts" in served["data"]
    # Any status is a success to WeChat.
    assert refused["errMsg"] == "request:ok"
    assert refused["statusCode"] == 401
    assert refused["data"]["code"] == "unauthenticated"
    assert "url not in domain list" in elsewhere["errMsg"]
    assert "url not in domain list" in plain["errMsg"]
    assert patched["errMsg"].startswith("request:fail method is invalid")
    assert cut["errMsg"].startswith("request:fail")


async def test_consent_to_messages(handset: Phone) -> None:
    """Only within a tap, three ids at most; what is answered is what the stand-in's popup gave."""
    outside = await handset.call("requestSubscribeMessage", tmplIds=[TEMPLATE])
    await handset.set(gesture=1)
    four = await handset.call("requestSubscribeMessage", tmplIds=[TEMPLATE] * 4)
    await handset.set(gesture=2)
    unknown = await handset.call("requestSubscribeMessage", tmplIds=["not-ours"])
    await handset.set(gesture=3, popup={TEMPLATE: "accept", OTHER: "reject"})
    asked = await handset.call("requestSubscribeMessage", tmplIds=[TEMPLATE, OTHER])
    again = await handset.call("requestSubscribeMessage", tmplIds=[TEMPLATE])

    assert "can only be invoked by user TAP gesture" in outside["errMsg"]
    assert four["errCode"] == 20003
    assert unknown["errCode"] == 20001
    assert (asked[TEMPLATE], asked[OTHER]) == ("accept", "reject")
    # The first call was waited for: the tap is over.
    assert "TAP gesture" in again["errMsg"]


async def test_privacy_comes_first(handset: Phone) -> None:
    undeclared = await handset.call("getClipboardData")
    needed = await handset.call("getPrivacySetting")

    assert undeclared["errno"] == 112
    assert needed["needAuthorization"] is True


async def test_storage_has_an_end_and_outlives_the_app(handset: Phone, output: Output) -> None:
    await handset.call("setStorage", key="kept", data={"typed": "某某食品"})
    large = await handset.call("setStorage", key="large", data="x" * (MEGABYTE + 1))
    for part in range(9):
        filled = await handset.call("setStorage", key=f"part-{part}", data="x" * (MEGABYTE - 9))
    over = await handset.call("setStorage", key="over", data="x" * (MEGABYTE - 9))
    await handset.restart()
    await handset.launch(output.pages[0])
    kept = await handset.call("getStorage", key="kept")

    assert large["errMsg"] == "setStorage:fail entry size limit reached"
    assert filled["errMsg"] == "setStorage:ok"
    assert over["errMsg"] == "setStorage:fail exceed storage max size"
    assert kept["data"] == {"typed": "某某食品"}


async def test_one_file_an_upload(handset: Phone, output: Output, tmp_path: Path) -> None:
    """Real multipart to the real server; the answer is text and carries no header."""
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF-1.4 " + b"x" * 200_000)
    here = output.domains()["request"][0]
    await handset.set(domains={"uploadFile": [here]})
    address = f"{here}/api/v1/applications/none/evidence"
    missing = await handset.call("uploadFile", url=address, filePath="http://tmp/none", name="file")
    local = await handset.do("lay", file=str(paper))

    sent = await handset.call(
        "uploadFile", url=address, filePath=local, name="file", formData={"name": "a"}
    )

    assert missing["errMsg"] == "uploadFile:fail file not found"
    assert sent["statusCode"] == 401
    assert json.loads(sent["data"])["code"] == "unauthenticated"


async def test_pages(handset: Phone, output: Output) -> None:
    tab = output.app["tabBar"]["list"][1]["pagePath"]

    tabbed = await handset.call("navigateTo", url=f"/{tab}")
    unknown = await handset.call("navigateTo", url="/pages/none/none")
    first = await handset.call("navigateBack")

    assert tabbed["errMsg"] == "navigateTo:fail can not navigateTo a tabbar page"
    assert unknown["errMsg"] == 'navigateTo:fail page "pages/none/none" is not found'
    assert first["errMsg"] == "navigateBack:fail cannot navigate back at first page."
