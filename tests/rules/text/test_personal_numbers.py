"""Numbers of persons are masked in what people write; numbers of firms, papers and amounts are not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.resident_number import is_resident_number
from models.rules.text.personal_numbers import mask_personal
from models.rules.uscc import ALPHABET, check_character, check_uscc

DIGITS = st.text("0123456789", min_size=0, max_size=19)
WORDS = st.text("申诉人认为合同与发票不符，。abc \n:：（）", max_size=12)


def resident_number(place: str, born: date, order: int) -> str:
    """With the check sign of GB 11643."""
    body = f"{place}{born:%Y%m%d}{order:03}"
    total = sum(int(digit) * (2 ** (17 - at) % 11) for at, digit in enumerate(body))
    return body + "10X98765432"[total % 11]


def luhn(body: str) -> str:
    """The number with the check digit that makes it a card's."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        twice = int(digit) * (2 if place % 2 == 0 else 1)
        total += twice // 10 + twice % 10
    return body + str(-total % 10)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("身份证11010519491231002X不对", "身份证**************002X不对"),
        ("ID11010519491231002x", "ID**************002X"),
        ("110105 1949 1231 002X", "**************002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "**************002X"),
        ("身份证号码：110105491231002", "身份证号码：***********1002"),
        ("身份证号110105194912310021，写错一位", "身份证号**************0021，写错一位"),
        ("账号 6217001111111111 不对", "账号 ************1111 不对"),
        ("收款账户：3100 1520 3130 5000 1234 56", "收款账户：******************3456"),
        ("手机13812345678，请回电", "手机138****5678，请回电"),
        ("合同联系人电话１３８１２３４５６７８", "合同联系人电话138****5678"),
        ("+86 138-1234-5678", "+86 138****5678"),
        ("008613812345678", "0086138****5678"),
        ("13812345678 13987654321", "138****5678 139****4321"),
        ("138 1234 5678 139 8765 4321", "138****5678 139****4321"),
        ("13812345678分机 2", "138****5678分机 2"),
        ("2026-03-05 13812345678 3 天前", "2026-03-05 138****5678 3 天前"),
        ("卡号6222021234567890128", "卡号***************0128"),
        ("6222 0212 3456 7890 128", "***************0128"),
        ("4111-1111-1111-1111", "************1111"),
    ],
)
def test_numbers_of_persons(typed: str, kept: str) -> None:
    assert mask_personal(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "统一社会信用代码 91310115MA1K4BN01X",
        "合同 HT20260305001 与 HT13812345678",
        "合同编号13812345678",
        "订单号：4111111111111111",
        "发票代码 031001900111 发票号码 12345678",
        "数电票 24312000000012345678",
        "数电票 2431 2000 0000 1234 5678",
        "数电票 4111 1111 1111 1111 1234",
        "金额 13800000000 元",
        "金额 13800000000.00",
        "2026-03-05 09:30 至 2026-03-06",
        "旧注册号 110105491231002",
        "021-12345678",
        "12812345678",
        "6222021234567890127",
        "110105194912310021",
    ],
)
def test_numbers_of_papers_firms_and_amounts(typed: str) -> None:
    assert mask_personal(typed) == typed


@given(
    body=st.tuples(
        st.sampled_from(["91310115", "91330106", "92110105", "51310000", "12310000", "93320106"]),
        st.text("0123456789", min_size=9, max_size=9) | st.text(ALPHABET, min_size=9, max_size=9),
    ),
    before=WORDS,
    after=WORDS,
)
def test_no_code_of_a_firm_is_hurt(body: tuple[str, str], before: str, after: str) -> None:
    code = "".join(body)
    code += check_character(code)
    written = f"{before} {code} {after}"
    assert mask_personal(written) == written


@given(
    born=st.dates(date(1930, 1, 1), date(2015, 1, 1)),
    order=st.integers(1, 999),
    place=st.sampled_from(["310101", "110105", "440305", "650102"]),
    before=WORDS,
    after=WORDS,
)
def test_every_resident_number_goes(
    born: date, order: int, place: str, before: str, after: str
) -> None:
    number = resident_number(place, born, order)
    assert is_resident_number(number)
    assert number not in mask_personal(f"{before} {number} {after}")


@given(body=st.from_regex(r"(62\d{13,16}|9558\d{14}|4\d{14})", fullmatch=True), before=WORDS)
def test_every_card_goes_unless_its_number_is_a_firms(body: str, before: str) -> None:
    card = luhn(body)
    masked = mask_personal(f"{before}卡号 {card}")
    assert card not in masked or (len(card) == 18 and check_uscc(card) is None)


@given(
    st.lists(WORDS | DIGITS | st.sampled_from(["13812345678", "11010519491231002X"]), max_size=8)
)
def test_what_is_masked_stays_as_it_is_and_no_longer(parts: list[str]) -> None:
    once = mask_personal("".join(parts))
    assert mask_personal(once) == once
    assert len(once) <= len("".join(parts))
