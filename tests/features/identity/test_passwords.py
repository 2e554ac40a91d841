"""What may be a password: long enough, not what everybody tries, not what is known of the account."""

import secrets

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.rules.guessable import remainder
from server.features.identity.passwords import check_new_password, normalised
from tests.world.accounts import account, add_account, log_in
from tests.world.application import World

WORDS = frozenset({"shuangtui", "双推", "zhang", "丽水", "lishui", "password", "admin"})


async def reasons(bare: World, password: str) -> list[str]:
    here = await account(bare, f"expert-{secrets.token_hex(4)}", "expert", district="徐汇区")
    pair = {"old_password": "correct horse battery", "new_password": password}
    answer = await here.call("POST", "/session/password", pair)
    return [] if answer.status == 204 else [error["code"] for error in answer.body["errors"]]


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        # The trial's own, each accepted on 28 November 2026.
        ("12345678", ["too_short"]),
        ("password1", ["too_short", "guessable"]),
        ("qwertyuiop", ["too_short", "common", "guessable"]),
        ("Passw0rd!", ["too_short", "guessable"]),
        ("shuangtui2026", ["guessable"]),
        # What everybody tries once twelve signs are asked for.
        ("123456789012", ["common"]),
        ("Password1234", ["common", "guessable"]),
        ("woaini1314520", ["common", "guessable"]),
        ("1qaz2wsx3edc", ["common"]),
        ("aaaaaaaaaaaaaaaa", ["common", "guessable"]),
        ("abcabcabcabcabc", ["guessable"]),
        ("Ｐａｓｓｗｏｒｄ１２３４", ["common", "guessable"]),
        # Known of the product, the role and the place of this account.
        ("Shu4ngtu1-2026!", ["guessable"]),
        ("双推平台徐汇区2026密码", ["guessable"]),
        ("Xuhui-Expert-2026", ["guessable"]),
        ("expert@2026!!", ["guessable"]),
        # Long and nobody's: no sign of any kind is asked for.
        ("quiet river stones", []),
        ("春江潮水连海平海上明月", ["too_short"]),
        ("春江潮水连海平海上明月共潮生", []),
        ("739205728461", []),
    ],
)
async def test_what_everybody_tries_first_is_refused(
    bare: World, password: str, codes: list[str]
) -> None:
    assert await reasons(bare, password) == codes


async def test_every_reason_says_what_to_do(bare: World) -> None:
    here = await account(bare, "expert-1", "expert")
    pair = {"old_password": "correct horse battery", "new_password": "password1234"}
    answer = await here.call("POST", "/session/password", pair)
    assert all("请" in error["message"] for error in answer.body["errors"]), answer.body


async def test_one_password_however_the_keyboard_writes_it(bare: World) -> None:
    await add_account(bare, "expert-1", "expert")
    (await log_in(bare, "expert-1", "ｃｏｒｒｅｃｔ　ｈｏｒｓｅ　ｂａｔｔｅｒｙ")).ok()
    (await log_in(bare, "expert-1", "CORRECT horse battery")).refused(401, "credentials_invalid")


@given(st.sampled_from(sorted(WORDS)), st.from_regex(r"[0-9!@#$%^&*._-]{0,12}", fullmatch=True))
def test_a_known_word_with_figures_is_always_seen(word: str, more: str) -> None:
    for typed in (word + more, more + word, word.upper() + more + word):
        left = remainder(typed, WORDS)
        assert left is not None
        assert left < 6


@given(st.text(max_size=40))
@example("İ")
@example("ﷺ" * 200)
def test_any_text_is_judged(typed: str) -> None:
    check_new_password(normalised(typed), WORDS)


def test_a_password_that_a_machine_made_passes() -> None:
    """As `up` makes them for the demonstration's accounts."""
    for _ in range(500):
        assert check_new_password(secrets.token_urlsafe(12), WORDS) == []
