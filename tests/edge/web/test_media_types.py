"""What clients put around good content: another spelling of its type, marks, blanks, foreign names."""

import json

import pytest
from aiohttp import ClientSession

from server.edge.web.multipart_padding import Padding
from tests.edge.web.conftest import token

GOOD = json.dumps({"name": "诊断", "plans": []}, ensure_ascii=False).encode()
JSON_TYPES = (
    "application/json; charset=utf8",
    "application/json; charset=utf-8;",
    "application/json;",
    "application/json ; charset = UTF-8",
    'Application/JSON;CHARSET="UTF8"',
    "application/json; charset=utf-8; version=1",
    "application/json; encoding=utf-8",
    "application/json; charset='utf-8'",
)
FORM_TYPES = (
    "multipart/form-data; boundary=----=_Part_1_2.3",
    'Multipart/Form-Data; Boundary="----=_Part_1_2.3";',
    "multipart/form-data; charset=utf8; boundary=----=_Part_1_2.3",
    "multipart/form-data;boundary = ----=_Part_1_2.3 ;",
)
GBK = "合同扫描件誠.pdf".encode("gbk")


async def offer(client: ClientSession, data: bytes, media: str = "application/json") -> int:
    headers = token("enterprise") | {"content-type": media}
    return (await client.post("/api/v1/offers", data=data, headers=headers)).status


@pytest.mark.parametrize("media", JSON_TYPES)
async def test_json_however_its_type_is_spelt(client: ClientSession, media: str) -> None:
    assert await offer(client, GOOD, media) == 201


@pytest.mark.parametrize("media", ["application/json; charset=gbk", "application/jsonp", ";", ""])
async def test_another_type_or_charset_is_still_another(client: ClientSession, media: str) -> None:
    assert await offer(client, GOOD, media) == 415


async def test_a_byte_order_mark_before_json(client: ClientSession) -> None:
    assert await offer(client, b"\xef\xbb\xbf" + GOOD) == 201
    assert await offer(client, b"\xef\xbb\xbf") == 422, "as an empty body"
    assert await offer(client, b'{"name": \xef\xbb\xbf"x", "plans": []}') == 422, "not inside it"


def form(
    boundary: bytes = b"B",
    *,
    pad: bytes = b"",
    disposition: bytes = b'form-data; name="file"; filename="tmp"',
    content: bytes = b"content",
) -> bytes:
    line = b"--" + boundary + pad + b"\r\n"
    texts = ((b"kind", b"contract"), (b"name", "合同.pdf".encode()))
    fields = b"".join(
        line + b'Content-Disposition: form-data; name="' + name + b'"\r\n\r\n' + value + b"\r\n"
        for name, value in texts
    )
    file = line + b"Content-Disposition: " + disposition + b"\r\n\r\n" + content + b"\r\n"
    return fields + file + b"--" + boundary + b"--" + pad + b"\r\n"


async def upload(
    client: ClientSession, data: bytes, media: str = "multipart/form-data; boundary=B"
) -> tuple[int, int | None]:
    """The status, and the size of the file that was understood."""
    headers = token("enterprise") | {"content-type": media}
    answer = await client.post("/api/v1/papers", data=data, headers=headers)
    return answer.status, (await answer.json(content_type=None)).get("size")


@pytest.mark.parametrize("media", FORM_TYPES)
async def test_a_form_however_its_type_is_spelt(client: ClientSession, media: str) -> None:
    assert await upload(client, form(b"----=_Part_1_2.3"), media) == (201, 7)


@pytest.mark.parametrize("pad", [b" ", b"  ", b"\t", b" \t " * 40])
async def test_blanks_behind_a_boundary(client: ClientSession, pad: bytes) -> None:
    content = b"x--B  \r\nx\r\n--C  \r\n"
    assert await upload(client, form(pad=pad, content=content)) == (201, len(content))


@pytest.mark.parametrize(
    "disposition",
    [
        b'form-data; name="file"; filename="' + GBK + b'"',
        b'form-data; filename="' + GBK[:-4] + b'"; name="file"',
        b"form-data; name=file; filename=" + GBK,
        b'form-data; filename="a; name=kind; b.pdf"; name="file"',
        b'form-data; filename="; name=\x81.pdf" ; name = "file";',
        b"FORM-DATA;NAME=\"file\";filename*=gbk''x",
        'form-data; name="file"; filename="合同.pdf"'.encode(),
    ],
)
async def test_a_file_name_of_any_encoding(client: ClientSession, disposition: bytes) -> None:
    assert await upload(client, form(disposition=disposition)) == (201, 7)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 11])
def test_padding_goes_wherever_the_wire_is_cut(size: int) -> None:
    content = b"\r\n--Bx \r\n--\r\n-- \r\n--B\tx"
    sent, expected = form(pad=b" \t", content=content), form(content=content)
    padding = Padding(b"B")
    pieces = [padding.take(sent[at : at + size]) for at in range(0, len(sent), size)]
    assert b"".join((*pieces, padding.rest())) == b"\r\n" + expected
