"""What a batch needs to be run: its mode, its files, how far it is; filings beside a firm's draft."""

from typing import Any

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint

_GUARDS = """
ALTER TABLE batches ADD CONSTRAINT batches_mode CHECK (mode IN ('valid_rows', 'all_or_nothing'));
ALTER TABLE batches ADD CONSTRAINT batches_state
    CHECK (state IN ('queued', 'checking', 'importing', 'done', 'failed', 'cancelled'));
ALTER TABLE batch_rows ADD CONSTRAINT batch_rows_state
    CHECK (state IN ('waiting', 'ready', 'accepted', 'rejected', 'skipped'));
ALTER TABLE batch_rows ADD CONSTRAINT batch_rows_application
    CHECK ((state IN ('accepted', 'skipped')) = (application_id IS NOT NULL));
CREATE INDEX batches_live ON batches (created_at) WHERE state IN ('queued', 'checking', 'importing');
REVOKE DELETE, TRUNCATE ON batches, batch_rows FROM shuangtui_app, shuangtui_worker;
"""


def _add(model: str, name: str, field: fields.Field[Any]) -> ops.AddField:
    return ops.AddField(model_name=model, name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [("models", "0023_invoices")]

    operations = [
        *[
            ops.RemoveField(model_name="Batch", name=name)
            for name in ("manifest_object", "archive_object", "accepted", "rejected")
        ],
        _add("Batch", "mode", fields.CharField(max_length=16, default="valid_rows", db_default="valid_rows")),
        _add("Batch", "manifest_upload_id", fields.UUIDField(null=True)),
        _add("Batch", "archive_upload_id", fields.UUIDField(null=True)),
        _add("Batch", "places", fields.JSONField(null=True)),
        _add("Batch", "problems", fields.JSONField(null=True)),
        _add("Batch", "tries", fields.SmallIntField(default=0, db_default=0)),
        _add("Batch", "stage_began_at", fields.DatetimeField(null=True)),
        _add("Batch", "ended_at", fields.DatetimeField(null=True)),
        _add("BatchRow", "uscc", fields.CharField(max_length=18, null=True)),
        _add("BatchRow", "papers", fields.JSONField(null=True)),
        ops.AddIndex("BatchRow", Index(fields=["batch_id", "state", "number"])),
        # What a platform files is a draft within one transaction only; no draft of the firm's own
        # stands in its way.
        ops.RemoveConstraint(
            model_name="Application", name="applications_one_draft", fields=None
        ),
        ops.AddConstraint(
            model_name="Application",
            constraint=UniqueConstraint(
                fields=("enterprise_id", "edition_id", "track"),
                name="applications_one_draft",
                condition="status = 'draft' AND filed_by = 'enterprise'",
            ),
        ),
        ops.RunSQL(_GUARDS, reverse_sql=""),
    ]
