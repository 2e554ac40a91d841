"""The files of a batch: unreadable lists and archives, bad papers, uploads by tus, the report."""

import csv
import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from server.allowances import UPLOADED_MEBIBYTES
from server.roles import Role
from tests.world.application import World
from tests.world.client_batches import Office, archive_of, manifest, office, posted, worked_off
from tests.world.invoices import MadeInvoice, invoice_pdf
from tests.world.spending import left


async def _stopped_for(at: Office, answer: Any) -> dict[str, str]:
    """Code and text of what is wrong with the files."""
    batch = answer.ok(202)
    await worked_off(at.world)
    shown = await at.shown(batch)
    assert (shown["status"], shown["accepted"]) == ("failed", 0)
    return {problem["code"]: problem["message"] for problem in shown["problems"]}


async def test_an_archive_that_is_none_is_told_and_nothing_is_filed(world: World) -> None:
    at = await office(world)
    told = await _stopped_for(at, await at.hand_in(at.row(), archive=b"no archive at all" * 9))
    assert len(told) == 1


async def test_a_list_without_its_columns_is_told(world: World) -> None:
    at = await office(world)
    row = at.row()
    cells = {name: value for name, value in row.cells.items() if name != "plan"}
    told = await _stopped_for(at, await at.hand_in(type(row)(cells, row.papers)))
    assert any("服务方案" in text for text in told.values()), told


async def test_a_list_that_could_not_be_read_comes_with_no_report(world: World) -> None:
    at = await office(world)
    answer = await posted(at.person, at.edition, b"a,b\n" * 20_001, archive_of([at.row()]))
    batch = answer.ok(202)
    assert set(await _stopped_for(at, answer)) == {"too_many_rows"}
    report = await at.person.get(f"/platform/batches/{batch['id']}/report")
    report.refused(409, "no_report")


async def test_a_bad_paper_is_its_rows_problem_and_names_the_file(world: World) -> None:
    at = await office(world)
    good, bad, empty, absent = (at.row() for _ in range(4))
    kind = next(iter(bad.papers))
    bad.papers[kind], empty.papers[kind] = b"%PDF-1.7 and nothing more", b""
    archive = archive_of([good, bad, empty])
    batch = (await at.hand_in(good, bad, empty, absent, archive=archive)).ok(202)
    await worked_off(world)
    wrong, hollow, lost = await at.results(batch, result="rejected")
    assert any(f"{bad.uscc}/{kind}.pdf" in one["message"] for one in wrong["errors"]), wrong
    # Neither is said to be missing as well.
    assert [one["code"] for one in hollow["errors"]] == ["file_empty"]
    assert [one["code"] for one in lost["errors"]] == ["folder_missing"]


async def test_an_invoice_among_the_papers_is_read(world: World) -> None:
    at, made = await office(world), MadeInvoice()
    row = at.row()
    row.papers["payment_receipt"] = invoice_pdf(made)
    (result,) = await at.results(await at.handed_in(row))
    shown = (await at.person.get(f"/platform/applications/{result['application_id']}")).ok()
    read = [paper["invoice"] for paper in shown["evidence"] if paper.get("invoice")]
    assert [invoice["number"] for invoice in read] == [made.number]


async def test_of_a_firm_that_is_there_twice_the_row_that_counts_names_its_files(
    world: World,
) -> None:
    at = await office(world)
    row = at.row()
    other = row.but(files="nowhere.pdf")
    batch = (await at.hand_in(row, other, archive=archive_of([row]))).ok(202)
    await worked_off(world)
    first, second = await at.results(batch)
    assert (first["result"], first["errors"]) == ("accepted", [])
    assert "repeated_firm" in {one["code"] for one in second["errors"]}


async def test_files_of_nobody_are_each_told(world: World) -> None:
    at = await office(world)
    row = at.row()
    packed = io.BytesIO(archive_of([row]))
    with zipfile.ZipFile(packed, "a") as archive:
        for name in ("甲.pdf", "乙.pdf"):
            archive.writestr(name, b"%PDF-")
    batch = (await at.hand_in(row, archive=packed.getvalue())).ok(202)
    await worked_off(world)
    shown = await at.shown(batch)
    told = [problem["message"] for problem in shown["problems"]]
    assert [any(name in text for text in told) for name in ("甲.pdf", "乙.pdf")] == [True, True]


async def test_a_browser_sends_an_archive_without_name_where_none_was_chosen(world: World) -> None:
    at = await office(world)
    row = at.row()
    row.papers.clear()
    batch = (await posted(at.person, at.edition, manifest([row]), b"", archive_name="")).ok(202)
    await worked_off(world)
    shown = await at.shown(batch)
    assert (shown["status"], shown["rejected"]) == ("done", 1)
    again = await posted(at.person, at.edition, b"", b"", name="", archive_name="")
    again.refused(422, "invalid")
    assert again.reasons() == {("manifest", "required")}


