"""Personal data opens only for its person, purpose and keys, and never after erasure."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import Erased, Undecipherable
from storage.postgres.core.keyring import Keyring, WrappedKey

OLD, NEW, INDEX = b"o" * 32, b"n" * 32, b"i" * 32
ANNA, BEN = UUID(int=1), UUID(int=2)
PHONE = "13812341234"


def ring(current: str = "2026a", **keys: bytes) -> Keyring:
    return Keyring(keys or {"2026a": OLD}, current, INDEX)


@given(st.text(), st.text(max_size=40))
def test_what_is_encrypted_comes_back(plaintext: str, purpose: str) -> None:
    keyring = ring()
    wrapped = keyring.new_person_key(ANNA)
    sealed = keyring.encrypt(wrapped, purpose, plaintext)
    assert keyring.decrypt(wrapped, purpose, sealed) == plaintext


def test_two_encryptions_of_one_value_differ_and_hide_it() -> None:
    keyring = ring()
    wrapped = keyring.new_person_key(ANNA)
    first, second = (keyring.encrypt(wrapped, "phone", PHONE) for _ in range(2))
    assert first != second
    assert PHONE.encode() not in first


def test_every_person_gets_a_key_of_their_own() -> None:
    keyring = ring()
    anna, ben = keyring.new_person_key(ANNA), keyring.new_person_key(BEN)
    sealed = keyring.encrypt(anna, "phone", PHONE)
    with pytest.raises(Undecipherable):
        keyring.decrypt(ben, "phone", sealed)


def test_ciphertext_is_bound_to_its_purpose() -> None:
    keyring = ring()
    wrapped = keyring.new_person_key(ANNA)
    sealed = keyring.encrypt(wrapped, "phone", PHONE)
    with pytest.raises(Undecipherable):
        keyring.decrypt(wrapped, "openid", sealed)


def test_wrapped_key_is_bound_to_its_person() -> None:
    keyring = ring()
    wrapped = keyring.new_person_key(ANNA)
    sealed = keyring.encrypt(wrapped, "phone", PHONE)
    with pytest.raises(Undecipherable):
        keyring.decrypt(replace(wrapped, person_id=BEN), "phone", sealed)


def test_ciphertext_is_bound_to_its_person_even_under_the_same_data_key() -> None:
    keyring = ring()
    anna = keyring.new_person_key(ANNA)
    sealed = keyring.encrypt(anna, "phone", PHONE)
    twin = keyring._wrap(BEN, anna.blob[:8], keyring._data_key(anna))
    assert keyring.encrypt(twin, "phone", PHONE)
    with pytest.raises(Undecipherable):
        keyring.decrypt(twin, "phone", sealed)


def test_any_changed_or_missing_byte_is_noticed() -> None:
    keyring = ring()
    wrapped = keyring.new_person_key(ANNA)
    sealed = keyring.encrypt(wrapped, "phone", PHONE)
    for at in range(len(sealed)):
        changed = bytes([*sealed[:at], sealed[at] ^ 1, *sealed[at + 1 :]])
        for broken in (changed, sealed[:at]):
            with pytest.raises(Undecipherable):
                keyring.decrypt(wrapped, "phone", broken)


def test_any_changed_or_missing_byte_of_a_wrapped_key_is_noticed() -> None:
    wrapped = ring().new_person_key(ANNA)
    for at in range(len(wrapped.blob)):
        changed = bytes([*wrapped.blob[:at], wrapped.blob[at] ^ 1, *wrapped.blob[at + 1 :]])
        for broken in (changed, wrapped.blob[:at]):
            with pytest.raises(Undecipherable):
                ring().encrypt(replace(wrapped, blob=broken), "phone", PHONE)


def test_erasure_is_the_loss_of_the_wrapped_key() -> None:
    keyring = ring()
    wrapped = keyring.new_person_key(ANNA)
    sealed = keyring.encrypt(wrapped, "phone", PHONE)
    assert keyring.decrypt(wrapped, "phone", sealed) == PHONE
    with pytest.raises(Erased):
        keyring.decrypt(None, "phone", sealed)
    with pytest.raises(Erased):
        keyring.encrypt(None, "phone", PHONE)
    with pytest.raises(Undecipherable):
        keyring.decrypt(keyring.new_person_key(ANNA), "phone", sealed)


def test_old_master_key_still_opens_and_new_keys_use_the_current_one() -> None:
    wrapped = ring().new_person_key(ANNA)
    sealed = ring().encrypt(wrapped, "phone", PHONE)
    both = Keyring({"2026a": OLD, "2026b": NEW}, "2026b", INDEX)
    assert both.decrypt(wrapped, "phone", sealed) == PHONE
    assert both.new_person_key(BEN).key_id == "2026b"


def test_another_master_key_under_the_same_id_opens_nothing() -> None:
    wrapped = ring().new_person_key(ANNA)
    with pytest.raises(Undecipherable):
        Keyring({"2026a": NEW}, "2026a", INDEX).encrypt(wrapped, "phone", PHONE)


def test_forgetting_changes_no_answer() -> None:
    keyring = ring()
    wrapped = keyring.new_person_key(ANNA)
    sealed = keyring.encrypt(wrapped, "phone", PHONE)
    keyring.forget()
    assert keyring.decrypt(wrapped, "phone", sealed) == PHONE


def test_index_finds_equal_values_of_one_purpose_only() -> None:
    index = ring().index("phone", PHONE)
    assert len(index) == 32
    assert index == ring().index("phone", PHONE)
    assert index != ring().index("openid", PHONE)
    assert index != ring().index("phone", "13812341235")
    assert ring().index("ab", "c") != ring().index("a", "bc")
    assert index != Keyring({"2026a": OLD}, "2026a", b"j" * 32).index("phone", PHONE)


@pytest.mark.parametrize(
    ("keys", "current", "index_key"),
    [
        ({"a": OLD}, "b", INDEX),
        ({}, "a", INDEX),
        ({"a": b"short"}, "a", INDEX),
        ({"a": OLD, "b": OLD + b"x"}, "a", INDEX),
        ({"a": OLD}, "a", b"short"),
    ],
)
def test_unusable_keys_are_refused_at_once(
    keys: dict[str, bytes], current: str, index_key: bytes
) -> None:
    with pytest.raises(ValueError, match="key"):
        Keyring(keys, current, index_key)


def test_key_material_is_not_in_the_representation() -> None:
    wrapped = WrappedKey(ANNA, "2026a", b"hidden-bytes")
    assert "hidden" not in repr(wrapped)
