"""Masks that are stored show a third at most, as those that are made now."""

from tortoise import migrations
from tortoise.migrations import operations as ops

# 6222****0123 stood for twelve digits or more, ****5678 for eight to eleven.
_ACCOUNTS = """
UPDATE {table} SET account_masked = CASE
       WHEN account_masked LIKE '*%' THEN repeat('*', 6) || right(account_masked, 2)
       ELSE repeat('*', 8) || right(account_masked, 4) END
 WHERE account_masked ~ '^[0-9]{{4}}[*]{{4}}[0-9]{{4}}$' OR account_masked ~ '^[*]{{4}}[0-9]{{4}}$'
"""
# Numbers of abroad were shown without their country code, by their first three and last four.
_PHONES = """
UPDATE users u SET phone_masked = repeat('*', length(phone_masked) - m.shown)
                                  || right(phone_masked, m.shown)
  FROM (SELECT id, least(4, length(phone_masked) / 3) AS shown FROM users) m
 WHERE m.id = u.id AND phone_masked NOT LIKE '+%' AND phone_masked !~ '^1[0-9]{2}[*]{4}[0-9]{4}$'
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0011_code_basis")]

    operations = [
        ops.RunSQL(_ACCOUNTS.format(table="payees"), reverse_sql=""),
        ops.RunSQL(_ACCOUNTS.format(table="payout_lines"), reverse_sql=""),
        ops.RunSQL(_PHONES, reverse_sql=""),
    ]