async def _unused(at: Office) -> int:
    rows = await at.world.fetch(
        "SELECT 1 FROM uploads WHERE platform_id = $1 AND holds = 0 AND expires_at > now()",
        at.platform_id,
    )
    return len(rows)


async def test_the_files_of_a_form_that_made_no_batch_are_not_kept(world: World) -> None:
    at = await office(world)
    row, before = at.row(), await _unused(at)
    (await at.hand_in(row)).ok(202)
    (await at.hand_in(row)).ok(200)
    stored = "SELECT count(*) AS n FROM uploads WHERE platform_id = $1"
    begun = await world.fetch(stored, at.platform_id)
    beyond = await posted(at.person, "no-such-edition", manifest([row]), archive_of([row]))
    beyond.refused(422, "invalid")
    assert await world.fetch(stored, at.platform_id) == begun, "refused before a byte was stored"
    assert await _unused(at) == before
    await worked_off(world)


async def test_a_form_counts_as_what_is_uploaded_in_a_day(world: World) -> None:
    at = await office(world)
    rate = replace(UPLOADED_MEBIBYTES, limit=UPLOADED_MEBIBYTES.more[Role.PLATFORM])
    async with left(world, at.person, rate, 1):
        (await at.hand_in(at.row())).ok(202)
        (await at.hand_in(at.row())).refused(429, "rate_limited")
    await worked_off(world)


async def test_papers_that_are_missing_are_named_by_kind(world: World) -> None:
    at = await office(world)
    row = at.row()
    kind = next(iter(row.papers))
    del row.papers[kind]
    batch = await at.handed_in(row)
    (wrong,) = await at.results(batch)
    assert f"evidence.{kind}" in {one["field"] for one in wrong["errors"]}, wrong


async def _uploaded(at: Office, content: bytes) -> str:
    """By tus: made, then sent in one piece; its id."""
    made = await at.person.call(
        "POST",
        "/platform/uploads",
        headers={"Tus-Resumable": "1.0.0", "Upload-Length": str(len(content))},
    )
    assert made.status == 201, made.body
    upload = made.headers["location"].rpartition("/")[2]
    sent = await at.person.call(
        "PATCH",
        f"/platform/uploads/{upload}",
        data=content,
        headers={
            "Tus-Resumable": "1.0.0",
            "Upload-Offset": "0",
            "Content-Type": "application/offset+octet-stream",
        },
    )
    assert sent.status == 204, sent.body
    return str(upload)


async def test_files_that_came_by_tus_are_the_same_batch_as_by_the_form(world: World) -> None:
    at = await office(world)
    row = at.row()
    body = {
        "edition": at.edition,
        "track": "copay",
        "manifest_upload": await _uploaded(at, manifest([row])),
        "archive_upload": await _uploaded(at, archive_of([row])),
    }
    batch = (await at.person.post("/platform/batches", body)).ok(202)
    assert (await at.hand_in(row)).ok(200)["id"] == batch["id"]
    await worked_off(world)
    assert (await at.shown(batch))["accepted"] == 1
    other = await office(world, platform=1, edition=at.edition)
    problem = (await other.person.post("/platform/batches", body)).refused(422, "invalid")
    assert {(one["field"], one["code"]) for one in problem["errors"]} == {
        ("manifest_upload", "unknown")
    }


@pytest.mark.parametrize(
    ("changes", "field"), [({"track": "nothing"}, "track"), ({"track": "platform"}, "track")]
)
async def test_a_track_that_platforms_do_not_file_is_refused_at_once(
    world: World, changes: dict[str, str], field: str
) -> None:
    at = await office(world)
    upload = await _uploaded(at, manifest([at.row()]))
    body = {"edition": at.edition, "track": "copay", "manifest_upload": upload, **changes}
    answer = await at.person.post("/platform/batches", body)
    answer.refused(422, "invalid")
    assert {name for name, _ in answer.reasons()} == {field}


async def test_the_report_is_the_list_with_what_became_of_each_row(world: World) -> None:
    at = await office(world)
    good, bad = at.row(), at.row(paid_yuan="1.00", is_sme="否")
    batch = await at.handed_in(good, bad)
    answer = await at.person.get(f"/platform/batches/{batch['id']}/report")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.raw.decode("utf-8-sig"))))
    listed = {row["uscc"]: row for row in rows if row.get("uscc")}
    assert listed[good.uscc]["结果"] == "已提交"
    assert listed[good.uscc]["原因"].startswith("受理编号 ")
    assert "少于企业应承担" in listed[bad.uscc]["原因"]
    assert "（依据：" in listed[bad.uscc]["原因"], "a condition has its clause"
    mended = bad.but(paid_yuan=good.cells["paid_yuan"], is_sme="是")
    again = await at.handed_in(good, mended)
    assert (again["accepted"], again["skipped"]) == (1, 1)
