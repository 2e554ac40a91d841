"""A batch from its hand-in to the applications that it becomes."""

from uuid import UUID

from tests.world.application import World
from tests.world.client_batches import Office, office, worked_off
from tests.world.handing_in_again import send_back
from tests.world.review_steps import events


async def test_a_row_becomes_an_endorsed_application_of_a_firm_nobody_owns(world: World) -> None:
    at = await office(world)
    row = at.row()
    batch = await at.handed_in(row)
    assert (batch["status"], batch["rows"], batch["accepted"], batch["percent"]) == (
        "done",
        1,
        1,
        100,
    ), batch
    (result,) = await at.results(batch)
    assert (result["result"], result["uscc"], result["errors"]) == ("accepted", row.uscc, [])
    shown = (await at.person.get(f"/platform/applications/{result['application_id']}")).ok()
    assert (shown["status"], shown["stage"]) == ("in_review", "audit")
    assert shown["contract_no"] == row.cells["contract_no"]
    assert shown["enterprise"]["name"] == row.cells["enterprise_name"]
    assert {paper["kind"] for paper in shown["evidence"]} == set(row.papers)
    assert shown["queue"]["state"] == "funded"
    assert shown["receipt"]
    assert "endorse.passed" in events(shown)
    assert {line["actor_role"] for line in shown["timeline"]} == {"platform"}
    (firm,) = await world.fetch(
        "SELECT e.state, a.filed_by FROM enterprises e JOIN applications a ON a.enterprise_id = e.id"
        " WHERE e.uscc = $1",
        row.uscc,
    )
    assert (firm["state"], firm["filed_by"]) == ("filed", "platform")


async def test_wrong_rows_stop_no_other_and_name_their_cells(world: World) -> None:
    at = await office(world)
    good = at.row()
    unpaid = at.row(paid_yuan="1.00")
    late = at.row(paid_at="2099-01-01 10:00")
    batch = await at.handed_in(good, unpaid, late, at.row(contract_no=""))
    assert (batch["status"], batch["accepted"], batch["rejected"]) == ("done", 1, 3)
    said = (await at.person.get("/notifications", params={"limit": "100"})).ok()["items"]
    assert any("4 行中 1 件已提交" in one["body"] and "有 3 行" in one["body"] for one in said)
    wrong = await at.results(batch, result="rejected")
    found = [{(one["field"], one["code"]) for one in row["errors"]} for row in wrong]
    assert ("paid_yuan", "too_little") in found[0]
    assert found[1] == {("paid_at", "in_future")}, "not once more as out of the period"
    assert ("contract_no", "required") in found[2]
    cells = [one["cell"] for one in wrong[0]["errors"] if one["field"] == "paid_yuan"]
    assert cells == ["CSV!P3"]
    assert {group["code"] for group in batch["problems"]} >= {"too_little", "in_future"}


async def test_of_a_firm_that_nobody_knows_the_rules_say_what_the_right_cells_allow(
    world: World,
) -> None:
    at = await office(world)
    row = at.row(employees="约四十人", sector="", is_sme="否", paid_yuan="1.00")
    kind = next(iter(row.papers))
    del row.papers[kind]
    (result,) = await at.results(await at.handed_in(row))
    found = {(one["field"], one["code"]) for one in result["errors"]}
    assert found == {
        ("employees", "format"),
        ("sector", "required"),
        ("is_sme", "not_met"),
        ("paid_yuan", "too_little"),
        (f"evidence.{kind}", "missing"),
    }
    (said,) = [one["message"] for one in result["errors"] if one["code"] == "not_met"]
    assert said.startswith("须为中小企业"), said
    assert "（依据：" in said


async def test_all_or_nothing_files_nothing_while_a_row_is_wrong(world: World) -> None:
    at = await office(world)
    rows = at.row(), at.row(paid_yuan="1.00")
    batch = await at.handed_in(*rows, mode="all_or_nothing")
    assert (batch["status"], batch["accepted"], batch["rejected"]) == ("done", 0, 2)
    assert {group["code"] for group in batch["problems"]} == {"too_little", "others_wrong"}
    mended = await at.handed_in(
        rows[0], rows[1].but(paid_yuan=rows[0].cells["paid_yuan"]), mode="all_or_nothing"
    )
    assert (mended["accepted"], mended["rejected"]) == (2, 0)


