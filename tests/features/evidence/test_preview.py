"""Pages of papers as pictures: with viewer and time across them, on record, by links once."""

import asyncio
import io
import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image, ImageChops, ImageFont

from models.rules.text.limits import USERNAME
from server.features.evidence import link
from server.features.evidence.watermark import watermarked, within
from server.features.identity.sessions import hash_of
from storage.errors import StoreUnavailable
from storage.files.names import preview_name
from storage.files.stream import ObjectStream
from storage.postgres.core.transaction import Tx
from storage.postgres.paper_links import FoundLink, use_link
from tests.features.evidence.conftest import Worker
from tests.world.application import World
from tests.world.client import Client, Person
from tests.world.commands import command
from tests.world.invoices import receipt_ofd
from tests.world.papers import HEIC, pdf

KIND = "service_contract"
WAITING = """
SELECT 1 FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
 WHERE NOT l.granted AND a.datname = current_database()
"""


@pytest.fixture
async def owner(world: World) -> Person:
    return await world.sme()


@pytest.fixture
async def draft(world: World, owner: Person) -> dict[str, Any]:
    return await owner.draft(world.edition)


@pytest.fixture
async def paper(owner: Person, draft: dict[str, Any], worker: Worker) -> str:
    """The path of a contract of one page, which is drawn."""
    made = (await owner.upload(draft["id"], KIND)).ok(201)
    assert (made["pages"], made["previews"]) == (1, 1)
    await worker.do("evidence.previews", paper=made["id"])
    return f"/applications/{draft['id']}/evidence/{made['id']}"


def picture(content: bytes) -> Image.Image:
    opened = Image.open(io.BytesIO(content))
    assert opened.format == "JPEG"
    return opened.convert("L")


async def views(world: World, path: str) -> list[str]:
    rows = await world.fetch(
        "SELECT user_id::text AS who FROM evidence_views WHERE evidence_id = $1 ORDER BY id",
        UUID(path.rsplit("/", 1)[1]),
    )
    return [row["who"] for row in rows]


async def stored(world: World, path: str) -> bytes:
    _, _, application, _, evidence = path.split("/")
    name = preview_name(UUID(application), UUID(evidence), 1)
    async with await world.ports.bucket.open(name) as pieces:
        return b"".join([piece async for piece in pieces])


async def test_a_page_is_shown_with_its_viewer_across_it(
    world: World, owner: Person, paper: str
) -> None:
    answer = await owner.get(f"{paper}/preview")
    answer.ok()
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-disposition"].startswith("inline;")
    assert "no-store" in answer.headers["cache-control"]
    plain, shown = picture(await stored(world, paper)), picture(answer.raw)
    assert shown.size == plain.size
    marked = ImageChops.difference(plain, shown).point(lambda value: 255 * (value > 20))
    box = marked.getbbox()
    assert box is not None
    assert box[2] - box[0] > plain.width // 2, "all over the page"
    assert await views(world, paper) == [owner.user["id"]]


@pytest.mark.parametrize("width", [1130, 200])
def test_a_long_name_stands_whole_across_a_page(width: int) -> None:
    mark, font = f"{'w' * USERNAME}  2026-11-29 17:50", ImageFont.load_default(12)
    lines = within(mark, width, lambda text: font.getlength(text)).split("\n")
    assert "".join(lines).replace(" ", "") == mark.replace(" ", "")
    assert max(font.getlength(line) for line in lines) < width


def test_what_no_reader_of_ours_makes_is_not_unpacked_in_the_server() -> None:
    large = io.BytesIO()
    Image.new("L", (8_000, 8_000)).save(large, "JPEG")
    with pytest.raises(OSError, match="none of ours"):
        watermarked(large.getvalue(), "someone")


async def test_pages_that_are_not_there_are_not_found(owner: Person, paper: str) -> None:
    (await owner.get(f"{paper}/preview", params={"page": 2})).refused(404, "not_found")
    for page in ("0", "11", "x"):
        (await owner.get(f"{paper}/preview", params={"page": page})).refused(422, "invalid")
    (await owner.post(f"{paper}/link", {"page": 2})).refused(404, "not_found")


