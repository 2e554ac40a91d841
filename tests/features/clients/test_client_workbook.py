"""A platform's list as a workbook: what is listed, exact sums, text that stays text."""

import io
import json
from datetime import UTC, datetime
from urllib.parse import unquote
from uuid import UUID

import openpyxl
import pytest

from server.edge.web.workbooks import XLSX
from server.features.clients import export
from server.features.clients.rows import ClientRow
from server.features.clients.workbook import ClientLine, clients_workbook
from tests.world.application import World
from tests.world.review_steps import audited, platform_of

AT = datetime(2026, 3, 5, 2, 30, tzinfo=UTC)
ROW = ClientRow(
    id=UUID(int=1),
    number="SH2026-000001",
    edition_id="sh-2026",
    rule_version_id=UUID(int=2),
    track="copay",
    status="in_review",
    stage="endorse",
    district="浦东新区",
    enterprise='=HYPERLINK("http://evil.test")',
    uscc="913101150000000012",
    contract_no="0012",
    fee_fen=None,
    filed_by="platform",
    confirmed_at=None,
    refused_at=None,
    submitted_at=AT,
    queue="funded",
    expected_fen=1_234_567,
    locked_fen=0,
    disbursed_fen=7,
    turn="platform",
    due_on=AT.date(),
)


def test_codes_are_text_money_numbers_and_formulas_none() -> None:
    lines = [ClientLine(ROW, "二〇二六年", "平台补贴", asked) for asked in (True, False)]
    data = clients_workbook(lines, AT)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["客户申请"]
    title, about, header, first, second, total = sheet.iter_rows()
    assert sheet.freeze_panes == "B4"
    assert "2026年03月05日 10:30" in str(about[0].value)
    assert [cell.value for cell in first] == [
        '=HYPERLINK("http://evil.test")',
        *("913101150000000012", "浦东新区", "SH2026-000001", "二〇二六年", "平台补贴", "0012"),
        *("审核中", "平台核对", "平台企业", "2026-03-05", "暂列额度内", "待确认", "2026-03-05"),
        *(None, 12_345.67, 0, 0.07),
    ]
    assert [cell.data_type for cell in first] == [*"ssssssssssssss", *"nnnn"]
    assert [cell.value or "待确认" for cell in second[:14]] == [cell.value for cell in first[:14]]
    assert (second[12].value or "") == "", "its edition asks for no word"
    assert [cell.value for cell in total[-4:]] == [0, 24_691.34, 0, 0.14]
    assert (len(header), title[0].value) == (18, "客户申请")


async def test_the_same_filters_give_the_same_clients(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition, owner, began = await world.publish(), await world.sme(), world.ports.clock.now()
    made = [await owner.submitted(edition) for _ in range(2)]
    await audited(world, made[0])
    person = await platform_of(world, made[0])
    path, given = "/platform/applications/export", {"edition": edition}
    answer = await person.get(path, params=given)
    assert answer.status == 200
    assert answer.headers["content-type"] == XLSX
    assert "客户申请-" in unquote(answer.headers["content-disposition"])
    sheet = openpyxl.load_workbook(io.BytesIO(answer.raw))["客户申请"]
    numbers = [sheet.cell(row, 4).value for row in (4, 5)]
    assert numbers == [made[1]["number"], made[0]["number"]]
    locked = await person.get(path, params=given | {"queue": "locked"})
    sheet = openpyxl.load_workbook(io.BytesIO(locked.raw))["客户申请"]
    assert (sheet.cell(4, 4).value, sheet.cell(5, 1).value) == (made[0]["number"], "合计")
    assert sheet.cell(5, 17).value * 100 == made[0]["award_fen"]
    lines = await world.fetch(
        "SELECT actor_id, detail FROM audit WHERE event = 'clients.exported'"
        " AND subject_id = $1 AND at >= $2 ORDER BY seq",
        UUID(made[0]["platform"]["id"]),
        began,
    )
    assert [(line["actor_id"], json.loads(line["detail"])) for line in lines] == [
        (person.id, {"rows": 2, "narrowed_by": ["edition"]}),
        (person.id, {"rows": 1, "narrowed_by": ["edition", "queue"]}),
    ]

    monkeypatch.setattr(export, "MOST_EXPORTED", 1)
    (await person.get(path, params=given)).refused(409, "too_many_clients")
    (await person.get(path, params={"limit": "5"})).refused(422, "invalid")
    (await owner.get(path)).refused(403, "forbidden")
