"""What looks like a code and is none is told by its slip; any other text is only searched for."""

import pytest

from models.rules.mistyped import slip_in


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("ST2O26112910023", "number", "第 4 位的“O”可能应为“0”"),
        ("5T2026112910023", "number", "第 1 位的“5”可能应为“S”"),
        ("st 2026-1329 10023", "number", "第 3 至 10 位"),
        ("ST2026023010023", "number", "第 3 至 10 位"),
        ("91350100M000100Y44", "checksum", "第 18 位"),
        ("9135O100M000100Y43", "characters", "第 5 位的“O”可能应为“0”"),
        ("91 3501 00M0 0010 0Y44", "checksum", "第 18 位"),
        ("310101180001010001", "resident_number", "居民身份证"),
    ],
)
def test_a_slip_is_told(text: str, code: str, words: str) -> None:
    found = slip_in(text, "q")
    assert found is not None
    assert (found.field, found.code) == ("q", code)
    assert words in found.text.zh


@pytest.mark.parametrize(
    "text",
    [
        *("ST2026112910023", "st2026112910023", "91350100M000100Y43", "ST2026", "HT-2026-0001"),
        *("上海示例制造有限公司", "示例 2026", "ST", "", "A" * 18, "ST-2026-B-17"),
    ],
)
def test_other_texts_are_searched_for(text: str) -> None:
    assert slip_in(text, "q") is None
