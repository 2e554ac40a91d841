"""Files are checked in the browser in the words of the command, each mistake beside its line."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.programme.describe.report import report_lines
from models.programme.file import ProgrammeFile, ProgrammeFileError, compile_edition
from server.cli.programme_files import category_codes
from tests.features.programme_files.city import City, act, operators, propose
from tests.programmes.sources import PUBLISHING_DAY
from tests.world.application import World


async def checked(world: World, files: dict[str, str], **headers: str) -> dict[str, Any]:
    authority = await world.staff("authority")
    answer = await authority.post("/programme-files/check", files, headers=headers)
    return dict(answer.ok())


async def test_good_files_are_read_out_as_the_command_reads_them(world: World) -> None:
    files = City().files()
    said = await checked(world, files)
    assert (said["problems"], said["blanks"], said["changes"]) == ([], [], [])
    assert (said["in_force"], said["unchanged"], said["reached"]) == (None, False, True)
    definition = compile_edition(
        ProgrammeFile("p", files["policy"]),
        ProgrammeFile("e", files["edition_file"]),
        PUBLISHING_DAY,
        categories=category_codes(),
    )
    command = [line.strip() for line in report_lines(definition)]
    for section in said["reading"]:
        for text in (section["title"], *(line["text"] for line in section["lines"])):
            assert any(text in line for line in command), text
    kinds = [section["kind"] for section in said["reading"]]
    assert kinds == ["edition", "track", "assumed", *kinds[3:]]


async def test_every_mistake_is_told_at_once_beside_its_line(world: World) -> None:
    files = City().files(
        ("value = 20\n", 'value = "二十"\n'), ("places", "place"), ("main", "nain")
    )
    files["edition_file"] = files["edition_file"].replace("[pools.nain]", "[pools.main]")
    said = await checked(world, files)
    assert said["reading"] == []
    found = {(one["file"], one["key"]): one for one in said["problems"]}
    wrong = found["policy", "tracks.grant.conditions[0].value"]
    assert files["policy"].splitlines()[wrong["line"] - 1] == 'value = "二十"'
    assert wrong["message"].startswith("政策文件 · tracks.grant.conditions[0].value")
    assert "写的是 '二十'" in wrong["message"]
    pool = found["edition", "tracks.grant.pool"]
    assert files["edition_file"].splitlines()[pool["line"] - 1].startswith("pool =")
    english = await checked(world, files, **{"accept-language": "en"})
    assert any(one["message"].startswith("policy file · ") for one in english["problems"])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[policy\n", 1),
        ("a = 1\nb = “二”\n", 2),
        ("a = " + "[" * 5000, None),
        ("a = " + "9" * 5000, 1),
        ("a." * 3000 + "b = 1", None),
        ("", None),
    ],
)
async def test_what_is_no_toml_is_told_and_breaks_nothing(
    world: World, text: str, line: int | None
) -> None:
    said = await checked(world, {"policy": text, "edition_file": "[edition]\nyear = 2031\n"})
    assert said["problems"] != []
    if line is not None:
        assert line in {one["line"] for one in said["problems"] if one["file"] == "policy"}


async def test_what_is_left_blank_is_no_mistake_and_is_not_proposed(world: World) -> None:
    city = City()
    first, _ = await operators(world)
    change = ("示例通知", "请填写通知的名称")
    said = await checked(world, city.files(change))
    (blank,) = said["blanks"]
    assert (said["problems"], blank["file"]) == ([], "policy")
    assert "请填写" in city.files(change)["policy"].splitlines()[blank["line"] - 1]
    refused = await propose(first, city, change)
    assert refused.reasons() == {("policy", "file_mistake")}


async def test_a_mistake_refuses_a_proposal_with_all_of_them(world: World) -> None:
    first, _ = await operators(world)
    answer = await propose(
        first, City(), ("value = 20\n", 'value = "二十"\n'), ('op = "in"', "op=1")
    )
    body = answer.refused(422, "invalid")
    assert len(body["errors"]) >= 2


async def test_changes_are_told_old_and_new(world: World) -> None:
    city = City()
    first, second = await operators(world)
    made = (await propose(first, city)).ok(201)
    (await act(second, made, "publish")).ok()
    same = await checked(world, city.files())
    assert (same["unchanged"], same["changes"], same["in_force"]["number"]) == (True, [], 1)
    assert same["in_force"]["published_by"]["name"] == second.name
    said = await checked(world, city.files(("value = 20\n", "value = 30\n")))
    (change,) = said["changes"]
    assert (change["kind"], said["unchanged"]) == ("changed", False)
    assert "20 人" in change["before"]
    assert "30 人" in change["after"]
    assert change["label"] in change["message"]


_PIECES = st.sampled_from(
    ['"', "'", "[", "]", "{", "}", "=", ".", "\n", "\\", "[[", '"""', "#", "a", "policy", "1", " "]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(_PIECES | st.text(max_size=6), max_size=30).map("".join), st.integers(0, 1900))
def test_any_text_compiles_or_is_told(text: str, at: int) -> None:
    """Alone, and put into the middle of a good file."""
    files = City(0).files()
    good = files["policy"]
    for policy in (text, good[:at] + text + good[at:]):
        both = (ProgrammeFile("policy", policy), ProgrammeFile("edition", files["edition_file"]))
        with suppress(ProgrammeFileError):
            compile_edition(*both, PUBLISHING_DAY)
