"""Where a request really comes from: proxies are believed only as far as they are ours."""

from ipaddress import IPv6Address, ip_address

from server.edge.web.request import ApiRequest

_SUBSCRIBER_BITS = 64


def client_address(request: ApiRequest, trusted_proxies: int) -> str:
    """The client's address as it is counted.

    `X-Forwarded-For` counts from the right, one entry per own proxy; what is no address there does
    not count, so that nobody is counted under a name of their own choice.
    """
    return counted_as(_sent_from(request, trusted_proxies))


def counted_as(address: str) -> str:
    """Whom an address counts for: IPv6 by its /64, since each subscriber has at least so many."""
    if ":" not in address:
        return address
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    network = int(found) >> _SUBSCRIBER_BITS << _SUBSCRIBER_BITS
    return f"{IPv6Address(network)}/{_SUBSCRIBER_BITS}"


def _sent_from(request: ApiRequest, trusted_proxies: int) -> str:
    peer: str = request.conn_info.client_ip if request.conn_info is not None else ""
    if trusted_proxies <= 0:
        return peer
    entries = [
        entry.strip()
        for header in request.headers.getall("x-forwarded-for", [])
        for entry in header.split(",")
        if entry.strip()
    ]
    if len(entries) < trusted_proxies:
        return peer
    forwarded: str = entries[-trusted_proxies].strip("[]")
    return forwarded if _is_address(forwarded) else peer


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
