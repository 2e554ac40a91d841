"""The largest archive that is taken, from a desk to the worker's end, with a pause on its way."""

import asyncio
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Request, expect

from models.rules.evidence import PAPER_BYTES
from server.features.uploads.shape import MOST_BYTES
from tests.clients.console.batch_steps import choose, figures, sent_offset
from tests.clients.console.desk_page import DeskPage
from tests.clients.watched_page import WITHIN_MS
from tests.world.client_batches import ClientRow, kinds, manifest, office, worked_off
from tests.world.papers import pdf

_ROWS = 1 + MOST_BYTES // (PAPER_BYTES * len(kinds()))
_PAUSED_AT = MOST_BYTES // 4
_SENT_WITHIN_MS = 300_000


def pack(file: Path, rows: Sequence[ClientRow]) -> None:
    """Scans that nothing makes smaller, and a comment at the end, to exactly what may be."""
    names = [(row.uscc, kind) for row in rows for kind in row.papers]
    # Of an entry: its place in the directory.
    room = MOST_BYTES - 200 * len(names)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for at, (firm, kind) in enumerate(names):
            assert archive.fp is not None
            each = (room - archive.fp.tell()) // (len(names) - at) - 1_000
            archive.writestr(f"{firm}/{kind}.pdf", pdf(f"{kind} {firm}", each))
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = b" " * (MOST_BYTES - file.stat().st_size)
    assert file.stat().st_size == MOST_BYTES


async def test_two_gib_are_taken_and_worked_off(desk: DeskPage, tmp_path: Path) -> None:
    at, page = await office(desk.world), desk.page
    rows = [at.row() for _ in range(_ROWS)]
    await asyncio.to_thread(pack, tmp_path / "材料.zip", rows)
    (tmp_path / "客户.csv").write_bytes(manifest(rows))
    offsets: list[int] = []
    quarter = asyncio.Event()

    def note(request: Request) -> None:
        offsets.extend(sent_offset(request.headers))
        if offsets and offsets[-1] >= _PAUSED_AT:
            quarter.set()

    await desk.hold(at.person.name)
    await desk.open(f"batches/new?edition={at.edition}&track=copay")
    await choose(page, "客户清单", tmp_path / "客户.csv")
    await desk.see("已上传")
    page.on("request", note)
    await choose(page, "材料压缩包", tmp_path / "材料.zip")
    await asyncio.wait_for(quarter.wait(), _SENT_WITHIN_MS / 1_000)
    await page.get_by_role("button", name="暂停").click()
    await desk.see("已暂停")
    sent = len(offsets)
    await page.get_by_role("button", name="接着传").click()
    await expect(page.get_by_text("已上传", exact=True)).to_have_count(2, timeout=_SENT_WITHIN_MS)
    assert offsets[sent] >= _PAUSED_AT, "what was there is not sent again"
    await page.get_by_role("button", name="开始处理").click()
    await page.wait_for_url(re.compile(r"/batches/[0-9a-f-]{36}$"))
    await worked_off(desk.world)
    await expect(page.locator(".counts dd").first).to_have_text(str(_ROWS), timeout=WITHIN_MS)
    assert await figures(page) == [str(_ROWS), "0", "0", str(_ROWS)]
