"""A method that an address does not take is told which it does take, at every address there is."""

import json
import re
from pathlib import Path

import pytest

from tests.world.application import World
from tests.world.wire import send_raw

_PATHS = json.loads(Path("docs/openapi.json").read_text("utf-8"))["paths"]
_ID = "0198c6f0-0000-7000-8000-00000000000a"


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "OPTIONS", "PATCH"])
async def test_what_is_allowed_is_said(world: World, method: str) -> None:
    wrong = {}
    for path, operations in _PATHS.items():
        target = re.sub(r"\{\w+\}", _ID, path)
        said = await send_raw(
            world.url,
            f"{method} {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode(),
        )
        allow = re.search(rb"\r\nallow: ([^\r]*)", said)
        allowed = set(allow[1].decode().replace(" ", "").split(",")) if allow else set()
        expected = {one.upper() for one in operations if one != "parameters"}
        expected |= {"HEAD"} if "GET" in expected else set()
        found = (int(said.split()[1]), allowed)
        if method in expected:
            # Taken there, so that only who calls is asked.
            wrong |= {path: found} if found[0] == 405 else {}
        elif found != (405, expected):
            wrong[path] = found
    assert not wrong
