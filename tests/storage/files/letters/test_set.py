"""Letters as a child sets them: whatever the words, the same bytes each time, no sign lost unsaid."""

from collections.abc import AsyncIterator
from datetime import date

import pypdfium2
import pytest
import pytest_asyncio

from storage.files.child.children import Children
from storage.files.child.ended import ReadingFailed
from storage.files.letters.letter import Caption, Facts, Grid, Letter, Paragraph, Signature
from storage.files.letters.writer import LetterWriter, name_of
from tests.features.letters.pages import words


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def children() -> AsyncIterator[Children]:
    running = Children()
    yield running
    await running.close()


def letter(*texts: str, code: str = "", rows: int = 0) -> Letter:
    return Letter(
        title="审核结果通知书",
        above="某项工程（2026年度）",
        dated=date(2026, 3, 5),
        author="某市某局",
        footer="审核结果通知书 · ST1",
        code=code,
        parts=(
            *(Paragraph(text) for text in texts),
            Facts((("企业名称", texts[0]),)),
            Caption("一、申请条件"),
            Grid(("条件", "结论"), (3, 1), tuple((f"第{n}项", "符合") for n in range(rows))),
            Signature(("某市某局", "2026年3月5日")),
        ),
    )


async def test_the_same_letter_is_the_same_file(children: Children) -> None:
    one = letter("上海𠮷㐂䶮有限公司", code="https://example.org/" + "x" * 230, rows=60)
    first, second = [await LetterWriter(children).write(one) for _ in range(2)]
    assert first == second
    said = words(first)
    assert "上海𠮷㐂䶮有限公司" in said
    assert said.count("条件结论") == len(pypdfium2.PdfDocument(first)) > 1
    assert name_of(one) != name_of(letter("上海𠮷㐂䶮有限公司"))


async def test_whatever_a_name_holds_it_is_set_as_text(children: Children) -> None:
    hostile = "\x00\x1b[2J\u202e某\u200b司\ufeff\U0001f600𫠠<img src='file:///etc/passwd'>**粗**{nb}\\n%()"
    content = await LetterWriter(children).write(letter(hostile, "无" * 3000, "W" * 3000, ""))
    said = words(content)
    assert "某司〓〓<imgsrc='file:///etc/passwd'>**粗**{nb}\\n%()" in said
    assert "U+1F600、U+2B820" in said
    assert b"/URI" not in content
    assert b"/JavaScript" not in content


async def test_who_signs_stays_on_one_page(children: Children) -> None:
    name = "某市某区某某某某数字科技（集团）有限责任公司某某高科技园区第一分公司（盖章）"
    for lines in range(26, 34):
        parts = (*(Paragraph("一行") for _ in range(lines)), Signature((name, "签字：", "末行")))
        one = Letter(title="承诺书", dated=date(2026, 3, 5), author="某", parts=parts)
        # Between two pages the first one's number would stand.
        said = words(await LetterWriter(children).write(one))
        assert "第一分公司（盖章）签字：末行" in said


async def test_a_letter_that_nobody_would_read_is_given_up(children: Children) -> None:
    with pytest.raises(ReadingFailed):
        await LetterWriter(children).write(letter("长" * 200_000))
