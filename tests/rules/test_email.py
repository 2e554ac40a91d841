"""Which addresses are taken, and how one is shown."""

import pytest

from models.rules.text.email import is_email, mask_email


@pytest.mark.parametrize(
    "address", ["wang.fang@example.cn", "a@b.co", "x+y_z@mail.gov.cn", f"{'a' * 64}@example.cn"]
)
def test_addresses_are_taken(address: str) -> None:
    assert is_email(address)


@pytest.mark.parametrize(
    "wrong",
    [
        *("", "wang", "wang@", "@example.cn", "wang@localhost", "a..b@example.cn", ".a@example.cn"),
        *("wang@example.cn\n", "wang@example.cn\r\nBcc: x@y.zz", "a@example.cn,b@example.cn"),
        *("王@example.cn", "a b@example.cn", "<a@example.cn>", "a@-example.cn", "a@example.c"),
        *(f"{'a' * 65}@example.cn", f"a@{'b.' * 130}cn"),
    ],
)
def test_what_is_none_is_refused(wrong: str) -> None:
    assert not is_email(wrong)


def test_at_most_a_third_of_the_name_is_shown() -> None:
    assert mask_email("wang.fang@example.cn") == "wan******@example.cn"
    assert mask_email("ab@example.cn") == "**@example.cn"
