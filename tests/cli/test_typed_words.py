"""What is typed at a terminal is cleaned as everywhere; of a text that nobody sees, nothing remains."""

from pathlib import Path

import pytest

from server.cli.main import build_parser
from tests.cli.terminal import run_here

NOTHING = ("", " \u3000", "\u3164", "\u200b\ufeff")


@pytest.mark.parametrize("nothing", NOTHING)
def test_nothing_is_no_word(nothing: str, tmp_path: Path) -> None:
    for words in (
        ("programme", "new", nothing, "--into", tmp_path),
        ("programme", "close", "sample-2026", "--reason", nothing),
        ("staff", "add", "--username", nothing, "--role", "auditor"),
        ("staff", "add", "--username", "mei", "--role", "auditor", "--district", nothing),
    ):
        said = run_here(*words)
        assert said.status == 2
        assert "不能为空（空格和看不见的字符不算）" in said.err


def test_half_a_character_is_refused() -> None:
    said = run_here("programme", "show", "sample\udcff")
    assert said.status == 2
    assert "有无法识别的字符" in said.err


def test_words_come_as_they_are_kept() -> None:
    words = [
        "staff",
        "add",
        "--username",
        "mei\u200b ",
        "--role",
        "auditor",
        "--district",
        "浦\u3164东",
    ]
    read = build_parser().parse_args(words)
    assert (read.username, read.district) == ("mei", "浦东")
