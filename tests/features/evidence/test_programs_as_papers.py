"""What an attacker hands in as a paper: programs under a program's name, marks without a content."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from tests.world.application import World
from tests.world.client import Person
from tests.world.hostile_papers import (
    MARKS,
    pdf_that_unpacks_to,
    pdf_with_password,
    pdf_without_page,
    png_of,
    with_archive,
)
from tests.world.papers import JPEG, pdf

KIND = "service_contract"
PROGRAM = b"MZ\x90\x00" + b"\0" * 60 + b"%PDF-1.4\n" + b"\0" * 200 + MARKS
SCRIPT = b"<html><script>alert(1)</script><!-- %PDF-1.4 -->" + MARKS


@pytest.fixture
async def owner(world: World) -> Person:
    return await world.sme()


@pytest.fixture
async def draft(world: World, owner: Person) -> dict[str, Any]:
    return await owner.draft(world.edition)


async def kept(world: World, draft: dict[str, Any]) -> list[Any]:
    return await world.fetch("SELECT 1 FROM evidence WHERE application_id = $1", draft["id"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("营业执照.exe", PROGRAM),
        ("通知.hta", SCRIPT),
        ("发票.html", SCRIPT),
        ("x.jar", b"PK\x03\x04" + b"\0" * 30 + b"%PDF-1.4\n" + MARKS),
    ],
    ids=["exe", "hta", "html", "jar"],
)
async def test_a_program_is_no_paper_by_its_name_nor_by_its_content(
    world: World, owner: Person, draft: dict[str, Any], name: str, content: bytes
) -> None:
    by_name = await owner.upload(draft["id"], KIND, pdf("true"), name)
    by_name.refused(415, "unsupported_media")
    assert by_name.reasons() == {("file", "unsupported_media")}
    for innocent in (name, "合同.pdf", "合同"):
        (await owner.upload(draft["id"], KIND, content, innocent)).refused(415, "unsupported_media")
    assert await kept(world, draft) == []


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-\nstartxref 0 %%EOF",
        b"rem %PDF-1.4\r\ncalc\r\n" + MARKS,
        b"%PDF-\n" + b"no paper at all " * 60 + b"\nstartxref\n5\n%%EOF",
        b"%PDF-1.4\n" + SCRIPT,
        pdf_without_page(),
        pdf_with_password(),
        pdf_that_unpacks_to(200 * 1024 * 1024),
        png_of(2**31, 2**31),
        png_of(60_000, 60_000),
        png_of(2**16, 1),
    ],
    ids=[
        "smallest",
        "batch file",
        "prose",
        "html inside",
        "no page",
        "password",
        "bomb",
        "2^31",
        "3.6 GP",
        "wide",
    ],
)
async def test_what_nobody_could_open_is_told_at_the_door(
    world: World, owner: Person, draft: dict[str, Any], content: bytes
) -> None:
    answer = await owner.upload(draft["id"], KIND, content, "合同")
    answer.refused(422, "invalid")
    assert answer.reasons() == {("file", "file_unreadable")}
    assert await kept(world, draft) == []


@pytest.mark.parametrize("paper", [JPEG, pdf("with an archive")], ids=["jpeg", "pdf"])
async def test_a_paper_that_is_an_archive_too_is_refused(
    owner: Person, draft: dict[str, Any], paper: bytes
) -> None:
    answer = await owner.upload(draft["id"], KIND, with_archive(paper), "合同")
    answer.refused(415, "unsupported_media")


async def test_a_password_is_named_as_the_reason(owner: Person, draft: dict[str, Any]) -> None:
    answer = await owner.upload(draft["id"], KIND, pdf_with_password())
    assert "密码" in answer.body["errors"][0]["message"]


async def test_a_paper_of_before_is_offered_by_what_it_is(
    world: World, owner: Person, draft: dict[str, Any]
) -> None:
    paper = (await owner.upload(draft["id"], KIND)).ok(201)
    rename = "UPDATE evidence SET name = $2 WHERE id = $1"
    await world.fetch(rename, UUID(paper["id"]), "contract.pdf.exe")
    answer = await owner.get(f"/applications/{draft['id']}/evidence/{paper['id']}/content")
    answer.ok()
    assert 'filename="contract_pdf_exe.pdf"' in answer.headers["content-disposition"]


async def test_many_hostile_files_at_once_hold_up_nobody(
    owner: Person, draft: dict[str, Any]
) -> None:
    """Each is refused by itself, and a true paper among them is taken."""
    bomb = pdf_that_unpacks_to(200 * 1024 * 1024)
    hostile = (owner.upload(draft["id"], KIND, bomb + b"\n" * at) for at in range(8))
    taken, *refused = await asyncio.gather(owner.upload(draft["id"], KIND), *hostile)
    taken.ok(201)
    assert {answer.status for answer in refused} == {422}
