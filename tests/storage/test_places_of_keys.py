"""Every column that a key has to do with has its place in a change of keys; a new one must take it."""

from collections.abc import Iterator
from importlib import import_module

from tortoise import fields
from tortoise.models import Model

from models.tables import MODULES

WRAPPED = {"person_keys.wrapped", "payees.account_cipher", "payout_lines.account_cipher"}
"""Hold a data key under a master key: server/features/keys/wrapped.py goes through them."""
UNDER_PERSON_KEY = {
    *("users.totp_cipher", "users.openid_cipher", "users.unionid_cipher"),
    *("users.session_key_cipher", "users.phone_cipher", "users.email_cipher"),
    "users.contact_cipher",
}
"""Encrypted by the person's own key, which stays when it is wrapped anew."""
NO_SECRET = {
    *("audit.prev_hash", "audit.hash", "receipt_keys.public_key"),
    *("uploads.sha256s", "uploads.rest_sha256", "platform_pictures.content"),
}
REHASHED = {"users.openid_index", "users.phone_index", "enterprises.declared_phone_index"}
"""Keyed hashes: server/features/keys/reindex.py makes them anew."""
SHORT_LIVED = {"login_failures.account_index", "login_failures.address_index"}
"""Count for a quarter of an hour: counting begins anew."""


NOT_REHASHED = {"evidence.payer_account_index"}
"""Its number is kept nowhere: what was read under an older key is compared with nothing read later."""


def _columns() -> Iterator[tuple[str, str, fields.Field[object]]]:
    for name in MODULES:
        for table in vars(import_module(name)).values():
            if isinstance(table, type) and issubclass(table, Model) and table is not Model:
                if table.__module__ != name:
                    continue
                for column, field in table._meta.fields_map.items():
                    yield str(table._meta.db_table or table.Meta.table), column, field


def test_every_cipher_has_its_place() -> None:
    found = {
        f"{table}.{column}"
        for table, column, field in _columns()
        if isinstance(field, fields.BinaryField) or column.endswith(("_cipher", "wrapped"))
    }
    assert found == WRAPPED | UNDER_PERSON_KEY | NO_SECRET


def test_every_keyed_hash_has_its_place() -> None:
    found = {f"{table}.{column}" for table, column, _ in _columns() if column.endswith("_index")}
    assert found == REHASHED | SHORT_LIVED | NOT_REHASHED
