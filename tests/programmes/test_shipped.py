"""Every shipped programme: compiles, says where each rule comes from, and can be tried today."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, timedelta

import pytest

from models.programme.file import definition_from, definition_hash, definition_json
from models.rules.line.order_key import CHINA
from models.rules.terms.programme import Award, Condition, EditionDefinition, Exclusion, TrackTerms
from tests.programmes.case_files import programmes
from tests.programmes.sources import PROGRAMMES, PUBLISHING_DAY, compiled

FIVE = {
    "sh-shuangtui",
    "cq-info-platform",
    "cq-rongchang-ecommerce",
    "lishui-ecommerce",
    "yangzhou-internet-plus",
}
NOT_EDITIONS = ("policy", "demo_platforms", "letters")
EDITIONS = [
    (programme, path.stem)
    for programme in programmes()
    for path in sorted((PROGRAMMES / programme).glob("*.toml"))
    if path.stem not in NOT_EDITIONS
]
# An award may state its kind by a clause and leave its figures open; an edition may set the
# scope of an exclusion; members of a group take their clause from it.
BOTH_ALLOWED = (Award, Exclusion, Condition)


@pytest.fixture(scope="module", params=EDITIONS, ids="/".join)
def definition(request: pytest.FixtureRequest) -> EditionDefinition:
    return compiled(*request.param)


def parts(value: object) -> Iterator[object]:
    """Every dataclass within a definition, itself included."""
    if is_dataclass(value):
        yield value
        for field in fields(value):
            yield from parts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from parts(item)


def unsaid(definition: EditionDefinition) -> list[str]:
    """The parts that name neither a clause nor an assumption, or both of them."""
    found = []
    for part in parts(definition):
        cite, assumed = getattr(part, "cite", None), getattr(part, "assumed", None)
        if assumed is None:
            continue
        neither, both = cite is None and not assumed, cite is not None and assumed
        if neither or (both and not isinstance(part, BOTH_ALLOWED)):
            found.append(repr(part)[:120])
    return found


def browsed(definition: EditionDefinition) -> list[TrackTerms]:
    return [track for track in definition.tracks if track.renewal is None]


def test_the_five_programmes_each_have_a_historic_and_a_demonstration_edition() -> None:
    assert set(programmes()) >= FIVE
    for programme in FIVE:
        stems = {stem for code, stem in EDITIONS if code == programme}
        assert "demo" in stems
        assert len(stems) >= 2, programme


def test_every_rule_says_its_clause_or_that_it_is_assumed(definition: EditionDefinition) -> None:
    assert unsaid(definition) == []
    assert all(clause.cite for clause in definition.policy.clauses)
    for track in definition.tracks:
        assert all((track.cite, *(fact.cite for fact in track.facts))), track.code


def test_every_condition_compares_a_fact_that_people_can_state(
    definition: EditionDefinition,
) -> None:
    for track in browsed(definition):
        names = [fact.name for fact in track.stated]
        assert len(set(names)) == len(names), track.code
        for part in parts(track.conditions):
            if isinstance(part, Condition) and part.fact is not None:
                assert part.fact in names, (track.code, part.id)


def test_every_path_ends_in_a_decision_and_pays_exactly_what_is_money(
    definition: EditionDefinition,
) -> None:
    for track in definition.tracks:
        kinds = [stage.kind for stage in track.stages]
        assert "approve" in kinds, track.code
        assert (kinds[-1] == "payout") == (track.award.kind != "none"), track.code
        if track.award.kind == "none" and track.renewal is None:
            assert track.recognition is not None, track.code


def test_a_definition_survives_json(definition: EditionDefinition) -> None:
    stored = definition_json(definition)
    assert definition_from(stored) == definition
    assert definition_hash(definition_from(stored)) == definition_hash(definition)


@pytest.mark.parametrize("programme", sorted(FIVE))
def test_a_demonstration_is_open_now_and_asks_what_the_historic_edition_asks(
    programme: str,
) -> None:
    demo = compiled(programme, "demo")
    now = datetime.combine(PUBLISHING_DAY, datetime.min.time(), tzinfo=CHINA) + timedelta(hours=12)
    assert demo.edition.code == f"{programme}-{PUBLISHING_DAY.year}"
    assert demo.edition.opens_at < now < demo.edition.closes_at
    for stem in (stem for code, stem in EDITIONS if code == programme and stem != "demo"):
        historic = compiled(programme, stem)
        assert not historic.edition.demonstration
        assert historic.edition.closes_at.date() < date(2026, 1, 1)
        assert [track.code for track in historic.tracks] == [track.code for track in demo.tracks]
        for old, new in zip(historic.tracks, demo.tracks, strict=True):
            assert (old.facts, old.declarations) == (new.facts, new.declarations)
            assert [stage.kind for stage in old.stages] == [stage.kind for stage in new.stages]


def test_a_rule_without_its_source_is_noticed() -> None:
    definition = compiled("cq-info-platform", "demo")
    (track, *others) = definition.tracks
    (paper, *papers) = track.materials
    silent = replace(track, materials=(replace(paper, cite=None), *papers))
    assert unsaid(definition) == []
    assert len(unsaid(replace(definition, tracks=(silent, *others)))) == 1
