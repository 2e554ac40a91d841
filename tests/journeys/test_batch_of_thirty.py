"""Thirty clients of one platform in Shanghai: handed in, mended, confirmed, examined, paid.

The demonstration's edition, a real-looking batch of its own firms. Of thirty, one firm says yes and
one says no; the others stay silent, so that one payment goes to the platform.
"""

import io
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio
from openpyxl import load_workbook
from PIL import Image

from models.rules.manifest.columns import Column
from server.features.batches.manifest_columns import columns_for
from tests.features.payouts.payout_steps import confirm, told
from tests.features.reviews.seen_flags import seen_by
from tests.journeys.panel import pass_all, work_list
from tests.world.application import World, demo_definition
from tests.world.archives import packed
from tests.world.client import Person
from tests.world.client import firm as record_of
from tests.world.client_batches import TRACK, Office, office, posted, worked_off
from tests.world.made_papers import saved
from tests.world.real_batch import SHEET, RealBatch, cell_of, real_batch
from tests.world.review_steps import BULK_AUDIT
from tests.world.verified import pay_out

FIRMS, FIRST = 30, 7_001
YES, NO, LENDER, BORROWER, INCOMPLETE = 6, 8, 9, 10, 14
"""Places of firms in the list, from 0; the borrower hands in the lender's contract."""
WHY = {"reason": "本公司没有与该平台签订过服务协议"}


@dataclass
class Season:
    """The platform with its list; `rows` are the results of the batch that was read last."""

    world: World
    office: Office
    made: RealBatch
    columns: Sequence[Column]
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)

    def code(self, place: int) -> str:
        return self.made.firms[place][0]

    def application(self, place: int) -> str:
        """The path of the firm's application."""
        return f"/applications/{self.rows[self.code(place)]['application_id']}"

    async def hand_in(self, manifest: bytes, archive: bytes, name: str) -> dict[str, Any]:
        answer = await posted(self.office.person, self.office.edition, manifest, archive, name=name)
        batch = answer.ok(202)
        await worked_off(self.world)
        results = await self.office.all_results(batch)
        self.rows = {str(row["uscc"]): row for row in results}
        return await self.office.shown(batch)

    async def report(self, batch: dict[str, Any]) -> bytes:
        answer = await self.office.person.get(f"/platform/batches/{batch['id']}/report")
        assert answer.status == 200, answer.body
        return answer.raw

    async def shown(self, place: int) -> dict[str, Any]:
        return dict((await self.people[place].get(self.application(place))).ok())


@pytest_asyncio.fixture
async def season(world: World) -> AsyncIterator[Season]:
    at = await office(world)
    asked = await columns_for(at.edition, TRACK, platform_id=at.platform_id)
    made = real_batch(
        demo_definition(),
        asked.track,
        asked.columns,
        now=datetime.now(UTC),
        firms=FIRMS,
        first=FIRST,
    )
    yield Season(world, at, made, asked.columns)
    # What speaks against the platform would flag all of its applications in other tests.
    await world.fetch("UPDATE applications SET refused_at = NULL WHERE refused_at IS NOT NULL")


def papers(made: RealBatch, *, incomplete: bool) -> Iterator[tuple[str, bytes]]:
    """Photos of one colour each, no two alike; the borrower's contract is the lender's, and longer."""
    contracts = {}
    for number, (path, content) in enumerate(made.files()):
        code = path[:18]
        if path.endswith(".jpg"):
            colour = (number % 120 * 2, 255 - number % 120 * 2, 128)
            content = saved(Image.new("RGB", (16, 16), colour), "JPEG")
        if "服务协议" in path:
            contracts[code] = content
            if code == made.firms[BORROWER][0]:
                content = contracts[made.firms[LENDER][0]] + b"\n% scanned again\n"
        if incomplete and "付款凭证" in path and code == made.firms[INCOMPLETE][0]:
            continue
        yield path, content


