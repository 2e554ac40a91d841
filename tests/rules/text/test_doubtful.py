"""Doubtful words are found however they are written, and nothing is found where none is."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.files import HELD_WORDS
from models.rules.text.doubtful import doubtful_words
from server.features.content.words import read_held_words

WORDS = read_held_words(tomllib.loads(HELD_WORDS.read_text("utf-8")))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("购买即返现", ("返现",)),
        ("返 现、包通过", ("返现", "包通过")),
        ("返\u200b现", ("返现",)),
        ("返.*-_现", ("返现",)),
        ("ｑｑ 群：123", ("QQ群",)),
        ("１００％ 通过", ("100%通过",)),
        ("打包过程、确保过关、返回扣款单、最佳实践、内部渠道管理、国家级高新技术企业", ()),
        ("云上采购与排产", ()),
        ("", ()),
        ("……", ()),
    ],
)
def test_words_are_found_as_people_write_them(text: str, found: tuple[str, ...]) -> None:
    assert WORDS.within(text) == found


def test_every_word_of_the_list_finds_itself_and_has_its_reason() -> None:
    words = [word for group in WORDS.groups for word in group.words]
    assert len(set(words)) == len(words)
    for word in words:
        assert word in WORDS.within(f"前{word}后")
        assert WORDS.why(word) is not None


@given(st.text(max_size=30), st.lists(st.text(max_size=3), max_size=4))
def test_only_what_is_listed_is_found(text: str, words: list[str]) -> None:
    found = doubtful_words(text, words)
    assert set(found) <= set(words)
    assert len(set(found)) == len(found)
