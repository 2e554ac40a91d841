"""A payer's account is read off a receipt, or left open."""

import pytest

from models.rules.payer_account import read_payer_account

OWN, OTHER = "31050161364000001234", "6222021001116245702"


@pytest.mark.parametrize(
    "text",
    [
        f"付款人账号：{OWN}\n收款人账号：{OTHER}",
        f"付款账号 3105 0161 3640 0000 1234 收款账号 {OTHER}",
        f"付 款 人 帐 号: {OWN}",
        f"付款方账户：{OWN}",
        f"付款人\n全称\n某某有限公司\n账号\n{OWN}\n开户行\n收款人\n全称\n平台\n账号\n{OTHER}",
        "付款账号：３１０５０１６１３６４０００００１２３４",
        f"付款人账号：{OWN}（第一联）付款人账号：{OWN}（第二联）",
    ],
)
def test_it_is_found_however_it_is_printed(text: str) -> None:
    assert read_payer_account(text) == OWN


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"收款人账号：{OTHER}",
        f"收款人 平台 账号 {OTHER}",
        f"付款人 某某有限公司 收款人 平台 账号 {OTHER}",
        "付款人账号：6222****5702",
        "付款账号：1234",
        f"付款人账号：{OWN} 付款人账号：{OTHER}",
        "付款" * 20_000,
    ],
)
def test_what_may_be_another_is_left_open(text: str) -> None:
    assert read_payer_account(text) is None