@pytest.mark.timeout(300)
async def test_thirty_clients_in_shanghai(season: Season) -> None:
    first = await wrong_rows_are_named(season)
    second = await mended_in_the_report_they_go_in(season, first)
    await one_firm_says_yes(season)
    await another_says_no(season)
    await the_refused_row_is_not_filed_again(season, second)
    await examined_with_its_flags(season)
    await one_payment_to_the_platform(season)


async def wrong_rows_are_named(held: Season) -> dict[str, Any]:
    """What is wrong is known by its cell; all else is in."""
    wrong = len(held.made.wrong) + 1
    archive = packed(papers(held.made, incomplete=True), names="gbk")
    batch = await held.hand_in(held.made.manifest, archive, "客户.xlsx")
    assert (batch["status"], batch["accepted"], batch["rejected"]) == ("done", FIRMS - wrong, wrong)
    told_cells = {cell for group in batch["problems"] for cell in group["cells"]}
    assert {cell_of(held.columns, one) for one in held.made.wrong} <= told_cells
    incomplete = held.rows[held.code(INCOMPLETE)]
    assert {one["code"] for one in incomplete["errors"]} == {"missing"}
    return batch


async def mended_in_the_report_they_go_in(held: Season, batch: dict[str, Any]) -> dict[str, Any]:
    """The platform mends its own workbook, sends it whole, and only the papers of the mended rows."""
    book = load_workbook(io.BytesIO(await held.report(batch)))
    mended = {held.code(INCOMPLETE)}
    for one in held.made.wrong:
        cell = book[SHEET][cell_of(held.columns, one).rpartition("!")[2]]
        assert cell.comment is not None
        cell.value = one.uscc
        mended.add(one.uscc)
    written = io.BytesIO()
    book.save(written)
    again = packed(file for file in papers(held.made, incomplete=False) if file[0][:18] in mended)
    second = await held.hand_in(written.getvalue(), again, "客户-处理结果.xlsx")
    assert (second["accepted"], second["rejected"], second["skipped"]) == (
        len(mended),
        0,
        FIRMS - len(mended),
    )
    assert {row["uscc"] for row in held.rows.values() if row["result"] == "accepted"} == mended
    return second


async def comes(held: Season, place: int, **said: Any) -> Person:
    """Somebody of the firm follows the invitation, shows the phone that the platform declared, and
    registers the firm by its code."""
    path = held.application(place)
    invited = (await held.office.person.post(f"/platform{path}/invitation")).ok(201)
    assert invited["link"] in invited["message"]
    person = held.people[place] = await held.world.sme()
    (await person.get(path)).refused(404, "not_found")
    (await person.post(f"{path}/confirm")).refused(404, "not_found")
    phone = f"sandbox-phone-{13_800_000_000 + place}"
    (await person.post("/session/phone", {"code": phone})).ok()
    code, name = held.made.firms[place]
    assert (await person.get("/applications")).ok()["items"] == []
    own = await person.enterprise(**record_of(uscc=code, name=name, **said))
    assert own["state"] == "verified"
    return person


async def one_firm_says_yes(held: Season) -> None:
    """It sees papers and amount, corrects its own record, and confirms."""
    person = await comes(held, YES)
    path = held.application(YES)
    (listed,) = (await person.get("/applications")).ok()["items"]
    shown = await held.shown(YES)
    assert (listed["id"], shown["to_confirm"]) == (shown["id"], True)
    assert shown["platform"]["id"] == str(held.office.platform_id)
    assert 0 < shown["award_fen"] < shown["fee_fen"]
    assert shown["queue"]["state"] == "funded"
    assert len(shown["evidence"]) == 4
    for paper in shown["evidence"]:
        picture = await person.get(f"{path}/evidence/{paper['id']}/preview")
        assert (picture.status, picture.raw[:2]) == (200, b"\xff\xd8")
    (own,) = (await person.get("/enterprises")).ok()["items"]
    said = record_of(uscc=own["uscc"], name=own["name"], employees=own["employees"] + 1)
    (await person.put(f"/enterprises/{own['id']}", said)).ok()
    assert (await person.post(f"{path}/confirm")).ok()["to_confirm"] is False
    where = f"/platform{path}"
    assert (await held.office.person.get(where)).ok()["to_confirm"] is False
    (await held.office.person.post(f"{where}/invitation")).refused(409, "nothing_to_confirm")


