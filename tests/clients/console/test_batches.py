"""A batch from a desk: wrong rows mended and sent again; an upload gone on with in another tab."""

import asyncio
import io
import os
import re
import zipfile
from pathlib import Path

from playwright.async_api import Route, expect

from tests.clients.console.batch_steps import choose, figures, sent_offset
from tests.clients.console.desk_page import DeskPage
from tests.clients.watched_page import WITHIN_MS
from tests.world.client_batches import ClientRow, archive_of, manifest, office, worked_off

_PART = 8 * 1024**2


async def hand_in(desk: DeskPage, folder: Path, rows: list[ClientRow]) -> None:
    """With the page for a new batch open; the worker does its part meanwhile."""
    (folder / "客户.csv").write_bytes(manifest(rows))
    (folder / "材料.zip").write_bytes(archive_of(rows))
    await choose(desk.page, "客户清单", folder / "客户.csv")
    await choose(desk.page, "材料压缩包", folder / "材料.zip")
    await expect(desk.page.get_by_text("已上传", exact=True)).to_have_count(2, timeout=WITHIN_MS)
    await desk.page.get_by_role("button", name="开始处理").click()
    await desk.page.wait_for_url(re.compile(r"/batches/[0-9a-f-]{36}$"))
    await worked_off(desk.world)
    await desk.see("处理完了")


async def test_six_wrong_rows_of_thirty_are_mended(desk: DeskPage, tmp_path: Path) -> None:
    at, page = await office(desk.world), desk.page
    await desk.hold(at.person.name)
    right = [at.row() for _ in range(30)]
    wrong = [
        *(row.but(district="火星区") for row in right[:3]),
        *(row.but(paid_at="去年") for row in right[3:5]),
        ClientRow(right[5].cells),
    ]
    await desk.open("batches")
    await page.get_by_role("link", name="新的一批").first.click()
    await desk.settled()
    await page.get_by_label("申报年度和事项").select_option(f"{at.edition}/copay")
    await page.get_by_text("各列怎么填").click()
    assert await desk.axe() == []
    await hand_in(desk, tmp_path, [*wrong, *right[6:]])
    await expect(page.locator(".counts dd").first).to_have_text("24", timeout=WITHIN_MS)
    assert await figures(page) == ["24", "6", "0", "30"]
    assert await desk.axe() == []
    await page.get_by_label("只看").select_option("rejected")
    await expect(page.locator("tbody tr").filter(has_text="没有提交")).to_have_count(
        6, timeout=WITHIN_MS
    )
    async with page.expect_download() as download:
        await page.get_by_role("button", name="下载处理结果").click()
    assert (await download.value).suggested_filename.endswith(".csv")
    await page.get_by_role("link", name="改好后再交一次").click()
    await desk.settled()
    await expect(page.get_by_label("申报年度和事项")).to_have_value(
        f"{at.edition}/copay", timeout=WITHIN_MS
    )
    await hand_in(desk, tmp_path, right)
    await expect(page.locator(".counts dd").first).to_have_text("6", timeout=WITHIN_MS)
    assert await figures(page) == ["6", "0", "24", "30"]
    await page.get_by_role("link", name="去邀请企业确认").click()
    await desk.settled()
    await expect(page.locator("tbody tr")).to_have_count(30, timeout=WITHIN_MS)
    assert await desk.axe() == []


async def test_an_upload_goes_on_after_a_reload_in_another_tab(
    desk: DeskPage, tmp_path: Path
) -> None:
    at, page = await office(desk.world), desk.page
    await desk.hold(at.person.name)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{at.row().uscc}/扫描件.pdf", os.urandom(3 * _PART))
    file = tmp_path / "材料.zip"
    file.write_bytes(packed.getvalue())
    begun = asyncio.Event()

    async def only_the_first(route: Route) -> None:
        if route.request.headers.get("upload-offset", "0") == "0":
            await route.continue_()
        else:
            begun.set()

    await page.route("**/platform/uploads/*", only_the_first)
    await desk.open(f"batches/new?edition={at.edition}&track=copay")
    await choose(page, "材料压缩包", file)
    await asyncio.wait_for(begun.wait(), 20)
    await page.get_by_role("button", name="暂停").click()
    await desk.see("已暂停")
    assert await desk.axe() == []
    await page.reload()
    await desk.see("上次没有传完")
    other = await desk.context.new_page()
    offsets: list[int] = []
    other.on("request", lambda sent: offsets.extend(sent_offset(sent.headers)))
    await other.goto(page.url)
    await other.get_by_text("上次没有传完").first.wait_for()
    (tmp_path / "别的.zip").write_bytes(packed.getvalue()[:-10] + b"0123456789")
    await choose(other, "材料压缩包", tmp_path / "别的.zip")
    await other.get_by_text("不是上次那个文件").first.wait_for()
    await choose(other, "材料压缩包", file)
    await other.get_by_text("已上传", exact=True).wait_for()
    assert offsets[0] == _PART, "what was there is not sent again"


async def test_an_upload_waits_for_the_network_and_goes_on_by_itself(
    desk: DeskPage, tmp_path: Path
) -> None:
    at, page = await office(desk.world), desk.page
    desk.expected.append("ERR_INTERNET_DISCONNECTED")
    await desk.hold(at.person.name)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{at.row().uscc}/扫描件.pdf", os.urandom(2 * _PART))
    file = tmp_path / "材料.zip"
    file.write_bytes(packed.getvalue())
    parts: list[str] = []

    async def lost_once(route: Route) -> None:
        """The second part arrives, and its answer does not."""
        parts.append(route.request.headers.get("upload-offset", ""))
        if len(parts) == 2:
            await route.fetch()
            await desk.context.set_offline(True)
            await route.abort("internetdisconnected")
        else:
            await route.continue_()

    await page.route("**/platform/uploads/*", lost_once)
    await desk.open(f"batches/new?edition={at.edition}&track=copay")
    await choose(page, "材料压缩包", file)
    await desk.see("没有网络，连上后自动接着传")
    assert await desk.axe() == []
    await page.unroute("**/platform/uploads/*")
    await desk.context.set_offline(False)
    await page.get_by_text("已上传", exact=True).wait_for()
