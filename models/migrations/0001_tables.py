from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from models.tables.ids import new_id
from tortoise.contrib.postgres.fields import ArrayField, TSVectorField
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="AuditComment",
            fields=[
                ("audit_id", fields.BigIntField(primary_key=True, unique=True, db_index=True)),
                ("text", fields.TextField(unique=False)),
            ],
            options={
                "table": "audit_comments",
                "app": "models",
                "pk_attr": "audit_id",
                "table_description": "The words that belong to an audit line; apart, because they may hold personal data.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AuditLine",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("subject_kind", fields.CharField(max_length=16)),
                ("subject_id", fields.UUIDField()),
                ("seq", fields.IntField()),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("actor_id", fields.UUIDField(null=True)),
                ("actor_role", fields.CharField(max_length=12)),
                ("event", fields.CharField(max_length=40)),
                ("detail", fields.TextField(unique=False)),
                ("prev_hash", fields.BinaryField()),
                ("hash", fields.BinaryField()),
            ],
            options={
                "table": "audit",
                "app": "models",
                "constraints": [
                    UniqueConstraint(
                        fields=("subject_kind", "subject_id", "seq"), name="audit_chain"
                    )
                ],
                "pk_attr": "id",
                "table_description": "Append-only, one chain per subject; written by the database function `append_audit`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CreditRecord",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                ("uscc", fields.CharField(max_length=18)),
                ("application_id", fields.UUIDField(null=True)),
                ("reason", fields.TextField(unique=False)),
                ("recover_fen", fields.BigIntField(default=0)),
                ("recorded_by_id", fields.UUIDField()),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "blocks_until",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("lifted_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "credit_records",
                "app": "models",
                "indexes": [Index(fields=["uscc"])],
                "pk_attr": "id",
                "table_description": "An entry for the city's public credit platform after a violation (notice, 四(三)).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Enterprise",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                ("uscc", fields.CharField(unique=True, max_length=18)),
                ("name", fields.CharField(max_length=120)),
                ("district", fields.CharField(max_length=40)),
                ("sector", fields.CharField(max_length=40)),
                ("employees", fields.IntField()),
                ("annual_revenue_fen", fields.BigIntField()),
                ("registered_on", fields.DateField()),
                ("registered_city", fields.CharField(max_length=40)),
                ("in_service_zone", fields.BooleanField()),
                ("state", fields.CharField(max_length=16)),
                ("declared_phone_index", fields.CharField(null=True, max_length=64)),
                (
                    "verified_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("verified_by_id", fields.UUIDField(null=True)),
                ("version", fields.IntField(default=1)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "enterprises",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A firm by its unified social credit code (GB 32100-2015).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Dispute",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "enterprise",
                    fields.ForeignKeyField(
                        "models.Enterprise",
                        source_field="enterprise_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="disputes",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("raised_by_id", fields.UUIDField()),
                ("reason", fields.TextField(unique=False)),
                ("state", fields.CharField(default="open", max_length=12)),
                ("raised_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("decided_by_id", fields.UUIDField(null=True)),
                ("decision", fields.TextField(null=True, unique=False)),
            ],
            options={
                "table": "disputes",
                "app": "models",
                "constraints": [
                    UniqueConstraint(
                        fields=("enterprise_id", "raised_by_id"),
                        name="disputes_open_once",
                        condition="state = 'open'",
                    )
                ],
                "indexes": [Index(fields=["enterprise_id"])],
                "pk_attr": "id",
                "table_description": "Somebody says that another person holds their firm; `state`: open, upheld, dismissed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Entitlement",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                ("uscc", fields.CharField(max_length=18)),
                ("exclusion", fields.CharField(max_length=160)),
                ("slot", fields.SmallIntField(default=1)),
                ("application_id", fields.UUIDField()),
                ("taken_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "released_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("waiver_reason", fields.TextField(null=True, unique=False)),
            ],
            options={
                "table": "entitlements",
                "app": "models",
                "constraints": [
                    UniqueConstraint(
                        fields=("uscc", "exclusion", "slot"),
                        name="entitlements_once",
                        condition="released_at IS NULL",
                    )
                ],
                "indexes": [Index(fields=["application_id"])],
                "pk_attr": "id",
                "table_description": "A slot that a firm takes under an exclusion, from submission until it is released.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="EvidenceView",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("evidence_id", fields.UUIDField()),
                ("user_id", fields.UUIDField()),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "evidence_views",
                "app": "models",
                "indexes": [Index(fields=["evidence_id"])],
                "pk_attr": "id",
                "table_description": "That a person was given the bytes of a file; append-only.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="IdempotencyRecord",
            fields=[
                (
                    "key_hash",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64),
                ),
                ("body_hash", fields.CharField(max_length=64)),
                ("status", fields.SmallIntField()),
                ("resource_id", fields.UUIDField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "idempotency_records",
                "app": "models",
                "indexes": [Index(fields=["created_at"])],
                "pk_attr": "key_hash",
                "table_description": "A POST that succeeded under an `Idempotency-Key`; a repeat is answered with the same resource.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "enterprise",
                    fields.ForeignKeyField(
                        "models.Enterprise",
                        source_field="enterprise_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="invitations",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
                ("invited_by_id", fields.UUIDField()),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("used_by_id", fields.UUIDField(null=True)),
            ],
            options={
                "table": "invitations",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A single-use invitation to act for a firm, valid 72 hours; only its hash is kept.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="LoginFailure",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                ("account_index", fields.CharField(max_length=64)),
                ("address_index", fields.CharField(max_length=64)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "login_failures",
                "app": "models",
                "indexes": [
                    Index(fields=["account_index", "at"]),
                    Index(fields=["address_index", "at"]),
                ],
                "pk_attr": "id",
                "table_description": "A refused staff login, counted per account and per address (both only as keyed hashes).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                ("kind", fields.CharField(max_length=16)),
                ("name", fields.CharField(max_length=120)),
                ("district", fields.CharField(null=True, max_length=40)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "organisations",
                "app": "models",
                "constraints": [
                    UniqueConstraint(fields=("kind", "name"), name="organisations_kind_name")
                ],
                "pk_attr": "id",
                "table_description": "A body that people act for: `kind` is platform, district, auditor, expert, authority, operator.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Payee",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "organisation",
                    fields.ForeignKeyField(
                        "models.Organisation",
                        source_field="organisation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="payees",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(max_length=120)),
                ("bank", fields.CharField(max_length=120)),
                ("account_cipher", fields.BinaryField()),
                ("account_masked", fields.CharField(max_length=40)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "verified_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                (
                    "replaced_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "payees",
                "app": "models",
                "constraints": [
                    UniqueConstraint(
                        fields=("organisation_id",),
                        name="payees_current",
                        condition="replaced_at IS NULL",
                    )
                ],
                "pk_attr": "id",
                "table_description": "Where a platform's money goes; account data encrypted under the deployment's own data key.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Platform",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "organisation",
                    fields.OneToOneField(
                        "models.Organisation",
                        source_field="organisation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="platform",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(max_length=120)),
                ("summary", fields.CharField(max_length=500)),
                ("district", fields.CharField(max_length=40)),
                ("categories", ArrayField(default=list, element_type="TEXT")),
                ("contact", fields.CharField(null=True, max_length=120)),
                ("search", TSVectorField(null=True, source_fields=(), stored=False)),
                ("version", fields.IntField(default=1)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "platforms",
                "app": "models",
                "pk_attr": "id",
                "table_description": "An accredited platform enterprise as SMEs see it; `search` holds the bigrams of its texts.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "platform",
                    fields.ForeignKeyField(
                        "models.Platform",
                        source_field="platform_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="batches",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("edition_id", fields.CharField(max_length=80)),
                ("track", fields.CharField(max_length=40)),
                ("state", fields.CharField(default="queued", max_length=12)),
                ("manifest_object", fields.CharField(max_length=120)),
                ("manifest_sha256", fields.CharField(max_length=64)),
                ("archive_object", fields.CharField(max_length=120)),
                ("archive_sha256", fields.CharField(max_length=64)),
                ("rows", fields.IntField(default=0)),
                ("accepted", fields.IntField(default=0)),
                ("rejected", fields.IntField(default=0)),
                ("created_by_id", fields.UUIDField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "batches",
                "app": "models",
                "constraints": [
                    UniqueConstraint(
                        fields=(
                            "platform_id",
                            "edition_id",
                            "track",
                            "manifest_sha256",
                            "archive_sha256",
                        ),
                        name="batches_same_once",
                    )
                ],
                "pk_attr": "id",
                "table_description": "One manifest with one archive; `state`: queued, checking, importing, done, failed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="BatchRow",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "batch",
                    fields.ForeignKeyField(
                        "models.Batch",
                        source_field="batch_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="row_set",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("number", fields.IntField()),
                (
                    "cells",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("state", fields.CharField(default="waiting", max_length=12)),
                (
                    "reasons",
                    fields.JSONField(
                        null=True,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("application_id", fields.UUIDField(null=True)),
            ],
            options={
                "table": "batch_rows",
                "app": "models",
                "constraints": [
                    UniqueConstraint(fields=("batch_id", "number"), name="batch_rows_number")
                ],
                "pk_attr": "id",
                "table_description": "One row of a manifest and what became of it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "platform",
                    fields.ForeignKeyField(
                        "models.Platform",
                        source_field="platform_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="plans",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("title", fields.CharField(max_length=120)),
                ("description", fields.CharField(max_length=1000)),
                ("fee_fen", fields.BigIntField()),
                ("period_months", fields.IntField()),
                ("supersedes_id", fields.UUIDField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "withdrawn_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "plans",
                "app": "models",
                "indexes": [Index(fields=["platform_id"])],
                "pk_attr": "id",
                "table_description": "One version of a plan; a change makes a new row with `supersedes_id`, so pinned prices stay.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Programme",
            fields=[
                (
                    "code",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64),
                ),
                ("title", fields.CharField(max_length=200)),
                ("region", fields.CharField(max_length=40)),
                (
                    "authority",
                    fields.ForeignKeyField(
                        "models.Organisation",
                        source_field="authority_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="programmes",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "programmes",
                "app": "models",
                "pk_attr": "code",
                "table_description": "A standing policy, e.g. `sh-shuangtui`, and the authority that decides it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Edition",
            fields=[
                (
                    "code",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=80),
                ),
                (
                    "programme",
                    fields.ForeignKeyField(
                        "models.Programme",
                        source_field="programme_id",
                        db_constraint=True,
                        to_field="code",
                        related_name="editions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("year", fields.IntField()),
                ("opens_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("closes_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("current_version_id", fields.UUIDField(null=True)),
            ],
            options={
                "table": "editions",
                "app": "models",
                "indexes": [Index(fields=["programme_id"])],
                "pk_attr": "code",
                "table_description": "One year's run of a programme; `closed_at` is set when it was closed by hand.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Participation",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "platform",
                    fields.ForeignKeyField(
                        "models.Platform",
                        source_field="platform_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="participations",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "edition",
                    fields.ForeignKeyField(
                        "models.Edition",
                        source_field="edition_id",
                        db_constraint=True,
                        to_field="code",
                        related_name="participations",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("track", fields.CharField(max_length=40)),
                ("since_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "withdrawn_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("reason", fields.TextField(null=True, unique=False)),
            ],
            options={
                "table": "participations",
                "app": "models",
                "constraints": [
                    UniqueConstraint(
                        fields=("platform_id", "edition_id", "track"),
                        name="participations_once",
                        condition="withdrawn_at IS NULL",
                    )
                ],
                "indexes": [Index(fields=["edition_id", "platform_id"])],
                "pk_attr": "id",
                "table_description": "That a platform takes part in a track of an edition (its funding mode).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Payout",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "edition",
                    fields.ForeignKeyField(
                        "models.Edition",
                        source_field="edition_id",
                        db_constraint=True,
                        to_field="code",
                        related_name="payouts",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("track", fields.CharField(null=True, max_length=40)),
                ("state", fields.CharField(default="open", max_length=12)),
                ("total_fen", fields.BigIntField()),
                ("created_by_id", fields.UUIDField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("confirmed_by_id", fields.UUIDField(null=True)),
                (
                    "confirmed_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("paid_on", fields.DateField(null=True)),
                ("voucher_no", fields.CharField(null=True, max_length=80)),
            ],
            options={
                "table": "payouts",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One payment order; `state`: open (lines waiting for the treasury), confirmed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PayoutLine",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "payout",
                    fields.ForeignKeyField(
                        "models.Payout",
                        source_field="payout_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="lines",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.IntField()),
                ("platform_id", fields.UUIDField(null=True)),
                ("payee_id", fields.UUIDField()),
                ("payee_name", fields.CharField(max_length=120)),
                ("bank", fields.CharField(max_length=120)),
                ("account_cipher", fields.BinaryField()),
                ("account_masked", fields.CharField(max_length=40)),
                ("amount_fen", fields.BigIntField()),
                ("state", fields.CharField(default="open", max_length=8)),
                ("failure", fields.TextField(null=True, unique=False)),
            ],
            options={
                "table": "payout_lines",
                "app": "models",
                "constraints": [
                    UniqueConstraint(fields=("payout_id", "number"), name="payout_lines_number"),
                    CheckConstraint(check="amount_fen > 0", name="payout_lines_positive"),
                ],
                "pk_attr": "id",
                "table_description": "One transfer to one payee, with the account copied as it was; `state`: open, paid, failed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PayoutItem",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "line",
                    fields.ForeignKeyField(
                        "models.PayoutLine",
                        source_field="line_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="items",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("application_id", fields.UUIDField()),
                ("amount_fen", fields.BigIntField()),
                ("live", fields.BooleanField(default=True)),
            ],
            options={
                "table": "payout_items",
                "app": "models",
                "constraints": [
                    UniqueConstraint(
                        fields=("application_id",), name="payout_items_live_once", condition="live"
                    )
                ],
                "indexes": [Index(fields=["line_id"])],
                "pk_attr": "id",
                "table_description": "One application on a line; an application is on at most one live line.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Pool",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "edition",
                    fields.ForeignKeyField(
                        "models.Edition",
                        source_field="edition_id",
                        db_constraint=True,
                        to_field="code",
                        related_name="pools",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("code", fields.CharField(max_length=40)),
                ("budget_fen", fields.BigIntField(null=True)),
                ("places", fields.IntField(null=True)),
                ("order", fields.CharField(source_field="order_by", max_length=8)),
                ("last_award", fields.CharField(max_length=8)),
                ("last_award_min_fen", fields.BigIntField(default=0)),
                ("locked_fen", fields.BigIntField(default=0)),
                ("locked_places", fields.IntField(default=0)),
                ("version", fields.BigIntField(default=1)),
                ("epoch", fields.BigIntField(default=1)),
                ("recorded_epoch", fields.BigIntField(default=0)),
                ("recorded_revision", fields.BigIntField(default=0)),
                (
                    "recorded_figures",
                    fields.JSONField(
                        null=True,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                (
                    "recorded_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "pools",
                "app": "models",
                "constraints": [
                    UniqueConstraint(fields=("edition_id", "code"), name="pools_code"),
                    CheckConstraint(
                        check="locked_fen >= 0 AND (budget_fen IS NULL OR locked_fen <= budget_fen)",
                        name="pools_locked_within_budget",
                    ),
                    CheckConstraint(
                        check="locked_places >= 0 AND (places IS NULL OR locked_places <= places)",
                        name="pools_locked_within_places",
                    ),
                ],
                "pk_attr": "id",
                "table_description": "A budget in fen, a number of places, or both; null means no limit of that kind.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                ("application_id", fields.UUIDField()),
                (
                    "pool",
                    fields.ForeignKeyField(
                        "models.Pool",
                        source_field="pool_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="claims",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("sequence", fields.BigIntField(unique=True)),
                ("later_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("earlier_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("amount_fen", fields.BigIntField()),
                ("places", fields.IntField(default=1)),
                ("live", fields.BooleanField(default=True)),
                ("passed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("locked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("granted_fen", fields.BigIntField(null=True)),
                ("version", fields.BigIntField(default=1)),
                ("ranked_version", fields.BigIntField(default=0)),
                ("recorded_epoch", fields.BigIntField(default=0)),
                ("recorded_revision", fields.BigIntField(default=0)),
                ("state", fields.CharField(default="pending", max_length=8)),
                (
                    "state_since_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("told_state", fields.CharField(null=True, max_length=8)),
                ("touched_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "claims",
                "app": "models",
                "constraints": [
                    UniqueConstraint(
                        fields=("application_id", "pool_id"),
                        name="claims_live_once",
                        condition="live",
                    ),
                    CheckConstraint(
                        check="(locked_at IS NULL) = (granted_fen IS NULL)",
                        name="claims_locked_granted",
                    ),
                    CheckConstraint(
                        check="locked_at IS NULL OR passed_at IS NOT NULL", name="claims_passed"
                    ),
                    CheckConstraint(
                        check="amount_fen >= 0 AND places >= 0", name="claims_not_negative"
                    ),
                ],
                "pk_attr": "id",
                "table_description": "A place in the line of one pool (quota.md).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PoolLedgerLine",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "pool",
                    fields.ForeignKeyField(
                        "models.Pool",
                        source_field="pool_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="ledger",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("kind", fields.CharField(max_length=12)),
                ("amount_fen", fields.BigIntField()),
                ("places", fields.IntField()),
                ("claim_id", fields.UUIDField(null=True)),
                ("actor_id", fields.UUIDField(null=True)),
                ("reason", fields.TextField(null=True, unique=False)),
            ],
            options={
                "table": "pool_ledger",
                "app": "models",
                "indexes": [Index(fields=["pool_id", "id"])],
                "pk_attr": "id",
                "table_description": "Append-only: `kind` is budget, lock, release, paid or recovered; signed amounts.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PushEventRecord",
            fields=[
                (
                    "dedupe_key",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=80),
                ),
                ("event", fields.CharField(max_length=60)),
                (
                    "body",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("received_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "processed_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "push_events",
                "app": "models",
                "pk_attr": "dedupe_key",
                "table_description": "A push from WeChat as it arrived, once; processed afterwards by a job.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ReceiptKey",
            fields=[
                (
                    "kid",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=32),
                ),
                ("public_key", fields.BinaryField()),
                ("since_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "receipt_keys",
                "app": "models",
                "pk_attr": "kid",
                "table_description": "A public key that receipts were signed with; kept for ever.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RuleVersion",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "edition",
                    fields.ForeignKeyField(
                        "models.Edition",
                        source_field="edition_id",
                        db_constraint=True,
                        to_field="code",
                        related_name="versions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.IntField()),
                (
                    "definition",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("definition_hash", fields.CharField(max_length=64)),
                ("published_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "rule_versions",
                "app": "models",
                "constraints": [
                    UniqueConstraint(fields=("edition_id", "number"), name="rule_versions_number")
                ],
                "pk_attr": "id",
                "table_description": "The compiled rules of an edition as they were published; never changed afterwards.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                ("number", fields.CharField(unique=True, max_length=32)),
                (
                    "edition",
                    fields.ForeignKeyField(
                        "models.Edition",
                        source_field="edition_id",
                        db_constraint=True,
                        to_field="code",
                        related_name="applications",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("track", fields.CharField(max_length=40)),
                (
                    "rule_version",
                    fields.ForeignKeyField(
                        "models.RuleVersion",
                        source_field="rule_version_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="applications",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "enterprise",
                    fields.ForeignKeyField(
                        "models.Enterprise",
                        source_field="enterprise_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="applications",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "platform",
                    fields.ForeignKeyField(
                        "models.Platform",
                        source_field="platform_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="applications",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "plan",
                    fields.ForeignKeyField(
                        "models.Plan",
                        source_field="plan_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="applications",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("district", fields.CharField(max_length=40)),
                ("status", fields.CharField(default="draft", max_length=12)),
                ("stage", fields.CharField(null=True, max_length=12)),
                ("contract_no", fields.CharField(null=True, max_length=80)),
                ("signed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("signed_precision", fields.CharField(default="instant", max_length=8)),
                ("paid_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("paid_precision", fields.CharField(default="instant", max_length=8)),
                ("fee_fen", fields.BigIntField(null=True)),
                ("paid_fen", fields.BigIntField(null=True)),
                (
                    "facts",
                    fields.JSONField(
                        default=dict,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("plan_fee_fen", fields.BigIntField(null=True)),
                ("government_fen", fields.BigIntField(null=True)),
                ("platform_fen", fields.BigIntField(null=True)),
                ("enterprise_fen", fields.BigIntField(null=True)),
                ("award_fen", fields.BigIntField(null=True)),
                ("filed_by", fields.CharField(default="enterprise", max_length=12)),
                (
                    "confirmed_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                (
                    "submitted_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("version", fields.IntField(default=1)),
                ("created_by_id", fields.UUIDField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("updated_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "applications",
                "app": "models",
                "constraints": [
                    UniqueConstraint(
                        fields=("enterprise_id", "edition_id", "track"),
                        name="applications_one_draft",
                        condition="status = 'draft'",
                    ),
                    CheckConstraint(
                        check="coalesce(government_fen + platform_fen + enterprise_fen = fee_fen, true)",
                        name="applications_split_adds_up",
                    ),
                ],
                "indexes": [
                    Index(fields=["enterprise_id", "created_at"]),
                    Index(fields=["platform_id", "stage", "status"]),
                    Index(fields=["edition_id", "status"]),
                ],
                "pk_attr": "id",
                "table_description": "One firm's request in one track of one edition.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "application",
                    fields.ForeignKeyField(
                        "models.Application",
                        source_field="application_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="appeals",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("raised_by_id", fields.UUIDField()),
                ("reason", fields.TextField(unique=False)),
                ("raised_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("state", fields.CharField(default="open", max_length=12)),
                ("decision", fields.TextField(null=True, unique=False)),
                ("decided_by_id", fields.UUIDField(null=True)),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "appeals",
                "app": "models",
                "constraints": [
                    UniqueConstraint(
                        fields=("application_id",),
                        name="appeals_one_open",
                        condition="state = 'open'",
                    )
                ],
                "pk_attr": "id",
                "table_description": "The SME's objection to a rejection, decided by the authority; `state`: open, upheld, dismissed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AwardLine",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "application",
                    fields.ForeignKeyField(
                        "models.Application",
                        source_field="application_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="award_lines",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("funder", fields.CharField(max_length=40)),
                ("pool_id", fields.UUIDField()),
                ("amount_fen", fields.BigIntField()),
            ],
            options={
                "table": "award_lines",
                "app": "models",
                "constraints": [
                    UniqueConstraint(
                        fields=("application_id", "funder", "pool_id"), name="award_lines_once"
                    )
                ],
                "pk_attr": "id",
                "table_description": "What one funder owes for an application out of one pool (a district may match the city).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "application",
                    fields.ForeignKeyField(
                        "models.Application",
                        source_field="application_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="corrections",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("review_id", fields.UUIDField()),
                ("item", fields.CharField(max_length=60)),
                ("reason", fields.TextField(unique=False)),
                ("workdays", fields.SmallIntField()),
                ("from_on", fields.DateField()),
                ("due_on", fields.DateField(null=True)),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "resolved_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "corrections",
                "app": "models",
                "indexes": [Index(fields=["application_id"])],
                "pk_attr": "id",
                "table_description": "One item to be corrected (补正): a field or a kind of paper, why, and until when.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "application",
                    fields.ForeignKeyField(
                        "models.Application",
                        source_field="application_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="evidence",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", fields.CharField(max_length=40)),
                ("name", fields.CharField(max_length=200)),
                ("size", fields.IntField()),
                ("content_type", fields.CharField(max_length=40)),
                ("sha256", fields.CharField(max_length=64)),
                ("object_name", fields.CharField(max_length=120)),
                ("uploaded_by_id", fields.UUIDField()),
                ("uploaded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("deleted_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("deleted_by_id", fields.UUIDField(null=True)),
            ],
            options={
                "table": "evidence",
                "app": "models",
                "constraints": [
                    UniqueConstraint(
                        fields=("application_id", "kind", "sha256"),
                        name="evidence_same_bytes_once",
                        condition="deleted_at IS NULL",
                    )
                ],
                "indexes": [Index(fields=["application_id"]), Index(fields=["sha256"])],
                "pk_attr": "id",
                "table_description": "One file: `name` is what its owner calls it, `object_name` where its bytes lie.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "application",
                    fields.ForeignKeyField(
                        "models.Application",
                        source_field="application_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="payments",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("number", fields.SmallIntField()),
                ("paid_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("precision", fields.CharField(max_length=8)),
                ("amount_fen", fields.BigIntField()),
                ("payer", fields.CharField(null=True, max_length=120)),
                ("voucher_no", fields.CharField(null=True, max_length=80)),
                ("evidence_id", fields.UUIDField(null=True)),
            ],
            options={
                "table": "payments",
                "app": "models",
                "constraints": [
                    UniqueConstraint(fields=("application_id", "number"), name="payments_number")
                ],
                "pk_attr": "id",
                "table_description": "One receipt of money paid under the contract.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "application",
                    fields.ForeignKeyField(
                        "models.Application",
                        source_field="application_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="receipts",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("kid", fields.CharField(max_length=32)),
                ("token", fields.TextField(unique=False)),
                ("issued_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "receipts",
                "app": "models",
                "indexes": [Index(fields=["application_id", "issued_at"])],
                "pk_attr": "id",
                "table_description": "The signed receipt of a submission or of a correction; never changed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "application",
                    fields.ForeignKeyField(
                        "models.Application",
                        source_field="application_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="reviews",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("stage", fields.CharField(max_length=12)),
                ("role", fields.CharField(max_length=12)),
                ("round", fields.SmallIntField(default=1)),
                ("state", fields.CharField(default="open", max_length=8)),
                ("opened_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("taken_by_id", fields.UUIDField(null=True)),
                ("taken_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("touched_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("out_of_order", fields.BooleanField(default=False)),
                ("due_on", fields.DateField(null=True)),
                ("verdict", fields.CharField(null=True, max_length=8)),
                ("comment", fields.TextField(null=True, unique=False)),
                (
                    "checklist",
                    fields.JSONField(
                        null=True,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                (
                    "verified",
                    fields.JSONField(
                        null=True,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("award_fen", fields.BigIntField(null=True)),
                ("decided_by_id", fields.UUIDField(null=True)),
                ("decided_for_id", fields.UUIDField(null=True)),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("application_version", fields.IntField(null=True)),
                (
                    "evidence_hashes",
                    fields.JSONField(
                        null=True,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                (
                    "invalidated_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "reviews",
                "app": "models",
                "constraints": [
                    UniqueConstraint(
                        fields=("application_id", "stage"),
                        name="reviews_one_open",
                        condition="state = 'open'",
                    )
                ],
                "indexes": [
                    Index(fields=["application_id", "stage"]),
                    Index(fields=["role", "state", "id"]),
                ],
                "pk_attr": "id",
                "table_description": "One stage of one application in one round.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Track",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "edition",
                    fields.ForeignKeyField(
                        "models.Edition",
                        source_field="edition_id",
                        db_constraint=True,
                        to_field="code",
                        related_name="tracks",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("code", fields.CharField(max_length=40)),
                ("title", fields.CharField(max_length=200)),
                ("applicant", fields.CharField(max_length=12)),
                ("selection", fields.CharField(max_length=12)),
            ],
            options={
                "table": "tracks",
                "app": "models",
                "constraints": [
                    UniqueConstraint(fields=("edition_id", "code"), name="tracks_code")
                ],
                "pk_attr": "id",
                "table_description": "A track of an edition, for grants, statistics and joins; its rules are in the rule version.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                ("username", fields.CharField(null=True, unique=True, max_length=64)),
                ("password_hash", fields.CharField(null=True, max_length=200)),
                ("must_change_password", fields.BooleanField(default=False)),
                ("totp_cipher", fields.BinaryField(null=True)),
                ("totp_last_step", fields.BigIntField(null=True)),
                ("openid_index", fields.CharField(null=True, max_length=64)),
                ("openid_cipher", fields.BinaryField(null=True)),
                ("unionid_cipher", fields.BinaryField(null=True)),
                ("session_key_cipher", fields.BinaryField(null=True)),
                ("phone_index", fields.CharField(null=True, max_length=64)),
                ("phone_cipher", fields.BinaryField(null=True)),
                ("phone_masked", fields.CharField(null=True, max_length=32)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "disabled_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "users",
                "app": "models",
                "constraints": [UniqueConstraint(fields=("openid_index",), name="users_openid")],
                "pk_attr": "id",
                "table_description": "A person: an SME owner known by openid, or a member of staff known by user name.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="consents",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("text_version", fields.CharField(max_length=40)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "consents",
                "app": "models",
                "constraints": [
                    UniqueConstraint(fields=("user_id", "text_version"), name="consents_once")
                ],
                "pk_attr": "id",
                "table_description": "That a person read and agreed to a version of the privacy text.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ConsentLedgerLine",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="message_consents",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("template_id", fields.CharField(max_length=64)),
                ("delta", fields.IntField()),
                ("source", fields.CharField(max_length=12)),
                ("source_ref", fields.CharField(max_length=120)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "consent_ledger",
                "app": "models",
                "constraints": [
                    UniqueConstraint(
                        fields=("user_id", "template_id", "source", "source_ref"),
                        name="consent_ledger_once",
                    )
                ],
                "indexes": [Index(fields=["user_id", "template_id"])],
                "pk_attr": "id",
                "table_description": "Append-only: how often a person may still be sent a template; the balance is the sum.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="EnterpriseMember",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "enterprise",
                    fields.ForeignKeyField(
                        "models.Enterprise",
                        source_field="enterprise_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="members",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="memberships",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("role", fields.CharField(max_length=8)),
                ("joined_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("left_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "enterprise_members",
                "app": "models",
                "constraints": [
                    UniqueConstraint(
                        fields=("enterprise_id", "user_id"),
                        name="enterprise_members_once",
                        condition="left_at IS NULL",
                    )
                ],
                "indexes": [Index(fields=["user_id"])],
                "pk_attr": "id",
                "table_description": "A person who acts for a firm: `owner` or `staff`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="grants",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "organisation",
                    fields.ForeignKeyField(
                        "models.Organisation",
                        source_field="organisation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="grants",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("role", fields.CharField(max_length=16)),
                ("programme_code", fields.CharField(null=True, max_length=64)),
                ("edition_code", fields.CharField(null=True, max_length=80)),
                ("district", fields.CharField(null=True, max_length=40)),
                ("valid_from", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("valid_to", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "grants",
                "app": "models",
                "indexes": [Index(fields=["user_id"])],
                "pk_attr": "id",
                "table_description": "A role that a person holds for an organisation within a scope and a time; null scope is all.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Notification",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="notifications",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("application_id", fields.UUIDField(null=True)),
                ("event", fields.CharField(max_length=40)),
                ("event_key", fields.CharField(max_length=120)),
                ("title", fields.CharField(max_length=80)),
                ("body", fields.TextField(unique=False)),
                (
                    "data",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("read_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("message_state", fields.CharField(default="none", max_length=8)),
                ("attempts", fields.SmallIntField(default=0)),
                ("msgid", fields.CharField(null=True, max_length=24)),
                ("sent_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "notifications",
                "app": "models",
                "constraints": [
                    UniqueConstraint(fields=("user_id", "event_key"), name="notifications_once")
                ],
                "indexes": [Index(fields=["user_id", "created_at"]), Index(fields=["msgid"])],
                "pk_attr": "id",
                "table_description": "One thing told to one person, kept whatever happens to its WeChat message.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PersonKey",
            fields=[
                (
                    "user",
                    fields.OneToOneField(
                        "models.User",
                        source_field="user_id",
                        primary_key=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="key",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("key_id", fields.CharField(max_length=32)),
                ("wrapped", fields.BinaryField()),
            ],
            options={
                "table": "person_keys",
                "app": "models",
                "pk_attr": "user_id",
                "table_description": "One wrapped data key per person; deleting the row makes every cipher of theirs unreadable.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Session",
            fields=[
                (
                    "token_hash",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="sessions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "sessions",
                "app": "models",
                "indexes": [Index(fields=["user_id"])],
                "pk_attr": "token_hash",
                "table_description": "A login; only the SHA-256 (hex) of its token is kept.",
            },
            bases=["Model"],
        ),
    ]
