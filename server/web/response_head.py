"""Writes the head of a complete answer in one go.

Sanic puts each header of the connection into the answer's multidict first and then translates
every name and value letter by letter, a third of the time of a small answer.
"""

from http import HTTPStatus

from sanic.response import BaseHTTPResponse

_STATUS_LINES = {
    int(status): f"HTTP/1.1 {status.value} {status.phrase}\r\n" for status in HTTPStatus
}
_NO_BODY = frozenset({100, 101, 102, 103, 204, 304})
_OURS = frozenset({"content-length", "transfer-encoding", "connection"})


def whole_head(answer: BaseHTTPResponse, keep_alive: bool) -> bytes | None:
    """Status line and headers of an answer whose body is known.

    None leaves it to Sanic: an unusual status, framing set by hand, or a value that could break
    out of its line.
    """
    start = _STATUS_LINES.get(answer.status)
    if start is None or answer.status in _NO_BODY or answer.body is None:
        return None
    connection = "keep-alive" if keep_alive else "close"
    typed = False
    lines = [start, f"content-length: {len(answer.body)}\r\nconnection: {connection}\r\n"]
    for name, value in answer.headers.items():
        line = f"{name}: {value}"
        low = name.lower()
        if low in _OURS or not line.isprintable():
            return None
        typed = typed or low == "content-type"
        lines.append(line + "\r\n")
    if not typed and answer.content_type:
        if not answer.content_type.isprintable():
            return None
        lines.append(f"content-type: {answer.content_type}\r\n")
    lines.append("\r\n")
    return "".join(lines).encode(errors="surrogateescape")
