"""Every fact of every edition says how it is answered, and what is typed has an example that is one."""

import re

import pytest

from config.files import FACTS, PROGRAMMES
from models.programme.fact_guides import UNIT_WORDS, FactGuide, read_fact_guides
from models.programme.reader.problems import ProgrammeFileError
from models.rules.terms.conditions import Fact, FactType
from server.cli.programme_files import DEMO
from tests.programmes.sources import compiled

GUIDES = read_fact_guides(FACTS.name, FACTS.read_text("utf-8"))
TYPED: dict[FactType, str] = {
    "int": r"\d+",
    "money": r"\d+\.\d\d|0",
    "ratio": r"\d+(\.\d+)?",
    "text": r".+",
    "date": r"\d{4}-\d\d-\d\d",
    "instant": r"\d{4}-\d\d-\d\d( \d\d:\d\d)?",
}
MOST_SIGNS = 40


def facts() -> list[Fact]:
    editions = [
        compiled(file.parent.name, file.stem)
        for file in sorted(PROGRAMMES.glob("*/*.toml"))
        if file.name == DEMO or file.stem.isdecimal()
    ]
    assert len(editions) >= 10
    return [fact for one in editions for track in one.tracks for fact in track.stated]


def test_every_fact_has_its_words_and_no_word_is_left_over() -> None:
    asked = {fact.name: fact for fact in facts()}
    assert set(GUIDES) == set(asked)
    for name, guide in GUIDES.items():
        assert len(guide.help.zh) <= MOST_SIGNS, name
        assert guide.help.en.isascii(), name
        assert not guide.help.zh.endswith("。"), name


def test_what_is_typed_has_an_example_of_its_type() -> None:
    for fact in facts():
        example = GUIDES[fact.name].example
        if fact.type in TYPED:
            assert example is not None, fact.name
            assert re.fullmatch(TYPED[fact.type], example), (fact.name, example)
            if fact.type == "text" and fact.maximum is not None:
                assert len(example) <= fact.maximum
        else:
            assert example is None, fact.name


def test_every_unit_has_its_english() -> None:
    assert {fact.unit for fact in facts() if fact.unit} <= set(UNIT_WORDS)


def test_a_file_is_read_or_refused_whole() -> None:
    read = read_fact_guides("facts.toml", 'a = { zh = "甲", en = "A" }')
    assert read == {"a": FactGuide(read["a"].help)}
    with pytest.raises(ProgrammeFileError) as refused:
        read_fact_guides("facts.toml", 'a = { zh = "甲" }\nb = { zh = "乙", en = "B", c = "" }')
    assert len(refused.value.problems) == 2