@pytest.mark.parametrize(
    ("content", "name", "size"),
    [(HEIC, "IMG_1.HEIC", (40, 30)), (receipt_ofd("付款凭证"), "回单.ofd", (1_600, 1_067))],
)
async def test_what_browsers_do_not_show_becomes_viewable(
    owner: Person,
    draft: dict[str, Any],
    worker: Worker,
    content: bytes,
    name: str,
    size: tuple[int, int],
) -> None:
    made = (await owner.upload(draft["id"], KIND, content, name)).ok(201)
    path = f"/applications/{draft['id']}/evidence/{made['id']}"
    closed = (await owner.get(f"{path}/preview")).refused(409, "paper_closed")
    assert "正在生成" in closed["detail"]
    assert await worker.waiting(made["id"]) == ["evidence.previews"]
    await worker.do("evidence.previews", paper=made["id"])
    assert picture((await owner.get(f"{path}/preview")).raw).size == size
    assert (await owner.get(f"{path}/content")).raw == content


async def test_who_may_not_have_the_paper_gets_no_picture(
    world: World, owner: Person, draft: dict[str, Any], paper: str
) -> None:
    for person in (await world.sme(), await world.staff("auditor")):
        (await person.get(f"{paper}/preview")).refused(404, "not_found")
        (await person.post(f"{paper}/link")).refused(404, "not_found")
    (await world.anyone.get(f"{paper}/preview")).refused(401, "unauthenticated")
    assert await views(world, paper) == []


async def test_a_paper_that_is_not_checked_shows_no_page(
    world: World, owner: Person, draft: dict[str, Any], worker: Worker, slow_look: None
) -> None:
    made = (await owner.upload(draft["id"], KIND, pdf(uuid4().hex))).ok(201)
    path = f"/applications/{draft['id']}/evidence/{made['id']}"
    (await owner.get(f"{path}/preview")).refused(409, "paper_closed")
    (await owner.post(f"{path}/link")).refused(409, "paper_closed")
    await worker.do("evidence.inspect", paper=made["id"])
    (await owner.get(f"{path}/preview")).ok()


async def test_a_link_works_once_without_a_login(world: World, owner: Person, paper: str) -> None:
    made = (await owner.post(f"{paper}/link")).ok(201)
    bare = Client(world.url, world.http)
    address = made["path"].removeprefix("/api/v1")
    answers = await asyncio.gather(*(bare.get(address) for _ in range(3)))
    assert sorted(answer.status for answer in answers) == [200, 410, 410]
    (shown,) = [answer for answer in answers if answer.status == 200]
    assert picture(shown.raw).size == picture(await stored(world, paper)).size
    (await bare.get(address)).refused(410, "link_expired")
    assert await views(world, paper) == [owner.user["id"]]