async def another_says_no(held: Season) -> None:
    """Its application ends, its money is free at once, and the platform is told why."""
    person = await comes(held, NO)
    path = held.application(NO)
    before, award_fen = await funded(held), (await held.shown(NO))["award_fen"]
    refused = (await person.post(f"{path}/refuse", WHY)).ok()
    assert (refused["status"], refused["queue"]["state"]) == ("withdrawn", "none")
    assert await funded(held) == before - award_fen
    (text,) = [
        text
        for text in await told(held.office.person, "platform.client_refused")
        if refused["number"] in text
    ]
    assert WHY["reason"] in text
    held.rows[held.code(NO)]["number"] = refused["number"]


async def funded(held: Season) -> int:
    """What the pool holds for all who are in, in fen."""
    quota = (await held.world.anyone.get(f"/programmes/{held.office.edition}/quota")).ok()
    (pool,) = quota["pools"]
    return int(pool["locked_fen"] + pool["funded_fen"])


async def the_refused_row_is_not_filed_again(held: Season, batch: dict[str, Any]) -> None:
    """The last report sent once more: nothing is filed twice, and who said no is left alone."""
    number, known = held.rows[held.code(NO)]["number"], dict(held.rows)
    own = (file for file in papers(held.made, incomplete=False) if held.code(NO) in file[0])
    third = await held.hand_in(await held.report(batch), packed(own), "客户-再次.xlsx")
    assert (third["accepted"], third["skipped"], third["rejected"]) == (0, FIRMS - 1, 1)
    errors = held.rows[held.code(NO)]["errors"]
    (said,) = [one["message"] for one in errors if one["code"] == "refused_by_firm"]
    assert number in said
    held.rows = known


async def examined_with_its_flags(held: Season) -> None:
    """The auditor sees what is shared and who refused, passes all; so does the authority."""
    edition = held.office.edition
    auditor, authority = await held.world.staff("auditor"), await held.world.staff("authority")
    waiting = await work_list(auditor, edition, "audit")
    lender, borrower = (
        waiting[held.rows[held.code(place)]["application_id"]] for place in (LENDER, BORROWER)
    )
    assert len(waiting) == FIRMS - 1
    flags = await seen_by(auditor, borrower, "audit")
    (link,) = flags["same_file"]["links"]
    assert (link["number"], link["own"]["name"]) == (lender["number"], link["theirs"]["name"])
    assert held.rows[held.code(NO)]["number"] in flags["refused_by_firms"]["refs"]
    body = {"ids": [item["id"] for item in waiting.values()], **BULK_AUDIT}
    results = (await auditor.post("/reviews/decide", body)).ok()["results"]
    assert [one["code"] for one in results if not one["ok"]] == []
    assert await pass_all(authority, edition, "approve") == set(waiting)


async def one_payment_to_the_platform(held: Season) -> None:
    """Of all that are approved only the one that its firm has confirmed is paid."""
    edition, shown = held.office.edition, await held.shown(YES)
    payout = await pay_out(held.world, edition)
    (line,) = payout["lines"]
    assert line["platform_id"] == str(held.office.platform_id)
    assert (line["amount_fen"], payout["total_fen"]) == (shown["award_fen"], shown["award_fen"])
    (await confirm(held.world, payout)).ok()
    assert (await held.shown(YES))["status"] == "paid"
    authority = await held.world.staff("authority")
    (await authority.post("/payouts", {"edition": edition})).refused(409, "nothing_payable")
    clients = await held.office.person.get("/platform/applications", params={"edition": edition})
    totals = clients.ok()["totals"]
    assert (totals["count"], totals["disbursed_fen"]) == (FIRMS, shown["award_fen"])
    assert totals["locked_fen"] + totals["disbursed_fen"] == await funded(held)
