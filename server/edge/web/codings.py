"""Which packed forms of an answer a client takes, by its `Accept-Encoding`."""


def takes(coding: str, accept_encoding: str | None) -> bool:
    """Whether it is named there with another weight than nought (RFC 9110, 12.5.3)."""
    if not accept_encoding or coding not in accept_encoding.lower():
        return False
    for item in accept_encoding.lower().split(","):
        named, _, weight = item.partition(";")
        if named.strip() == coding:
            return weight.replace(" ", "").rstrip("0") not in ("q=", "q=0.")
    return False
