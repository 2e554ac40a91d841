"""Logos and pictures of platforms: opened as papers are, made anew, shown once they were let through."""

import io
from typing import Any

import aiohttp
import pytest
from PIL import Image

from models.tables.ids import new_id
from server.features.pictures import receive, upload
from tests.world.application import World
from tests.world.client import Answer, Person
from tests.world.made_papers import drawing, photo, saved, written_pdf
from tests.world.market import acting_for, id_of, read
from tests.world.shipped import demo_platforms

ENTRIES = demo_platforms()


async def sent(
    who: Any, kind: str, content: bytes, name: str = "标志.png", **headers: str
) -> Answer:
    form = aiohttp.FormData()
    form.add_field("kind", kind)
    form.add_field("name", name)
    form.add_field("file", content, filename="tmp_1", content_type="image/jpeg")
    answer: Answer = await who.call("POST", "/platform/pictures", data=form, headers=headers)
    return answer


async def held_id(authority: Person, picture: dict[str, Any]) -> str:
    held = (await authority.get("/held-contents", params={"limit": "100", "kind": "picture"})).ok()
    (found,) = [item for item in held["items"] if item["subject_id"] == picture["id"]]
    assert found["picture"] == f"/api/v1/held-contents/{found['id']}/picture"
    return str(found["id"])


async def let_through(market: World, picture: dict[str, Any]) -> None:
    authority = await market.staff("authority")
    held = await held_id(authority, picture)
    (await authority.post(f"/held-contents/{held}/pass")).ok()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=("JPEG",))


async def listed(market: World, name: str) -> dict[str, Any]:
    market.ports.rendered.forget()
    page = await read(market, f"/programmes/{market.edition}/platforms", limit="100")
    (item,) = [item for item in page["items"] if item["name"] == name]
    return dict(item)


async def test_a_logo_shows_once_it_was_let_through(market: World) -> None:
    name = ENTRIES[8].name
    who, authority = await acting_for(market, name), await market.staff("authority")
    made = (await sent(who, "logo", photo((900, 450)), "标志.jpg")).ok(201)
    assert (made["state"], made["url"], made["width"], made["height"]) == (
        "waiting",
        None,
        320,
        160,
    )
    public = f"/pictures/{made['id']}"
    (await market.anyone.get(public)).refused(404, "not_found")
    assert (await listed(market, name))["logo"] is None
    held = await held_id(authority, made)
    looked_at = await authority.get(f"/held-contents/{held}/picture")
    own = await who.get(f"/platform/pictures/{made['id']}/content")
    assert looked_at.raw == own.raw
    assert opened(own.raw).size == (320, 160)
    await let_through(market, made)
    item = await listed(market, name)
    assert item["logo"] == f"/api/v1{public}"
    seen = await market.anyone.get(public)
    assert (seen.status, seen.raw) == (200, own.raw)
    assert seen.headers["cache-control"] == "public, max-age=86400"
    assert seen.headers["content-type"] == "image/jpeg"
    # The mini-program's pages come from an origin of WeChat's.
    assert seen.headers["cross-origin-resource-policy"] == "cross-origin"
    again = await market.anyone.get(public, headers={"if-none-match": seen.headers["etag"]})
    assert (again.status, again.raw) == (304, b"")


async def test_nothing_of_the_original_but_its_pixels_is_kept(market: World) -> None:
    who = await acting_for(market, ENTRIES[9].name)
    exif = Image.Exif()
    exif[0x010E] = "made at home, 31.2N"
    content = saved(drawing(), "JPEG", exif=exif) + b"trailing words"
    made = (await sent(who, "picture", content, "图.jpg")).ok(201)
    kept = (await who.get(f"/platform/pictures/{made['id']}/content")).raw
    assert b"at home" in content
    assert b"at home" not in kept
    assert b"trailing" not in kept
    assert dict(opened(kept).getexif()) == {}


async def test_the_same_again_is_the_same_and_can_be_deleted(market: World) -> None:
    name = ENTRIES[10].name
    who, other = await acting_for(market, name), await acting_for(market, ENTRIES[11].name)
    content = saved(drawing(size=(300, 300)), "PNG")
    made = (await sent(who, "picture", content)).ok(201)
    assert (await sent(who, "picture", content)).ok(200)["id"] == made["id"]
    await let_through(market, made)
    assert (await who.get("/platform/pictures")).ok()["items"][0]["state"] == "shown"
    shown = await read(market, f"/platforms/{await id_of(market, name)}")
    assert shown["pictures"] == [f"/api/v1/pictures/{made['id']}"]
    path = f"/platform/pictures/{made['id']}"
    (await other.delete(path)).refused(404, "not_found")
    (await other.get(f"{path}/content")).refused(404, "not_found")
    (await who.delete(path)).ok(204)
    (await market.anyone.get(f"/pictures/{made['id']}")).refused(404, "not_found")
    assert (await who.get("/platform/pictures")).ok()["items"] == []


async def test_one_that_was_refused_says_why(market: World) -> None:
    who, authority = await acting_for(market, ENTRIES[12].name), await market.staff("authority")
    made = (await sent(who, "logo", saved(drawing(), "PNG"))).ok(201)
    held = await held_id(authority, made)
    (await authority.post(f"/held-contents/{held}/refuse", {"reason": "含有二维码"})).ok()
    (item,) = (await who.get("/platform/pictures")).ok()["items"]
    assert (item["state"], item["reason"], item["url"]) == ("refused", "含有二维码", None)
    (await market.anyone.get(f"/pictures/{made['id']}")).refused(404, "not_found")


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (written_pdf(), "标志.pdf", 415, "unsupported_media"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "标志.svg", 415, "unsupported_media"),
        (saved(drawing(), "PNG")[:200], "标志.png", 422, "invalid"),
        (b"", "标志.png", 422, "invalid"),
    ],
)
async def test_what_is_no_picture(
    market: World, content: bytes, name: str, status: int, code: str
) -> None:
    who = await acting_for(market, ENTRIES[13].name)
    (await sent(who, "logo", content, name)).refused(status, code)


async def test_too_large_and_too_many(market: World, monkeypatch: pytest.MonkeyPatch) -> None:
    who = await acting_for(market, ENTRIES[14].name)
    monkeypatch.setattr(upload, "_MOST", 1)
    (await sent(who, "logo", saved(drawing(), "PNG"))).ok(201)
    (await sent(who, "picture", saved(drawing(), "PNG"))).refused(409, "too_many_pictures")
    monkeypatch.setattr(receive, "MOST_BYTES", 1000)
    (await sent(who, "logo", photo((900, 900)), "标志.jpg")).refused(413, "too_large")


async def test_who_lost_the_answer_asks_with_the_same_key(market: World) -> None:
    who = await acting_for(market, ENTRIES[9].name)
    key = {"Idempotency-Key": str(new_id())}
    made = (await sent(who, "logo", photo((60, 40)), "标志.jpg", **key)).ok(201)
    assert (await sent(who, "logo", photo((60, 40)), "标志.jpg", **key)).ok(201) == made
    (await sent(who, "logo", photo((40, 60)), "标志.jpg", **key)).refused(
        409, "idempotency_conflict"
    )
