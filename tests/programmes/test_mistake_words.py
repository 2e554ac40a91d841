"""A clerk's slips are told by the line or the entry that they are in, once, and with what to write."""

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from models.programme.file import FileProblem, ProgrammeFile, ProgrammeFileError, compile_edition
from server.cli.programme_files import read_file
from tests.cli.terminal import programme

CITY = Path(__file__).parents[1] / "journeys" / "sixth_city" / "yunxi"
LOAN_DAYS = "day_basis = { value = 360, assumed = true }"
COMMA = "\uff0c"


def told(name: str, old: str, new: str) -> tuple[FileProblem, ...]:
    """The mistakes of the sixth city after one slip."""
    files = {file: (CITY / file).read_text("utf-8") for file in ("policy.toml", "2027.toml")}
    assert old in files[name]
    files[name] = files[name].replace(old, new, 1)
    policy, edition = (ProgrammeFile(f"yunxi/{file}", text) for file, text in files.items())
    with pytest.raises(ProgrammeFileError) as refused:
        compile_edition(policy, edition, date(2027, 1, 21))
    return refused.value.problems


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("[tracks.storage]\n", "[tracks.rent]\n", "只写一次"),
        ("issued_on = 2027-01-20", "issued_on = 2027-02-30", "日历上有的日期"),
        ('cite = "六(二)"', "cite = “六(二)”", "半角"),
        ('6_000, cite = "六(二)"', f'6_000{COMMA}cite = "六(二)"', "半角"),
        ('cite = "六(二)"\n', 'cite = "六(二)”\n', "半角"),
        ("value = 6_000,", "value = 6 000,", '一对 "…"'),
    ],
)
def test_a_slip_of_writing_is_shown_with_its_line(old: str, new: str, wanted: str) -> None:
    (problem,) = told("policy.toml", old, new)
    line = next(line for line in new.splitlines() if line)
    text = (CITY / "policy.toml").read_text("utf-8")
    number = text[: text.index(old)].count("\n") + 1
    assert f"第 {number} 行" in problem.key
    assert line.strip()[:20] in problem.found
    assert wanted in problem.expected.zh


def test_chinese_punctuation_within_a_text_is_not_blamed() -> None:
    """The negative control: the slip is a missing quote, the comma in the text is good."""
    broken = f'summary = "甲{COMMA}乙" 丙'
    (problem,) = told("policy.toml", 'cite = "六(二)"\n', f"{broken}\n")
    assert "半角" not in problem.expected.zh


def test_an_entry_is_named_as_people_count() -> None:
    (problem,) = told("policy.toml", 'op = "<="\nvalue = 40', 'op = "≤"\nvalue = 40')
    assert "tracks.cloud.conditions[2].op（第 3 段 turnover）：" in problem.in_words().zh
    assert "tracks.cloud.conditions[2].op (entry 3: turnover):" in problem.in_words().en


def test_an_unknown_kind_of_award_is_one_mistake() -> None:
    (problem,) = told("policy.toml", 'kind = "declining"', 'kind = "decline"')
    assert problem.key == "tracks.rent.award.kind"


def test_steps_in_both_files_are_one_mistake_that_says_where_a_payout_goes() -> None:
    step = '[[tracks.rent.stages]]\nkind = "payout"\ntitle = { zh = "拨付", en = "Payment" }\n'
    start = "[tracks.loan.award.figures]\n"
    (problem,) = told("2027.toml", start, f"{step}assumed = true\n\n{start}")
    assert (problem.file, problem.key) == ("yunxi/2027.toml", "tracks.rent.stages")
    assert "拨付引用规定这笔钱的条款" in problem.expected.zh
    assert "payout" in problem.found


def test_what_a_value_and_a_name_look_like_is_shown() -> None:
    (problem,) = told("2027.toml", LOAN_DAYS, "day_basis = 360")
    assert "{ value = …, assumed = true }" in problem.expected.zh
    (problem,) = told("policy.toml", '{ zh = "贷款本金", en = "Principal" }', '"贷款本金"')
    assert problem.expected.zh == '{ zh = "中文", en = "English" }'


def test_a_figure_of_the_wrong_kind_is_not_missing_as_well() -> None:
    (problem,) = told("policy.toml", "cap_fen = { value = 12_000_000", "cap_fen = { value = 12.5")
    assert problem.key == "tracks.rent.award.figures.cap_fen"


def test_a_file_of_another_encoding_is_told_as_one(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_bytes("政策".encode("gb18030"))
    with pytest.raises(ProgrammeFileError, match="GBK"):
        read_file(file)


def test_an_unknown_comparison_is_one_mistake() -> None:
    (problem,) = told("policy.toml", 'op = "is_true"', 'op = "yes"')
    assert problem.key == "tracks.provider.conditions[3].op"


async def test_the_platforms_of_a_demonstration_are_checked_with_it(tmp_path: Path) -> None:
    folder = copytree(CITY, tmp_path / "yunxi")
    said = await programme("check", folder)
    assert (said.status, said.err) == (0, "")
    assert "yunxi/demo_platforms.toml：检查通过，2 家演示平台" in said.out
    file = folder / "demo_platforms.toml"
    file.write_text(file.read_text("utf-8").replace('["cloud"]', "[]", 1), "utf-8")
    said = await programme("check", folder)
    assert said.status == 1
    assert "yunxi/demo_platforms.toml · platforms[0].modes" in said.err
