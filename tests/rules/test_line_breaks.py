"""Lines of Chinese: nothing lost, none too wide, none begun or ended by what may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.text.line_breaks import break_lines

SIGNS = st.text("汉字，。（）“”、ab1 (二)3", max_size=60)


def measure(text: str) -> float:
    """A Chinese sign is as wide as two others."""
    return sum(1 if sign.isascii() else 2 for sign in text)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("一二三四五", 6, ["一二三", "四五"]),
        ("一二三，四五", 6, ["一二", "三，四", "五"]),
        ("一二（三）四", 6, ["一二", "（三）", "四"]),
        ("依据四(二)1执行", 8, ["依据", "四(二)1", "执行"]),
        ("编号 ST2026 号", 8, ["编号", "ST2026", "号"]),
        ("ABCDEFGHIJKL", 6, ["ABCDEF", "GHIJKL"]),
        ("　　年　月", 20, ["　　年　月"]),
    ],
)
def test_where_lines_end(text: str, width: int, lines: list[str]) -> None:
    assert break_lines(text, width, measure) == lines


@given(SIGNS, st.integers(8, 30), st.integers(0, 4))
def test_nothing_is_lost_and_nothing_sticks_out(text: str, width: int, indent: int) -> None:
    lines = break_lines(text, width, measure, indent=indent)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for number, line in enumerate(lines):
        assert measure(line) <= width - (indent if number == 0 else 0) or len(line) == 1 or indent


@given(st.text("汉字，。", min_size=1, max_size=40), st.integers(8, 30))
def test_no_line_begins_with_a_mark(text: str, width: int) -> None:
    first, *others = break_lines(
        "字" + text.replace("，，", "").replace("。。", ""), width, measure
    )
    assert first
    for line in others:
        assert line[0] == "汉" or line[0] == "字" or set(line) <= set("，。")
