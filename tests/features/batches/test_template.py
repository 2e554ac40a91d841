"""A platform downloads the template of its list of clients, which is read back as it is meant."""

import csv
import io
from typing import Any

import openpyxl
import pytest

from models.rules.manifest.read import read_manifest
from models.rules.manifest.words import GUIDE_SHEET, LISTS_SHEET, PLANS_SHEET
from server.edge.web.workbooks import XLSX
from storage.files.child.children import Children
from storage.files.sheets.reader import read_sheets
from tests.world.application import World
from tests.world.client import Person
from tests.world.client_lists import COLUMNS, code_of
from tests.world.platforms import founded

PLAN = {"title": "云上采购", "description": "首年", "fee_fen": 1_234_500, "period_months": 12}
ODD = {"title": "=1+1", "description": "首年", "fee_fen": 100, "period_months": 6}


async def asked(person: Person, what: str, edition: str, **more: str) -> Any:
    query = {"edition": edition, "track": "copay", **more}
    return await person.get(f"/platform/batches/{what}", params=query)


async def test_columns_are_those_of_the_track_with_the_platform_s_plans(world: World) -> None:
    edition, own = await world.publish(), await founded(world)
    (await own.staff.post("/platform/plans", PLAN)).ok(201)
    body = (await asked(own.staff, "columns", edition)).ok()
    columns = {column["name"]: column for column in body["columns"]}
    assert list(columns)[:2] == ["uscc", "enterprise_name"]
    assert {"district", "contact_phone", "plan", "contract_no", "signed_at", "paid_at"} <= set(
        columns
    )
    assert {"fee_yuan", "paid_yuan", "payer", "is_sme", "registered_for_use"} <= set(columns)
    assert [option["label"] for option in columns["plan"]["options"]] == ["云上采购"]
    assert columns["paid_at"]["label"] == "交费时间"
    assert (columns["paid_at"]["type"], columns["payer"]["required"]) == ("instant", False)
    english = await own.staff.get(
        "/platform/batches/columns",
        params={"edition": edition, "track": "copay"},
        headers={"accept-language": "en"},
    )
    assert english.ok()["columns"][0]["label"] == "Unified social credit code"


async def test_the_workbook_has_headers_an_example_drop_downs_and_explanations(
    world: World,
) -> None:
    edition, own = await world.publish(), await founded(world)
    for plan in (PLAN, ODD):
        (await own.staff.post("/platform/plans", plan)).ok(201)
    answer = await asked(own.staff, "template", edition)
    assert (answer.status, answer.headers["content-type"]) == (200, XLSX)
    book = openpyxl.load_workbook(io.BytesIO(answer.raw))
    sheet = book["客户清单"]
    labels = [column.label.zh for column in COLUMNS]
    assert [cell.value for cell in sheet[1]] == labels
    assert all(cell.comment for cell in sheet[1])
    assert sheet.freeze_panes == "C2"
    assert sheet.column_dimensions["A"].number_format == "@"
    offered = {
        str(rule.sqref).split(":")[0]: rule.formula1
        for rule in sheet.data_validations.dataValidation
    }
    place = labels.index("属于中小企业")
    assert offered[f"{sheet.cell(1, place + 1).column_letter}2"] == '"是,否"'
    assert [name for name in book.sheetnames if book[name].sheet_state == "hidden"] == [LISTS_SHEET]
    plans = book[PLANS_SHEET]
    rows = list(plans.iter_rows(min_row=2, values_only=True))
    assert {row[0]: row[2] for row in rows} == {"云上采购": 12345, "=1+1": 1}
    assert {row[0].data_type for row in plans.iter_rows(min_row=2)} == {"s"}
    helped = [row[0] for row in book[GUIDE_SHEET].iter_rows(min_row=7, values_only=True)]
    assert set(labels) <= set(helped)


async def test_the_template_filled_in_as_its_example_is_read_without_a_mistake(
    world: World,
) -> None:
    edition, own = await world.publish(), await founded(world)
    (await own.staff.post("/platform/plans", PLAN)).ok(201)
    answer = await asked(own.staff, "template", edition)
    book = openpyxl.load_workbook(io.BytesIO(answer.raw))
    sheet = book["客户清单"]
    for cell in sheet[2]:
        sheet.cell(3, cell.column).value = cell.value
    sheet["A3"] = code_of(1)
    target = io.BytesIO()
    book.save(target)
    children = Children()
    sheets = await read_sheets(children, target.getvalue())
    await children.close()
    with_plan = [column for column in COLUMNS if column.name != "plan"]
    found = read_manifest(sheets, with_plan)
    assert [note.code for note in found.notes] == ["unknown_column", "example_row"]
    (row,) = found.rows
    assert (row.uscc, row.problems) == (code_of(1), ())
    assert row.values["fee_fen"] == PLAN["fee_fen"]


async def test_the_csv_template_is_the_line_of_headers(world: World) -> None:
    edition, own = await world.publish(), await founded(world)
    answer = await asked(own.staff, "template", edition, format="csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.raw.startswith(b"\xef\xbb\xbf")
    (line,) = csv.reader(io.StringIO(answer.raw.decode("utf-8-sig")))
    assert line == [column.label.zh for column in COLUMNS]


@pytest.mark.parametrize(
    ("edition", "track", "field", "code"),
    [
        ("no-such-2026", "copay", "edition", "not_an_option"),
        (None, "nothing", "track", "not_an_option"),
        (None, "platform", "track", "not_by_platform"),
        (None, "expansion", "track", "not_by_platform"),
    ],
)
async def test_other_tracks_have_no_list(
    world: World, edition: str | None, track: str, field: str, code: str
) -> None:
    own = await founded(world)
    answer = await asked(own.staff, "template", edition or world.edition, track=track)
    problem = answer.refused(422, "invalid")
    assert answer.reasons() == {(field, code)}
    assert "““" not in problem["errors"][0]["message"], "a title's own quotes stand within ours"
