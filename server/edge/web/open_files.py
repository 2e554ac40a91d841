"""How many files this process may have open: raised to what it can use, or said loudly."""

import logging
import resource

_LOG = logging.getLogger(__name__)


def raise_file_limit(wanted: int) -> int:
    """The limit from now on: `wanted`, or as near as the machine lets this process come."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    if now != resource.RLIM_INFINITY and now < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    found = file_limit()
    if found < wanted:
        _LOG.warning(
            "only %s open files are allowed, so fewer connections are taken; "
            "allow %s, with systemd by LimitNOFILE",
            found,
            wanted,
        )
    return found


def file_limit() -> int:
    """How many files this process may have open now."""
    now, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return now if now != resource.RLIM_INFINITY else 1 << 31
