"""tus 1.0 by the letter: what each request is answered, header by header."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest

from storage.files.content import PIECE_BYTES
from tests.features.uploads.tus import MEDIA, PATH, VERSION, Sender, checksum, some_bytes
from tests.world.application import World

_MOST = 2 * 1024**3


async def test_what_is_spoken(sender: Sender) -> None:
    answer = await sender.who.call("OPTIONS", PATH)
    assert answer.status == 204
    assert answer.headers["tus-version"] == answer.headers["tus-resumable"] == "1.0.0"
    assert answer.headers["tus-extension"] == "creation,checksum,termination,expiration"
    assert answer.headers["tus-max-size"] == str(_MOST)
    assert "sha1" in answer.headers["tus-checksum-algorithm"].split(",")


async def test_a_file_comes_in_parts(sender: Sender) -> None:
    data = some_bytes(PIECE_BYTES + 1000)
    upload_id = await sender.create(len(data), "材料.zip")
    head = await sender.head(upload_id)
    assert (head.status, head.raw) == (200, b"")
    assert head.headers["upload-offset"] == "0"
    assert head.headers["upload-length"] == str(len(data))
    assert head.headers["upload-metadata"].startswith("filename ")
    assert head.headers["cache-control"] == "no-store"
    assert head.headers["tus-resumable"] == "1.0.0"
    at = 0
    for size in (1, 999, PIECE_BYTES - 1000, 0, 1000):
        answer = await sender.append(upload_id, at, data[at : at + size])
        at += size
        assert (answer.status, answer.raw) == (204, b"")
        assert answer.headers["upload-offset"] == str(at)
        left = parsedate_to_datetime(answer.headers["upload-expires"]) - datetime.now(UTC)
        assert timedelta(days=6) < left <= timedelta(days=7)
    assert await sender.stored(upload_id) == data
    view = (await sender.who.get(f"{PATH}/{upload_id}")).ok()
    assert (view["name"], view["length"], view["received"]) == ("材料.zip", len(data), len(data))


async def test_what_a_longer_piece_replaced_is_deleted(sender: Sender, world: World) -> None:
    upload_id = await sender.create(300)
    for at in (0, 100, 200):
        assert (await sender.append(upload_id, at, some_bytes(100))).status == 204
    await world.ports.tasks.drain(5)
    assert len(await sender.objects(upload_id)) == 1


async def test_an_empty_file_is_finished_at_once(sender: Sender) -> None:
    upload_id = await sender.create(0)
    assert await sender.offset(upload_id) == 0
    assert await sender.stored(upload_id) == b""


async def test_another_version_is_not_spoken(sender: Sender) -> None:
    upload_id = await sender.create(3)
    for headers in ({}, {"tus-resumable": "0.2.2"}):
        for method, path in (("POST", PATH), ("PATCH", f"{PATH}/{upload_id}")):
            answer = await sender.who.call(method, path, data=b"abc", headers=headers | MEDIA)
            answer.refused(412, "tus_version_unsupported")
            assert answer.headers["tus-version"] == answer.headers["tus-resumable"] == "1.0.0"
        head = await sender.who.call("HEAD", f"{PATH}/{upload_id}", headers=headers)
        assert (head.status, head.headers["tus-version"]) == (412, "1.0.0")
        assert "upload-offset" not in head.headers
        gone = await sender.who.delete(f"{PATH}/{upload_id}", headers=headers)
        gone.refused(412, "tus_version_unsupported")
    assert await sender.offset(upload_id) == 0


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 400, "header_invalid"),
        ({"upload-length": "-1"}, 400, "header_invalid"),
        ({"upload-length": "1e3"}, 400, "header_invalid"),
        ({"upload-length": "9" * 30}, 400, "header_invalid"),
        ({"upload-defer-length": "1"}, 400, "header_invalid"),
        ({"upload-length": str(_MOST + 1)}, 413, "too_large"),
        ({"upload-length": "1", "upload-metadata": "filename ???"}, 400, "header_invalid"),
        ({"upload-length": "1", "upload-metadata": "filename /w=="}, 400, "header_invalid"),
        ({"upload-length": "1", "upload-metadata": "a YQ==,a YQ=="}, 400, "header_invalid"),
        ({"upload-length": "1", "upload-metadata": ",a YQ=="}, 400, "header_invalid"),
        ({"upload-length": "1", "upload-metadata": f"a {'YWFh' * 600}"}, 400, "header_invalid"),
    ],
)
async def test_a_beginning_that_cannot_be(
    sender: Sender, headers: dict[str, str], status: int, code: str
) -> None:
    answer = await sender.who.call("POST", PATH, headers=VERSION | headers)
    answer.refused(status, code)
    assert answer.headers["tus-resumable"] == "1.0.0"


async def test_the_name_is_kept_as_people_see_it(sender: Sender) -> None:
    for sent, kept in (
        ("is_confidential,filename 5p2Q5paZLnppcA==", "材料.zip"),
        ("filename IGEK4oCLLnppcCA=", "a.zip"),
        ("name YS56aXA=", "a.zip"),
        ("filename ", ""),
        ("", ""),
    ):
        headers = VERSION | {"upload-length": "1", "upload-metadata": sent}
        made = (await sender.who.call("POST", PATH, headers=headers)).ok(201)
        assert made["name"] == kept
        head = await sender.head(made["id"])
        assert head.headers.get("upload-metadata", "") == sent.strip()


async def test_bytes_that_do_not_go_on_there_are_refused(sender: Sender) -> None:
    upload_id = await sender.create(10)
    (await sender.append(upload_id, 1, b"abc")).refused(409, "offset_conflict")
    assert (await sender.append(upload_id, 0, b"abc")).status == 204
    (await sender.append(upload_id, 0, b"abc")).refused(409, "offset_conflict")
    for offset in ("", "-1", "x"):
        answer = await sender.append(upload_id, 0, b"abc", **{"upload-offset": offset})
        answer.refused(400, "header_invalid")
    (await sender.append(upload_id, 3, b"x" * 8)).refused(413, "too_large")
    answer = await sender.append(upload_id, 3, b"abc", **{"content-type": "text/plain"})
    answer.refused(415, "unsupported_media")
    assert await sender.stored(upload_id) == b"abc"


async def test_more_than_its_length_is_refused_without_a_length_too(sender: Sender) -> None:
    async def chunks() -> object:
        for _ in range(4):
            yield b"x" * 40

    upload_id = await sender.create(100)
    (await sender.append(upload_id, 0, chunks())).refused(413, "too_large")
    assert await sender.offset(upload_id) <= 100
    assert set(await sender.stored(upload_id)) <= set(b"x")


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
async def test_a_checksum_lets_count_what_is_right(sender: Sender, algorithm: str) -> None:
    data = some_bytes(PIECE_BYTES + 50)
    upload_id = await sender.create(len(data))
    wrong = {"upload-checksum": checksum(algorithm, b"something else")}
    answer = await sender.append(upload_id, 0, data, **wrong)
    answer.refused(460, "checksum_mismatch")
    assert await sender.offset(upload_id) == 0
    right = {"upload-checksum": checksum(algorithm, data)}
    assert (await sender.append(upload_id, 0, data, **right)).status == 204
    assert await sender.stored(upload_id) == data


async def test_a_checksum_that_is_not_understood(sender: Sender) -> None:
    upload_id = await sender.create(3)
    for sent in ("md4 AAAA", "sha1", "sha1 ???", ""):
        answer = await sender.append(upload_id, 0, b"abc", **{"upload-checksum": sent})
        if sent == "sha1":
            answer.refused(460, "checksum_mismatch")
        else:
            answer.refused(400, "header_invalid")
    assert await sender.offset(upload_id) == 0


async def test_who_cannot_send_patch_says_so(sender: Sender) -> None:
    upload_id = await sender.create(3)
    path, other = f"{PATH}/{upload_id}", "x-http-method-override"
    headers = VERSION | MEDIA | {"upload-offset": "0", other: "PATCH"}
    assert (await sender.who.call("POST", path, data=b"abc", headers=headers)).status == 204
    head = await sender.who.call("POST", path, headers=VERSION | {other: "HEAD"})
    assert (head.status, head.headers["upload-offset"]) == (200, "3")
    for method in ("", "TRACE"):
        answer = await sender.who.call("POST", path, headers=VERSION | {other: method})
        answer.refused(400, "header_invalid")
    ended = await sender.who.call("POST", path, headers=VERSION | {other: "DELETE"})
    assert ended.status == 204
    assert (await sender.head(upload_id)).status == 410


async def test_an_ended_one_is_gone(sender: Sender) -> None:
    upload_id = await sender.create(6)
    assert (await sender.append(upload_id, 0, b"abc")).status == 204
    assert (await sender.end(upload_id)).status == 204
    (await sender.end(upload_id)).refused(410, "upload_gone")
    (await sender.append(upload_id, 3, b"abc")).refused(410, "upload_gone")
    assert (await sender.head(upload_id)).status == 410


async def test_one_that_nobody_goes_on_with_expires(sender: Sender, world: World) -> None:
    upload_id = await sender.create(6)
    past = "UPDATE uploads SET expires_at = now() - interval '1 second' WHERE id = $1"
    held = "UPDATE uploads SET holds = $2 WHERE id = $1"
    await world.fetch(past, upload_id)
    await world.fetch(held, upload_id, 1)
    assert "upload-expires" not in (await sender.head(upload_id)).headers, "a batch has it"
    await world.fetch(held, upload_id, 0)
    assert (await sender.head(upload_id)).status == 410
    (await sender.append(upload_id, 0, b"abc")).refused(410, "upload_gone")
    (await sender.end(upload_id)).refused(410, "upload_gone")


async def test_the_same_key_begins_the_same_upload(sender: Sender) -> None:
    key = {"idempotency-key": "uploads-the-same-key"}
    first = await sender.create(5, **key)
    assert await sender.create(5, **key) == first
    again = VERSION | key | {"upload-length": "6"}
    answer = await sender.who.call("POST", PATH, headers=again)
    answer.refused(409, "idempotency_conflict")


async def test_another_platforms_upload_is_not_there(sender: Sender, world: World) -> None:
    rows = await world.fetch("SELECT id FROM platforms WHERE id <> $1", await world.platform_id())
    other = Sender(world, await world.staff("platform", platform_id=rows[0]["id"]))
    upload_id = await sender.create(3)
    assert (await other.head(upload_id)).status == 404
    (await other.append(upload_id, 0, b"abc")).refused(404, "not_found")
    (await other.append(upload_id, 1, b"abcd")).refused(404, "not_found")
    (await other.end(upload_id)).refused(404, "not_found")
    assert await sender.offset(upload_id) == 0
