"""Texts are compared in one form, whatever keyboard, file or habit they come from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.text.compared import compared
from models.rules.text.typed import typed_line

ANY = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    "alike",
    [
        ("HT-2026-01", "ht-2026-01", "ＨＴ－２０２６－０１", "HT—2026——01", "HT\u200b–2026 ‑01 "),
        ("沪数〔2026〕12号", "沪数[2026]12号", "沪数（2026）12号", "沪数【２０２６】12 号"),
        ("HT/2026/7", "HT／2026∕7"),
        ("上海（浦东）金山软件有限公司", "上海(浦东) ⾦⼭软件\ufe00有限公司"),
        ("长龙车业", "⻓⻰⻋业"),
        ("神社", "神社"),
        ("阿依古丽·买买提", "阿依古丽•买买提", "阿依古丽．买买提", "阿依古丽・买买提"),
        ("“云织”平台", "「云织」平台", '"云织"平台'),
        ("二〇二六", "二○二六"),
        ("Straße Ⅷ", "STRASSE VIII"),
        ("é", "e\u0301"),
    ],
)  # fmt: skip
def test_they_mean_the_same(alike: tuple[str, ...]) -> None:
    assert len({compared(text) for text in alike}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HT-01", "HT01"),
        ("HT-1", "HT-l"),
        ("O1", "01"),
        ("一", "-"),
        ("上海甲公司", "上海乙公司"),
        ("张三", "張三"),
        ("A_1", "A-1"),
    ],
)
def test_they_differ(one: str, other: str) -> None:
    assert compared(one) != compared(other)


@given(ANY)
def test_a_compared_text_is_its_own_form(text: str) -> None:
    assert compared(compared(text)) == compared(text)


@given(ANY)
def test_what_is_stored_compares_like_what_was_typed(text: str) -> None:
    assert compared(typed_line(text)) == compared(text)
    assert bool(compared(text)) == bool(typed_line(text))
