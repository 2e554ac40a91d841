"""An account is verified by two persons; a changed one may wait for its platform's second person."""

from typing import Any

from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

_CURRENT = "replaced_at IS NULL AND NOT proposed"
_PROPOSED = "replaced_at IS NULL AND proposed"
_STATE = (
    "(state = 'verified') = (verified_at IS NOT NULL)"
    " AND (state = 'refused') = (refused_at IS NOT NULL)"
)
_TWO_PERSONS = (
    "state <> 'verified' OR basis IN ('seed', 'paid') OR (basis IS NOT NULL AND reference IS NOT NULL"
    " AND checked_by_id IS NOT NULL AND verified_by_id IS NOT NULL AND checked_by_id <> verified_by_id)"
)

# What the treasury has paid to in its owner's registered name, the bank has matched with that name.
_KNOWN = """
UPDATE payees SET state = 'verified', basis = 'seed' WHERE verified_at IS NOT NULL;
UPDATE payees y SET state = 'verified', basis = 'paid', verified_at = b.at
  FROM (SELECT l.payee_id, min(p.confirmed_at) AS at
          FROM payout_lines l JOIN payouts p ON p.id = l.payout_id
         WHERE l.state = 'paid' GROUP BY l.payee_id) b
 WHERE b.payee_id = y.id AND y.verified_at IS NULL AND compared(y.name) = coalesce(
       (SELECT e.name_compared FROM enterprises e WHERE e.id = y.enterprise_id),
       (SELECT coalesce(e.name_compared, o.name_compared)
          FROM organisations o
          LEFT JOIN platforms f ON f.organisation_id = o.id
          LEFT JOIN enterprises e ON e.id = f.enterprise_id
         WHERE o.id = y.organisation_id));
"""
_GUARDS = f"""
DROP INDEX payees_current;
DROP INDEX payees_firm;
CREATE UNIQUE INDEX payees_current ON payees (organisation_id) WHERE {_CURRENT};
CREATE UNIQUE INDEX payees_firm ON payees (enterprise_id) WHERE {_CURRENT};
CREATE UNIQUE INDEX payees_proposed ON payees (organisation_id) WHERE {_PROPOSED};
ALTER TABLE payees ADD CONSTRAINT payees_state CHECK ({_STATE});
ALTER TABLE payees ADD CONSTRAINT payees_two_persons CHECK ({_TWO_PERSONS});
-- Where money goes is named anew, never rewritten; the cipher alone moves, to another key.
REVOKE UPDATE, DELETE, TRUNCATE ON payees FROM shuangtui_app, shuangtui_worker;
GRANT UPDATE (account_cipher, proposed, confirmed_by_id, state, basis, reference, checked_at,
              checked_by_id, verified_at, verified_by_id, refused_at, refused_by_id, refusal,
              replaced_at) ON payees TO shuangtui_app, shuangtui_worker;
"""


def _add(name: str, field: fields.Field[Any]) -> ops.AddField:
    return ops.AddField(model_name="Payee", name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [("models", "0015_tenants")]

    operations = [
        _add("changed_by_id", fields.UUIDField(null=True)),
        _add("proposed", fields.BooleanField(default=False, db_default=False)),
        _add("confirmed_by_id", fields.UUIDField(null=True)),
        _add(
            "state",
            fields.CharField(max_length=12, default="unverified", db_default="unverified"),
        ),
        _add("basis", fields.CharField(max_length=20, null=True)),
        _add("reference", fields.CharField(max_length=80, null=True)),
        _add("checked_at", fields.DatetimeField(null=True)),
        _add("checked_by_id", fields.UUIDField(null=True)),
        _add("verified_by_id", fields.UUIDField(null=True)),
        _add("refused_at", fields.DatetimeField(null=True)),
        _add("refused_by_id", fields.UUIDField(null=True)),
        _add("refusal", fields.TextField(null=True)),
        ops.AddField(
            model_name="Payout", name="platform_id", field=fields.UUIDField(null=True)
        ),
        ops.AlterModelOptions(
            name="Payee",
            options={
                "table": "payees",
                "app": "models",
                "constraints": [
                    UniqueConstraint(
                        fields=("organisation_id",), name="payees_current", condition=_CURRENT
                    ),
                    UniqueConstraint(
                        fields=("enterprise_id",), name="payees_firm", condition=_CURRENT
                    ),
                    UniqueConstraint(
                        fields=("organisation_id",), name="payees_proposed", condition=_PROPOSED
                    ),
                    CheckConstraint(check=_STATE, name="payees_state"),
                    CheckConstraint(check=_TWO_PERSONS, name="payees_two_persons"),
                    CheckConstraint(
                        check="num_nonnulls(organisation_id, enterprise_id) = 1",
                        name="payees_whose",
                    ),
                ],
                "pk_attr": "id",
                "table_description": "Where a platform's or a firm's own money goes; exactly one of the two.",
            },
        ),
        ops.RunSQL(_KNOWN, reverse_sql=""),
        ops.RunSQL(_GUARDS, reverse_sql=""),
    ]
