"""What an invoice says otherwise than the application is told in words that its owner understands."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.rules.invoices.differences import StatedTerms, differences
from models.rules.invoices.invoice import Party, ReadInvoice

FIRM = Party("上海示例制造有限公司", "91310115MA1K35BX5A")
PLATFORM = Party("某某云平台服务有限公司", "91310115MA1K35BX6B")
INVOICE = ReadInvoice(
    number="24310000000000000001",
    issued_on=date(2026, 3, 5),
    total_fen=1_200_000,
    buyer=FIRM,
    seller=PLATFORM,
)
STATED = StatedTerms(
    firm=FIRM,
    platform=PLATFORM,
    fee_fen=1_200_000,
    paid_fen=600_000,
    signed_on=date(2026, 3, 1),
    invoiced_fen=1_200_000,
)
OTHER = Party("别家商贸有限公司", "91310115MA1K35BX7C")


def codes(invoice: ReadInvoice = INVOICE, stated: StatedTerms = STATED) -> list[tuple[str, str]]:
    return [(reason.field, reason.code) for reason in differences(invoice, stated)]


def test_what_agrees_is_not_told() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"buyer": OTHER}, [("buyer", "buyer_differs")]),
        ({"seller": OTHER}, [("seller", "seller_differs")]),
        ({"buyer": PLATFORM, "seller": FIRM}, [("buyer", "parties_swapped")]),
        ({"buyer": Party("个人")}, [("buyer", "buyer_differs")]),
        ({"total_fen": -1_200_000}, [("total_fen", "red_letter")]),
        ({"issued_on": date(2026, 2, 28)}, [("issued_on", "issued_before_signing")]),
        ({"contradicted": ("number",)}, [("number", "qr_contradicts")]),
        ({"buyer": Party(), "seller": Party(), "total_fen": None, "issued_on": None}, []),
        # A code outweighs a name: firms change theirs, and papers keep the old one.
        ({"buyer": Party("示例制造（上海）有限公司", FIRM.code)}, []),
        ({"total_fen": 600_000}, []),
    ],
)
def test_what_differs_is_told(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert codes(replace(INVOICE, **changes)) == expected


def test_a_fee_in_parts_is_compared_as_a_whole() -> None:
    part = replace(INVOICE, total_fen=400_000)
    assert codes(part) == []
    assert codes(part, replace(STATED, invoiced_fen=400_000)) == [("total_fen", "amount_differs")]


def test_a_part_of_what_is_not_known_may_be_right() -> None:
    unknown = replace(STATED, invoiced_fen=None)
    assert codes(replace(INVOICE, total_fen=400_000), unknown) == []
    more = codes(replace(INVOICE, total_fen=9_900_000), unknown)
    assert more == [("total_fen", "amount_differs")]


def test_what_was_not_typed_yet_is_not_compared() -> None:
    empty = StatedTerms(FIRM, None, None, None, None, None)
    assert codes(replace(INVOICE, seller=OTHER), empty) == []


def test_what_a_platform_sold_to_its_clients_has_any_buyer() -> None:
    """It applies for itself, with a list of clients, and signed up with no platform."""
    itself = StatedTerms(PLATFORM, None, None, None, None, None)
    assert codes(replace(INVOICE, buyer=OTHER), itself) == []
    assert codes(replace(INVOICE, buyer=OTHER, seller=FIRM), itself) == [("buyer", "buyer_differs")]


def test_the_words_name_both_sides() -> None:
    (reason,) = differences(replace(INVOICE, buyer=OTHER), STATED)
    assert reason.text.zh.startswith(
        "发票购买方是“别家商贸有限公司”，不是申请企业“上海示例制造有限公司”；请核对"
    )
