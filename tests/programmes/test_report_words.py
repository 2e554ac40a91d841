"""What `programme check` reads out of the sixth city: each thing where a clerk looks for it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from models.programme.describe.hints import hints_of
from models.programme.describe.report import report_lines
from models.programme.file import ProgrammeFile, compile_edition
from models.rules.terms.programme import EditionDefinition
from server.cli.programme_files import category_codes
from tests.cli.terminal import programme

CITY = Path(__file__).parents[1] / "journeys" / "sixth_city" / "yunxi"


def compiled(name: str) -> EditionDefinition:
    policy, edition = (
        ProgrammeFile(f"yunxi/{file}", (CITY / file).read_text("utf-8"))
        for file in ("policy.toml", name)
    )
    return compile_edition(policy, edition, date(2026, 11, 22), categories=category_codes())


@pytest.fixture(scope="module")
def year() -> EditionDefinition:
    return compiled("2027.toml")


def part(lines: list[str], start: str, end: str) -> list[str]:
    """The lines between two headings."""
    first = lines.index(start)
    return lines[first + 1 : next(n for n in range(first + 1, len(lines)) if lines[n] == end)]


def test_places_of_a_grade_stand_with_the_award(year: EditionDefinition) -> None:
    lines = list(report_lines(year))
    workshop = lines[lines.index("【workshop】数字化车间奖励（八）") :]
    assert "       名额：市级 2 个（八(一)）" in part(workshop, "  补助", "  流程")


def test_a_payout_says_who_is_paid(year: EditionDefinition) -> None:
    lines = list(report_lines(year))
    assert "    4. 拨付服务商（主管部门，付给所签约的平台）（三(四)）" in lines
    assert "    3. 拨付（主管部门，付给申报者本身）（五）" in lines


def test_a_title_without_money_is_not_called_unlimited(year: EditionDefinition) -> None:
    lines = list(report_lines(year))
    assert "  使用资金池：不使用（不涉及资金）" in lines
    assert not [line for line in lines if "总额不限" in line]


def test_the_demonstration_tells_only_what_differs(year: EditionDefinition) -> None:
    demo = compiled("demo.toml")
    lines = list(report_lines(demo, year))
    assert [line for line in lines if line.startswith("【")] == ["【cloud】上云用数补贴（三）"]
    (same,) = [line for line in lines if line.startswith("与 yunxi-2027 完全相同")]
    assert "benchmark" in same
    assert "cloud" not in same
    dearer = replace(demo.tracks[-1], pool="cloud")
    changed = replace(demo, tracks=(*demo.tracks[:-1], dearer))
    assert "【workshop】数字化车间奖励（八）" in list(report_lines(changed, year))


def test_an_award_that_is_never_paid_is_worth_a_look(year: EditionDefinition) -> None:
    assert hints_of(year) == ()
    rent = next(track for track in year.tracks if track.code == "rent")
    unpaid = replace(rent, stages=rent.stages[:-1])
    (hint,) = hints_of(replace(year, tracks=(unpaid,)))
    assert "审定后不会付款" in hint.zh


async def test_a_file_that_is_not_filled_in_is_told_under_a_heading(tmp_path: Path) -> None:
    await programme("new", "my-city", "--into", tmp_path)
    lines = (await programme("check", tmp_path / "my-city")).out.splitlines()
    (heading, *_) = [n for n, line in enumerate(lines) if line.startswith("还没有填写的地方（")]
    assert lines[heading + 1].startswith("  · 还没有填写：my-city/policy.toml")
