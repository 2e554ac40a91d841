"""Where a request really comes from: proxies are believed only as far as they are ours."""

from server.edge.web.request import ApiRequest


def client_address(request: ApiRequest, trusted_proxies: int) -> str:
    """The client's address; `X-Forwarded-For` counts from the right, one entry per own proxy."""
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
    forwarded: str = entries[-trusted_proxies]
    return forwarded
