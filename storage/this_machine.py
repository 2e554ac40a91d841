"""Which hosts are this machine, so that what goes there crosses no wire."""

from ipaddress import ip_address


def is_this_machine(host: str) -> bool:
    """A socket's folder, `localhost`, an address of loopback."""
    if host.startswith("/") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