async def test_rows_already_in_are_skipped_and_the_same_files_are_the_same_batch(
    world: World,
) -> None:
    at = await office(world)
    first, second = at.row(), at.row()
    batch = await at.handed_in(first)
    again = (await at.hand_in(first)).ok(200)
    assert again["id"] == batch["id"]
    more = await at.handed_in(first, second)
    assert (more["accepted"], more["skipped"]) == (1, 1)
    (known,) = await at.results(batch)
    (skipped,) = await at.results(more, result="skipped")
    assert skipped["application_id"] == known["application_id"]
    assert {one["code"] for one in skipped["errors"]} == {"already_in"}


async def test_a_row_that_was_sent_back_says_where_it_is_corrected(world: World) -> None:
    at = await office(world)
    row = at.row()
    (known,) = await at.results(await at.handed_in(row))
    filed = (await at.person.get(f"/platform/applications/{known['application_id']}")).ok()
    await send_back(world, "auditor", "audit", filed)
    (skipped,) = await at.results(await at.handed_in(row.but(employees="43")))
    (said,) = skipped["errors"]
    assert (skipped["result"], said["code"]) == ("skipped", "sent_back")
    assert filed["number"] in said["message"]
    assert "按退回意见补正" in said["message"]


async def test_papers_of_rows_already_in_are_not_unpacked_again(world: World) -> None:
    at = await office(world)
    first, second = at.row(), at.row()
    await at.handed_in(first)
    more = await at.handed_in(first, second)
    (skipped,) = await at.results(more, result="skipped")
    (kept,) = await world.fetch(
        "SELECT papers::text AS papers FROM batch_rows WHERE batch_id = $1 AND state = 'skipped'",
        UUID(more["id"]),
    )
    assert skipped["uscc"] == first.uscc
    assert "taken" not in kept["papers"]


async def test_a_firm_in_through_another_platform_is_named(world: World) -> None:
    at = await office(world)
    row = at.row()
    batch = await at.handed_in(row)
    (known,) = await at.results(batch)
    other = await office(world, platform=1, edition=at.edition)
    rival = row.but(
        plan=other.plan["title"],
        fee_yuan=other.row().cells["fee_yuan"],
        paid_yuan=other.row().cells["paid_yuan"],
        contract_no="HT-2",
    )
    lost = await other.handed_in(type(row)(rival.cells, other.row().papers))
    (result,) = await other.results(lost)
    assert result["result"] == "rejected"
    (number,) = await world.fetch(
        "SELECT number FROM applications WHERE id = $1", UUID(known["application_id"])
    )
    told = " ".join(one["message"] for one in result["errors"])
    assert number["number"] in told, result
    assert "我的申请" not in told, "that is a place in the firm's app"


async def test_it_is_nobody_elses(world: World) -> None:
    at = await office(world)
    batch = (await at.hand_in(at.row())).ok(202)
    other = await office(world, platform=1, edition=at.edition)
    where = f"/platform/batches/{batch['id']}"
    (await other.person.get(where)).refused(404, "not_found")
    (await other.person.get(f"{where}/rows")).refused(404, "not_found")
    (await other.person.post(f"{where}/cancel")).refused(404, "not_found")
    (await other.person.post(f"{where}/resume")).refused(404, "not_found")
    listed = (await other.person.get("/platform/batches")).ok()["items"]
    assert batch["id"] not in [item["id"] for item in listed]
    await worked_off(world)


async def _cancelled(at: Office, batch: dict[str, str]) -> None:
    answer = await at.person.post(f"/platform/batches/{batch['id']}/cancel")
    assert answer.ok()["status"] == "cancelled"


async def test_cancelled_and_resumed_nothing_is_filed_twice(world: World) -> None:
    at = await office(world)
    batch = (await at.hand_in(at.row(), at.row())).ok(202)
    await _cancelled(at, batch)
    await worked_off(world)
    assert (await at.shown(batch))["accepted"] == 0
    (await at.person.post(f"/platform/batches/{batch['id']}/resume")).ok()
    (await at.person.post(f"/platform/batches/{batch['id']}/resume")).refused(409, "batch_goes_on")
    await worked_off(world)
    done = await at.shown(batch)
    assert (done["status"], done["accepted"]) == ("done", 2)
    (await at.person.post(f"/platform/batches/{batch['id']}/cancel")).refused(409, "batch_over")
    lines = await world.fetch(
        "SELECT event, actor_id, actor_role FROM audit WHERE subject_id = $1 ORDER BY seq",
        UUID(batch["id"]),
    )
    assert [tuple(line.values()) for line in lines] == [
        (f"batch.{event}", at.person.id, "platform")
        for event in ("handed_in", "cancelled", "resumed")
    ]
