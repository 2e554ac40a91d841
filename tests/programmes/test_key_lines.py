"""Each key of a programme file is found on its line."""

import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.programme.lines import key_lines, line_of
from tests.programmes.sources import PROGRAMMES

FILES = sorted(PROGRAMMES.glob("*/*.toml"))


def keys_of(path: str, value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            below = f"{path}.{name}" if path else name
            yield below
            yield from keys_of(below, inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield f"{path}[{index}]"
            yield from keys_of(f"{path}[{index}]", inner)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_key_has_a_line_that_names_it(file: object) -> None:
    text = file.read_text("utf-8")  # type: ignore[attr-defined]  # a path
    lines, written = key_lines(text), text.splitlines()
    keys = list(keys_of("", tomllib.loads(text)))
    assert [key for key in keys if key not in lines] == []
    for key in keys:
        name = key.rsplit(".", 1)[-1]
        assert "[" in name or name in written[lines[key] - 1], key


def test_what_is_missing_is_shown_at_the_part_around_it() -> None:
    text = (
        '[policy]\ncode = "a"\n\n[[tracks.b.facts]]\nname = "x"\n[[tracks.b.facts]]\nname = "y"\n'
    )
    lines = key_lines(text)
    assert line_of(lines, "policy.title") == 1
    assert line_of(lines, "tracks.b.facts[1].label.zh") == 6
    assert line_of(lines, "tracks.b.facts[1].name") == 7
    assert line_of(lines, "pools") is None


_NAMES = st.from_regex(r"[a-z][a-z0-9_-]{0,5}", fullmatch=True)
_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), max_size=8)


@settings(max_examples=40)
@given(st.lists(st.tuples(_NAMES, _TEXTS), unique_by=lambda pair: pair[0]), st.booleans())
def test_texts_of_any_kind_hide_no_line(pairs: list[tuple[str, str]], several: bool) -> None:
    quoted = [(name, text.replace("\\", "\\\\").replace('"', '\\"')) for name, text in pairs]
    text = "".join(
        f'{name} = """\n{value}\n{value} # [no.key]\n"""\n' if several else f'{name} = "{value}"\n'
        for name, value in quoted
    )
    lines = key_lines(text)
    assert list(lines) == [name for name, _ in pairs]
    for name, line in lines.items():
        assert text.split("\n")[line - 1].startswith(f"{name} =")


def test_a_text_that_is_no_toml_comes_to_an_end() -> None:
    assert key_lines("a = 1\nb = [{ c = 1 }, }]\nd = 2\n") == dict(
        zip(("a", "b", "b[0]", "b[0].c", "b[1]"), (1, 2, 2, 2, 2), strict=True)
    )
    assert key_lines(".".join(["a"] * 10_000) + " = 1") == {}


@given(st.text("[]{}=,.\"'#\\a \n", max_size=30))
def test_whatever_is_typed_comes_to_an_end(text: str) -> None:
    lines = text.count("\n") + 1
    assert all(1 <= line <= lines for line in key_lines(text).values())
