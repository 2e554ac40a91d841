"""docs/programmes.md teaches what is true: its examples compile, and it has one for everything."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from config.files import CATEGORIES
from models.programme.describe.hints import hints_of
from models.programme.file import ProgrammeFile, compile_edition
from models.programme.platform_file import read_categories, read_platforms
from models.rules.eligibility.fact_sources import FIRM_FACTS, PARTICULARS
from models.rules.lifecycle import StageKind
from models.rules.terms.programme import (
    AwardKind,
    Condition,
    EditionDefinition,
    ExclusionKind,
    FactType,
    Operator,
    TrackTerms,
)
from server.cli.programme_files import category_codes
from tests.cli.terminal import owners_environment, programme
from tests.programmes.page import Example, city, examples, platforms
from tests.world.application import World

DAY = date(2027, 2, 1)
EXAMPLES = examples()


def compiled(example: Example) -> EditionDefinition:
    return compile_edition(example.policy, example.edition, DAY, categories=category_codes())


@pytest.fixture(scope="module")
def tracks() -> list[TrackTerms]:
    return [track for example in EXAMPLES for track in compiled(example).tracks]


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_example_compiles(number: int) -> None:
    assert compiled(EXAMPLES[number]).tracks


def operators(conditions: tuple[Condition, ...]) -> Iterator[str | None]:
    for condition in conditions:
        yield condition.op
        yield from operators(condition.all + condition.any)


def test_there_is_an_example_for_everything(tracks: list[TrackTerms]) -> None:
    assert len(EXAMPLES) >= 25
    assert {track.award.kind for track in tracks} == set(get_args(AwardKind))
    stated = [fact.type for track in tracks for fact in track.stated]
    assert set(stated) == set(get_args(FactType))
    excluded = [exclusion.kind for track in tracks for exclusion in track.exclusions]
    assert set(excluded) == set(get_args(ExclusionKind))
    for field in ("platform", "matching", "places", "recognition", "clients", "minimum_experts"):
        assert any(getattr(track, field) is not None for track in tracks), field
    assert {track.renewal.obligation for track in tracks if track.renewal} == {
        "re_review",
        "summary",
    }
    used = {op for track in tracks for op in operators(track.conditions)}
    assert used >= {">=", ">", "<=", "in", "is_true"}


def test_the_page_names_every_operator_and_step() -> None:
    text = (Path(__file__).parents[2] / "docs" / "programmes.md").read_text("utf-8")
    for word in (*get_args(Operator), *get_args(StageKind)):
        assert f"| `{word}` |" in text, word


def test_the_platforms_of_a_demonstration_can_be_read() -> None:
    categories = read_categories(CATEGORIES.name, CATEGORIES.read_text("utf-8"))
    (platform,) = read_platforms("page/demo_platforms.toml", platforms(), categories, ["cloud"])
    assert (platform.code, len(platform.plans)) == ("demo-01", 1)


def test_the_page_names_every_fact_that_comes_by_itself() -> None:
    text = (Path(__file__).parents[2] / "docs" / "programmes.md").read_text("utf-8")
    for name in (*PARTICULARS, *FIRM_FACTS):
        assert f"`{name}`" in text, name


def test_the_whole_city_leaves_nothing_to_look_at_again() -> None:
    files = city()
    definition = compile_edition(
        ProgrammeFile("linshan/policy.toml", files["linshan/policy.toml"]),
        ProgrammeFile("linshan/2027.toml", files["linshan/2027.toml"]),
        DAY,
        categories=category_codes(),
    )
    assert [track.code for track in definition.tracks if track.renewal is None] == [
        "platform",
        "cloud",
        "model-firm",
    ]
    assert hints_of(definition) == ()


async def test_the_whole_city_is_published_and_runs(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "linshan"
    folder.mkdir()
    for name, text in city().items():
        (tmp_path / name).write_text(text, "utf-8")
    said = await programme("publish", "--programmes", tmp_path, given=owners_environment(world))
    assert (said.status, said.err) == (0, ""), said
    world.ports.rendered.forget()
    shown = (await world.anyone.get("/programmes/linshan-2027")).ok()
    assert [track["code"] for track in shown["tracks"]] == ["platform", "cloud", "model-firm"]
    assert shown["tracks"][0]["summary"]["code"] == "platform.summary"
    facts = {"grade": "district"}
    path = "/programmes/linshan-2027/tracks/model-firm/estimate"
    estimate = (await world.anyone.post(path, {"facts": facts})).ok()
    assert (estimate["eligible"], estimate["award_fen"]) == (True, 2_000_000)
    for employees, region, eligible in ((10, "hills", True), (10, None, False), (20, None, True)):
        asked = {"facts": {"employees": employees}, "region_class": region}
        path = "/programmes/linshan-2027/tracks/platform/estimate"
        assert (await world.anyone.post(path, asked)).ok()["eligible"] is eligible
