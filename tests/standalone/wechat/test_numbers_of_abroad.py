"""The stand-in says country codes as WeChat does: the whole number carries the one of abroad."""

import json

import pytest

from tests.world.sandbox import APPID, PHONE, Sandbox


async def test_a_code_without_a_number_is_for_the_persons_own(sandbox: Sandbox) -> None:
    own = (await sandbox.show("person", name="wang"))["phone"]
    code = (await sandbox.control("codes", kind="phone", name="wang"))["code"]
    query = {"params": {"access_token": await sandbox.token()}, "json": {"code": code}}
    _, _, raw = await sandbox.raw("POST", PHONE, **query)
    assert json.loads(raw)["phone_info"]["purePhoneNumber"] == own


@pytest.mark.parametrize(
    ("country_code", "number", "whole"),
    [
        ("86", "13812341234", "13812341234"),
        ("852", "91234567", "+85291234567"),
        ("1", "2125550123", "+12125550123"),
    ],
)
async def test_a_number_says_its_country(
    sandbox: Sandbox, country_code: str, number: str, whole: str
) -> None:
    minted = {"kind": "phone", "phone": number, "country_code": country_code}
    said = {"phoneNumber": whole, "purePhoneNumber": number, "countryCode": country_code}
    token = await sandbox.token()
    for code in (
        f"sandbox-phone-+{country_code}-{number}",
        (await sandbox.control("codes", **minted))["code"],
    ):
        query = {"params": {"access_token": token}, "json": {"code": code}}
        _, _, raw = await sandbox.raw("POST", PHONE, **query)
        told = json.loads(raw)["phone_info"]
        assert told.pop("watermark")["appid"] == APPID
        assert told == said
