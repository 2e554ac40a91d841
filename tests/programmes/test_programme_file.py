"""Programme files: a good one compiles, a broken one says file, key, found and expected."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from models.programme.file import FileProblem, ProgrammeFile, ProgrammeFileError, compile_edition
from models.programme.reader.editions import read_pools
from models.programme.reader.table import parse_toml
from models.rules.eligibility.judge import judge_track
from models.rules.line.order_key import CHINA
from tests.programmes.broken_files import BROKEN, DAY, minimal, read_case


def changed(side: str, old: str, new: str) -> ProgrammeFile:
    good = minimal(side)
    assert old in good.text
    return ProgrammeFile(good.name, good.text.replace(old, new, 1))


def test_there_are_enough_broken_files_and_the_good_one_is_good() -> None:
    assert len(BROKEN) >= 85
    definition = compile_edition(minimal("policy"), minimal("edition"), DAY)
    assert definition.edition.code == "sample-2026"
    assert definition.edition.title.zh == "2026年度示例"
    assert definition.edition.closes_at == datetime(2026, 12, 31, 23, 59, 59, tzinfo=CHINA)
    assert definition.tracks[0].conditions[1].any[1].value == ("国家级",)
    by_region = judge_track(definition.tracks[0], {"employees": 12}, "remote").conditions[0]
    assert by_region.met is True


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_is_refused_in_the_promised_words(path: Path) -> None:
    case = read_case(path)
    broken = ProgrammeFile(f"broken/{path.name}", case.text)
    files = (broken, minimal("edition")) if case.side == "policy" else (minimal("policy"), broken)
    with pytest.raises(ProgrammeFileError) as refused:
        compile_edition(*files, DAY)
    told = str(refused.value)
    assert case.expected
    for words in (path.name, *case.expected):
        assert words in told, told


def test_all_mistakes_of_both_files_come_at_once() -> None:
    policy = changed("policy", 'type = "int"', 'type = "number"')
    edition = changed("edition", "value = 4000", "value = 4001")
    with pytest.raises(ProgrammeFileError) as refused:
        compile_edition(policy, edition, DAY)
    keys = [(problem.file, problem.key) for problem in refused.value.problems]
    assert ("sample/policy.toml", "tracks.grant.facts[1].type") in keys
    assert ("sample/edition.toml", "tracks.grant.award.figures") in keys
    assert all(problem.found and problem.expected.zh for problem in refused.value.problems)


@pytest.mark.parametrize(
    "given", ["value = 2027-02-28", "days = 99", "value = 2027-02-28T01:00:00Z"]
)
def test_the_line_ends_on_a_day_of_its_own(given: str) -> None:
    days = "correction_workdays = { value = 5, assumed = true }"
    edition = changed("edition", days, f"{days}\nsettles_on = {{ {given}, assumed = true }}")
    compiled = compile_edition(minimal("policy"), edition, DAY).edition
    assert compiled.settles_on == date(2027, 2, 28)
    assert "settles_on" in [source.name for source in compiled.sources if source.assumed]
    assert compile_edition(minimal("policy"), minimal("edition"), DAY).edition.settles_on is None


def test_a_part_set_aside_is_a_pool_of_its_own_and_all_add_up() -> None:
    text = """
        [pools.rest]
        label = { zh = "其余", en = "Rest" }
        budget_fen = { value = 1_700, cite = "二(一)2" }
        [pools.rural]
        label = { zh = "农村电商", en = "Rural" }
        budget_fen = { value = 300, cite = "二(一)2" }
    """
    edition = compile_edition(minimal("policy"), minimal("edition"), DAY).edition
    for total, refusals in ((2_000, 0), (1_999, 1), (None, 0)):
        problems: list[FileProblem] = []
        table = parse_toml("rural.toml", text, problems=problems, assumable=True)
        pools = read_pools(table, replace(edition, budget_fen=total))
        assert [pool.budget_fen for pool in pools] == [1_700, 300]
        assert len(problems) == refusals


def test_a_ceiling_is_the_rate_unless_the_edition_says_less() -> None:
    policy = changed(
        "policy",
        'kind = "copay"\n',
        'kind = "share"\nfigures = { ceiling_bp = { value = 3000, cite = "四" } }\n',
    )
    head, tail = minimal("edition").text.split("[tracks.grant.award.figures]")
    pools = tail[tail.index("[pools.main]") :]
    silent = ProgrammeFile("e", head + pools)
    award = compile_edition(policy, silent, DAY).tracks[0].award
    assert (award.figure("rate_bp").value, award.at_most, award.assumed) == (3000, True, True)

    def with_rate(rate: int) -> ProgrammeFile:
        figures = f"[tracks.grant.award.figures]\nrate_bp = {{ value = {rate}, assumed = true }}\n"
        return ProgrammeFile("e", head + figures + pools)

    assert compile_edition(policy, with_rate(2000), DAY).tracks[0].award.figures[1].value == 2000
    with pytest.raises(ProgrammeFileError, match="at most the ceiling 3000"):
        compile_edition(policy, with_rate(3001), DAY)


def test_an_edition_adds_papers_and_sets_the_scope_of_an_exclusion() -> None:
    policy = changed(
        "policy",
        "[tracks.grant.award]",
        '[[tracks.grant.exclusions]]\nid = "once"\nkind = "once_per_edition"\n'
        'text = { zh = "一次", en = "Once" }\ncite = "三"\n\n[tracks.grant.award]',
    )
    edition = changed(
        "edition",
        "[tracks.grant.award.figures]",
        '[tracks.grant.exclusions]\nonce = { value = "once_per_enterprise", assumed = true }\n\n'
        '[[tracks.grant.materials]]\nkind = "tax_record"\n'
        'label = { zh = "完税证明", en = "Tax record" }\nassumed = true\n\n'
        "[tracks.grant.award.figures]",
    )
    track = compile_edition(policy, edition, DAY).tracks[0]
    assert [material.kind for material in track.materials] == ["business_licence", "tax_record"]
    assert (track.exclusions[0].kind, track.exclusions[0].assumed) == ("once_per_enterprise", True)
    twice = changed(
        "edition",
        "[tracks.grant.award.figures]",
        '[[tracks.grant.materials]]\nkind = "business_licence"\n'
        'label = { zh = "营业执照", en = "Licence" }\nassumed = true\n\n'
        "[tracks.grant.award.figures]",
    )
    with pytest.raises(ProgrammeFileError, match="stands only once"):
        compile_edition(policy, twice, DAY)


def test_offsets_count_from_the_day_of_publishing() -> None:
    text = minimal("edition").text.replace("year = 2026\n", "demonstration = true\n")
    for name, days in (("opens_at", -3), ("closes_at", 40)):
        start = text.index(f"{name} = ")
        end = text.index("\n", start)
        line = f"{name} = {{ days = {days}, assumed = true }}"
        text = text[:start] + line + text[end:]
    edition = compile_edition(minimal("policy"), ProgrammeFile("e", text), DAY).edition
    assert (edition.year, edition.code) == (2026, "sample-2026")
    assert edition.opens_at == datetime(2026, 11, 18, tzinfo=CHINA)
    assert edition.closes_at == datetime(2026, 12, 31, 23, 59, 59, tzinfo=CHINA)


def with_end(value: str) -> ProgrammeFile:
    text = minimal("edition").text
    start = text.index("closes_at = ")
    line = f"closes_at = {{ value = {value}, assumed = true }}"
    return ProgrammeFile("e", text[:start] + line + text[text.index("\n", start) :])


@pytest.mark.parametrize(
    "value",
    [
        *("2026-12-31", "2026-12-31T23:59:59+08:00", "2027-01-01T00:00:00+08:00"),
        *("2026-12-31T23:59:59.999+08:00", "2026-12-31T16:00:00Z"),
    ],
)
def test_a_closing_day_is_that_day_however_it_is_written(value: str) -> None:
    edition = compile_edition(minimal("policy"), with_end(value), DAY).edition
    assert edition.closes_at == datetime(2026, 12, 31, 23, 59, 59, tzinfo=CHINA)


@pytest.mark.parametrize("value", ["2101-01-01", "1900-12-31", "9999-12-31T00:00:00Z"])
def test_a_day_that_cannot_be_meant_is_refused(value: str) -> None:
    with pytest.raises(ProgrammeFileError, match="1901 to 2100"):
        compile_edition(minimal("policy"), with_end(value), DAY)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('unit = "人"', 'unit = "人"\ndefault = 1.5', "tracks.grant.facts[1].default"),
        ('unit = "人"', 'unit = "人"\noptions = 5', "tracks.grant.facts[1].options"),
        ("{ remote = 10 }", "{ remote = 1.5 }", "tracks.grant.conditions[0].by_region.remote"),
    ],
)
def test_what_no_definition_can_hold_is_refused_and_not_left_out(
    old: str, new: str, key: str
) -> None:
    with pytest.raises(ProgrammeFileError) as refused:
        compile_edition(changed("policy", old, new), minimal("edition"), DAY)
    assert [problem.key for problem in refused.value.problems] == [key]
