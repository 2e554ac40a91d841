"""Text as neighbouring pairs: every part of a text is found, nothing else is."""

from hypothesis import given
from hypothesis import strategies as st

from models.rules.bigrams import bigrams, runs

TEXTS = st.text(alphabet=st.sampled_from("云织采购平台ERP·erp 09Ω㈱éß"), min_size=1, max_size=12)


def test_signs_part_neighbours_and_positions_count_them() -> None:
    assert [(term.text, term.position) for term in bigrams("云织·A")] == [
        ("云", 1),
        ("云织", 1),
        ("织", 2),
        ("a", 4),
    ]


def test_width_and_case_do_not_count() -> None:
    assert runs("ERP２０") == runs("erp20") == ((1, "erp20"),)


def test_nothing_to_look_for() -> None:
    assert bigrams(" ·,。!") == ()


@given(TEXTS, st.data())
def test_the_terms_of_a_part_are_among_those_of_the_whole(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    whole = {term.text for term in bigrams(text)}
    assert {term.text for term in bigrams(part)} <= whole


@given(TEXTS)
def test_runs_put_together_are_the_letters_of_the_text(text: str) -> None:
    letters = "".join(run for _, run in runs(text))
    assert letters == "".join(term.text for term in bigrams(text) if len(term.text) == 1)
