"""An invoice is read from its text in any order, from its QR code, and from both."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.invoices.invoice import Party, ReadInvoice
from models.rules.invoices.read import read_invoice
from tests.world.client import uscc
from tests.world.invoices import (
    ORDERS,
    MadeInvoice,
    Order,
    invoice_pdf,
    plain,
    text_of,
)

OLDER = MadeInvoice(code="031002600111", number="81532753", kind="10")


def told(invoice: ReadInvoice | None) -> tuple[object, ...]:
    assert invoice is not None
    parties = (invoice.buyer, invoice.seller)
    return (
        invoice.number,
        invoice.code,
        invoice.issued_on,
        invoice.total_fen,
        invoice.net_fen,
        *parties,
    )


def meant(made: MadeInvoice) -> tuple[object, ...]:
    amounts = (made.total_fen, made.net_fen)
    return (made.number, made.code, made.issued_on, *amounts, made.buyer, made.seller)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("made", [MadeInvoice(), OLDER], ids=["full_digital", "older"])
def test_the_text_alone_says_it_all(made: MadeInvoice, order: Order) -> None:
    found = read_invoice(text_of(made, order), [])
    assert told(found) == meant(made)
    assert found is not None
    assert set(found.sources.values()) == {"text"}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("made", [MadeInvoice(), OLDER], ids=["full_digital", "older"])
def test_a_pdf_says_the_same(made: MadeInvoice, order: Order) -> None:
    with pypdfium2.PdfDocument(invoice_pdf(made, order)) as document:
        text = document[0].get_textpage().get_text_bounded()
    found = read_invoice(text, [made.qr])
    assert told(found) == meant(made)
    assert found is not None
    assert found.contradicted == ()
    assert (found.sources["number"], found.sources["issued_on"]) == ("both", "both")


@pytest.mark.parametrize(
    ("content", "amounts"),
    [(MadeInvoice(number="1" * 20).qr, (1_200_000, None)), (OLDER.qr, (None, 1_132_075))],
)
def test_a_photo_says_what_its_code_says(
    content: str, amounts: tuple[int | None, int | None]
) -> None:
    """With tax in a full-digital one, without in all others."""
    found = read_invoice(None, ["https://example.cn/?a=1,2", content])
    assert found is not None
    assert (found.total_fen, found.net_fen) == amounts
    assert found.issued_on == date(2026, 3, 5)
    assert (found.buyer, found.seller) == (Party(), Party())
    assert set(found.sources.values()) == {"qr"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": "9" * 20}, "number"),
        ({"issued_on": date(2025, 12, 31)}, "issued_on"),
        ({"net_fen": 1}, "total_fen"),
    ],
)
def test_a_code_that_says_something_else_is_told(changes: dict[str, object], field: str) -> None:
    made = MadeInvoice()
    other = replace(made, **changes)  # type: ignore[arg-type]  # of one field each
    found = read_invoice(text_of(made), [other.qr])
    assert found is not None
    assert found.contradicted == (field,)
    assert told(found) == meant(made)


def test_a_code_with_the_other_amount_is_no_contradiction() -> None:
    made = MadeInvoice()
    odd = made.qr.replace(plain(made.total_fen), plain(made.net_fen))
    found = read_invoice(text_of(made), [odd])
    assert found is not None
    assert found.contradicted == ()


def test_a_red_letter_invoice_is_negative() -> None:
    made = MadeInvoice(net_fen=-1_132_075, tax_fen=-67_925)
    for order in ORDERS:
        assert told(read_invoice(text_of(made, order), [made.qr])) == meant(made)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (None, []),
        ("", []),
        ("服务合同：乙方开具发票，发票号码另行通知。", []),
        ("发票号码：\n开票日期：\n价税合计", []),
        (None, ["01,32,,123,1.00,20260305,,", "01,32", "", ",,,,,,,", "02,32,,1,1,1"]),
        (None, ["01,10,031002600111,8153275,1.00,20260305,,"]),
    ],
)
def test_what_is_no_invoice_is_none(text: str | None, codes: list[str]) -> None:
    assert read_invoice(text, codes) is None


def test_a_code_without_a_day_or_an_amount_still_has_its_number() -> None:
    found = read_invoice(None, [f"01,32,,{'1' * 20},abc,20261399,,"])
    assert found is not None
    assert (found.number, found.total_fen, found.issued_on) == ("1" * 20, None, None)


def test_of_several_in_one_file_the_first_code_is_read() -> None:
    one, other = MadeInvoice(), MadeInvoice(net_fen=100, tax_fen=6)
    found = read_invoice(f"{text_of(other)}\n{text_of(one)}", [one.qr, other.qr])
    assert found is not None
    assert (found.number, found.total_fen, found.buyer) == (one.number, one.total_fen, Party())


def test_a_check_code_is_not_taken_for_a_number() -> None:
    text = text_of(OLDER).replace("12345 67890 12345 67890", "12345678901234567890")
    unnamed = text.replace(OLDER.number, "")
    assert read_invoice(text, []) is not None
    assert read_invoice(unnamed, []) is None


def test_what_may_be_one_of_several_is_left_open() -> None:
    text = text_of(MadeInvoice()).replace("2026年03月05日", "") + "\n2026年01月01日至2026年12月31日"
    found = read_invoice(text, [])
    assert found is not None
    assert found.issued_on is None


def wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def seeded(text: str) -> str:
    """With what nobody sees between its signs: directions, joiners, soft hyphens."""
    return "\u202e".join(text[at : at + 7] for at in range(0, len(text), 7)) + "\u200b\u00ad"


@pytest.mark.parametrize("written", [wide, seeded, lambda text: text.replace("号码", "号\n 码")])
def test_however_it_is_written(written: object) -> None:
    made = MadeInvoice()
    assert callable(written)
    assert told(read_invoice(written(text_of(made)), [])) == meant(made)


_HOSTILE: Sequence[str] = (
    "发票号码" * 100_000,
    "发票号码 开票日期 " + "¥1.00 " * 100_000,
    "发票号码 开票日期 " + "1" * 200_000,
    "发票号码 开票日期 " + "名称：" * 50_000,
    "发票号码 开票日期\n" + ("甲" * 99 + "公") * 2_000,
    "发票号码 开票日期 " + "2026年 " * 50_000,
    "发票号码 开票日期 价 税 " + " " * 200_000 + "合 计",
    "发票号码 开票日期 \ufdfa" * 20_000,
    "发票号码 开票日期 \ud800\udfff\x00 ¥" + "9" * 400 + ".99",
    # More than can be written in words.
    "发票号码 开票日期 ¥1,234,567,890,123.00 ¥-1,234,567,890,123.00",
)


@pytest.mark.parametrize("text", _HOSTILE, ids=range(len(_HOSTILE)))
def test_a_hostile_text_is_read_at_once(text: str) -> None:
    assert read_invoice(text, ["," * 1_000_000, "01,32,,1" + "1" * 10_000]) is None


_FEN = st.integers(min_value=100, max_value=10**11)
_DAYS = st.integers(0, 3000).map(lambda days: date(2021, 1, 1) + timedelta(days))


@given(
    net=_FEN, share=st.integers(0, 17), day=_DAYS, order=st.sampled_from(ORDERS), old=st.booleans()
)
def test_whatever_it_says_is_read(net: int, share: int, day: date, order: Order, old: bool) -> None:
    kind = {"code": "031002600111", "number": "81532753", "kind": "10"} if old else {}
    made = MadeInvoice(issued_on=day, net_fen=net, tax_fen=net * share // 100, **kind)
    found = read_invoice(text_of(made, order), [made.qr])
    assert found is not None
    assert found.contradicted == ()
    assert (found.number, found.issued_on, found.total_fen) == (made.number, day, made.total_fen)


_PIECES = st.one_of(
    st.text(),
    st.sampled_from(
        ["价税合计", "(小写)", "合计", "名称:", "发票代码", "某某公司\n", "圆整", " ", "："]
    ),
    st.from_regex(r"¥? {0,9}-?\d{1,3}(,?\d{3}){0,6}\.\d\d", fullmatch=True),
    st.from_regex(r"20\d\d年\d{1,2}月\d{1,2}日", fullmatch=True),
)


@given(st.lists(_PIECES, max_size=12).map("".join), st.lists(st.text(), max_size=3))
def test_any_text_is_read_or_none(text: str, codes: list[str]) -> None:
    read_invoice(f"发票号码 开票日期 {text}", codes)


def test_a_name_keeps_the_brackets_of_the_register() -> None:
    made = MadeInvoice(seller=Party("某某（上海）软件有限公司", uscc()))
    assert told(read_invoice(text_of(made), [])) == meant(made)


def test_a_persons_number_is_no_firms_code() -> None:
    made = MadeInvoice(
        buyer=Party("某某", "11010519491231002X"), seller=Party("某某平台公司", uscc())
    )
    found = read_invoice(text_of(made), [])
    assert found is not None
    assert found.buyer.code is None