async def test_a_link_is_not_used_up_while_the_store_is_away(
    world: World, owner: Person, paper: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = (await owner.post(f"{paper}/link")).ok(201)["path"].removeprefix("/api/v1")

    async def away(_: str) -> ObjectStream:
        raise StoreUnavailable("files", "away")

    with monkeypatch.context() as patch:
        patch.setattr(world.ports.bucket, "open", away)
        assert (await world.anyone.get(address)).status == 503
    assert await views(world, paper) == []
    (await world.anyone.get(address)).ok()
    (await world.anyone.get(address)).refused(410, "link_expired")


async def test_a_link_shows_nothing_that_its_person_may_see_no_more(
    world: World, worker: Worker
) -> None:
    owner = await world.sme()
    handed_in = await owner.submitted(await world.publish())
    await worker.do("evidence.previews", paper=handed_in["evidence"][0]["id"])
    shown = f"/applications/{handed_in['id']}/evidence/{handed_in['evidence'][0]['id']}"
    auditor = await world.new_staff("auditor")
    links = [(await auditor.post(f"{shown}/link")).ok(201)["path"] for _ in range(3)]
    addresses = [path.removeprefix("/api/v1") for path in links]
    (await world.anyone.get(addresses[0])).ok()
    await world.fetch(
        "UPDATE grants SET valid_to = now() WHERE user_id = $1", UUID(auditor.user["id"])
    )
    await world.ports.sessions.forget(hash_of(auditor.token))
    (await world.anyone.get(addresses[1])).refused(404, "not_found")
    (await auditor.delete("/session")).ok(204)
    (await world.anyone.get(addresses[2])).refused(410, "link_expired")
    assert await views(world, shown) == [auditor.user["id"]]


async def _without_pictures(world: World) -> int:
    """As the sweep counts them: no worker draws those of other tests, hundreds of them."""
    said = await command(world, "files", "sweep")
    found = re.search(r"papers whose pictures are lost: (\d+)", said.out)
    assert found is not None, said
    return int(found[1])


async def test_a_lost_picture_is_drawn_anew(
    world: World, owner: Person, paper: str, worker: Worker
) -> None:
    _, _, application, _, evidence = paper.split("/")
    name = preview_name(UUID(application), UUID(evidence), 1)
    before = await stored(world, paper)
    undrawn = await _without_pictures(world)
    await world.ports.bucket.delete(name)
    assert await _without_pictures(world) == undrawn + 1
    assert await worker.waiting(evidence) == []
    for _ in range(2):
        closed = (await owner.get(f"{paper}/preview")).refused(409, "paper_closed")
        assert "正在生成" in closed["detail"]
    assert await worker.waiting(evidence) == ["evidence.previews"]
    await worker.do("evidence.previews", paper=evidence)
    assert await stored(world, paper) == before
    (await owner.get(f"{paper}/preview")).ok()


async def test_of_two_with_one_link_at_once_one_is_first(
    world: World, owner: Person, paper: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second comes before the first has committed; without the row's lock both were shown it."""
    used = asyncio.Event()

    async def use_and_hold(tx: Tx, token_hash: str, *, at: datetime) -> FoundLink | None:
        found = await use_link(tx, token_hash, at=at)
        if not used.is_set():
            used.set()
            async with asyncio.timeout(30):
                while not await world.fetch(WAITING):  # noqa: ASYNC110  # the database tells nobody
                    await asyncio.sleep(0.01)
        return found

    monkeypatch.setattr(link, "use_link", use_and_hold)
    made = (await owner.post(f"{paper}/link")).ok(201)
    address = made["path"].removeprefix("/api/v1")
    first = asyncio.create_task(world.anyone.get(address))
    await used.wait()
    second = await world.anyone.get(address)
    assert [(await first).status, second.status] == [200, 410]


async def test_a_link_ends_after_five_minutes_and_opens_nothing_else(
    world: World, owner: Person, paper: str
) -> None:
    token = (await owner.post(f"{paper}/link")).ok(201)["path"].rsplit("/", 1)[1]
    (await world.bearing(token).get(f"{paper}/content")).refused(401, "unauthenticated")
    (await world.anyone.get(f"/previews/{token[:-1]}")).refused(404, "not_found")
    (kept,) = await world.fetch(
        "SELECT token_hash FROM paper_links WHERE evidence_id = $1", UUID(paper.rsplit("/", 1)[1])
    )
    assert token not in kept["token_hash"]
    world.clock.ahead += timedelta(minutes=5, seconds=1)
    try:
        (await world.anyone.get(f"/previews/{token}")).refused(410, "link_expired")
    finally:
        world.clock.ahead -= timedelta(minutes=5, seconds=1)
    assert await views(world, paper) == []


async def test_pictures_go_with_their_paper(
    world: World, owner: Person, paper: str, worker: Worker
) -> None:
    (await owner.delete(paper)).ok(204)
    _, _, application, _, evidence = paper.split("/")
    await worker.do("evidence.deleted", paper=evidence)
    assert not await world.ports.bucket.exists(preview_name(UUID(application), UUID(evidence), 1))
