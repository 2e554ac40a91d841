"""Whom limits count: an IPv6 subscriber is one, and nobody chooses the name they are counted by."""

from types import SimpleNamespace
from typing import Any

import pytest

from server.edge.web.client_address import client_address, counted_as


def request_from(peer: str, forwarded: list[str]) -> Any:
    """What the function reads of a request."""
    headers = SimpleNamespace(getall=lambda name, default: forwarded or default)
    return SimpleNamespace(conn_info=SimpleNamespace(client_ip=peer), headers=headers)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", ""),
    ],
)
def test_one_subscriber_is_counted_once(address: str, counted: str) -> None:
    assert counted_as(address) == counted
    assert client_address(request_from(address, []), 0) == counted


@pytest.mark.parametrize(
    ("forwarded", "trusted", "counted"),
    [
        (["198.51.100.1"], 1, "198.51.100.1"),
        (["198.51.100.1, 2001:db8::1"], 1, "2001:db8::/64"),
        (["198.51.100.1", "198.51.100.2"], 2, "198.51.100.1"),
        (["198.51.100.1"], 2, "10.0.0.1"),
        (["[2001:db8::1]"], 1, "2001:db8::/64"),
        (["made up"], 1, "10.0.0.1"),
        (["unknown, 198.51.100.2"], 2, "10.0.0.1"),
        (["198.51.100.1"], 0, "10.0.0.1"),
    ],
)
def test_a_proxy_is_believed_as_far_as_it_is_ours(
    forwarded: list[str], trusted: int, counted: str
) -> None:
    assert client_address(request_from("10.0.0.1", forwarded), trusted) == counted
