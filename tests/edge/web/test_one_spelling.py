"""Each address has one spelling; whatever a guard before the server could take for another is 404."""

import re

import pytest

from tests.edge.web.conftest import Running
from tests.world.wire import send_raw

_ID = "0198c6f0-0000-7000-8000-00000000000a"


async def asked(edge: Running, target: str, method: str = "GET") -> tuple[int, str]:
    """Status and `Allow` of the answer to exactly this target, which no client rewrites."""
    said = await send_raw(
        edge.url("/"),
        f"{method} {target} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer enterprise\r\n"
        "Connection: close\r\n\r\n".encode(),
    )
    allow = re.search(rb"\r\nallow: ([^\r]*)", said)
    return int(said.split()[1]), allow[1].decode() if allow else ""


ONE = [
    "/metrics",
    "/health/live",
    "/health/ready",
    "/docs/openapi.json",
    "/api/v1/cached",
    f"/api/v1/offers/{_ID}",
]
OTHERS = {
    "a slash behind": lambda one: one + "/",
    "two slashes behind": lambda one: one + "//",
    "two slashes before": lambda one: "/" + one,
    "two slashes within": lambda one: one.replace("/", "//"),
    "an encoded letter": lambda one: one[:-1] + f"%{ord(one[-1]):02x}",
    "an encoded letter in capitals": lambda one: one[:-1] + f"%{ord(one[-1]):02X}",
    "an encoded slash": lambda one: "/" + one[1:].replace("/", "%2F") + "%2F",
    "a capital": lambda one: one[:-1] + one[-1].upper(),
    "capitals": str.upper,
    "a dot": lambda one: "/." + one,
    "a step back": lambda one: "/x/.." + one,
    "an encoded step back": lambda one: "/x/%2E%2E" + one,
    "a blank behind": lambda one: one + "%20",
    "an unseen sign behind": lambda one: one + "%E2%80%8B",
    "a NUL behind": lambda one: one + "%00",
    "a parameter behind": lambda one: one + ";x=y",
    "a backslash": lambda one: one.replace("/", "\\", 2).replace("\\", "/", 1),
}


@pytest.mark.parametrize("one", ONE)
async def test_the_one_is_found(edge: Running, one: str) -> None:
    assert (await asked(edge, one))[0] == 200


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("one", ONE)
async def test_the_others_are_not(edge: Running, one: str, other) -> None:  # type: ignore[no-untyped-def]
    if other(one) != one:
        assert (await asked(edge, other(one)))[0] == 404


@pytest.mark.parametrize("one", ONE)
@pytest.mark.parametrize("method", ["TRACE", "PATCH", "BREW"])
async def test_another_method_is_told_which_are_allowed(
    edge: Running, one: str, method: str
) -> None:
    status, allow = await asked(edge, one, method)
    assert (status, set(allow.replace(" ", "").split(","))) == (405, {"GET", "HEAD"})
