"""The quick head says the same as Sanic's own, and leaves to Sanic what it does not know."""

import pytest
from sanic.headers import format_http1_response
from sanic.response import HTTPResponse

from server.edge.web.response_head import secure, whole_head


def lines(head: bytes) -> list[bytes]:
    assert head.endswith(b"\r\n\r\n")
    return sorted(head[:-4].split(b"\r\n"))


@pytest.mark.parametrize("status", [200, 201, 404, 422, 503])
def test_it_says_what_sanic_says(status: int) -> None:
    def answer() -> HTTPResponse:
        return HTTPResponse(
            b"{}", status, {"etag": '"1"', "x-name": "合同"}, content_type="application/json"
        )

    slow = answer()
    slow.headers["content-length"] = "2"
    slow.headers["connection"] = "close"
    secure(slow.headers)
    quick = whole_head(answer(), keep_alive=False)
    assert quick is not None
    assert lines(quick) == lines(format_http1_response(status, slow.processed_headers))


def test_a_given_content_type_is_not_doubled() -> None:
    head = whole_head(HTTPResponse(b"x", headers={"Content-Type": "text/csv"}), keep_alive=True)
    assert head is not None
    assert head.lower().count(b"content-type:") == 1


@pytest.mark.parametrize(
    "answer",
    [
        HTTPResponse(b"x", headers={"x-a": "b\r\nset-cookie: evil"}),
        HTTPResponse(b"x", headers={"x-a\r\nb": "c"}),
        HTTPResponse(b"x", content_type="text/plain\r\nx: y"),
        HTTPResponse(b"x", headers={"content-length": "9"}),
        HTTPResponse(b"x", headers={"transfer-encoding": "chunked"}),
        HTTPResponse(b"x", status=499),
        HTTPResponse(status=204),
        HTTPResponse(status=304),
    ],
)
def test_the_rest_is_left_to_sanic(answer: HTTPResponse) -> None:
    assert whole_head(answer, keep_alive=True) is None
