"""Files of programmes proposed and published in the browser, and the texts that versions came from."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.tables.char_field import CharField

_STATE = (
    "state IN ('proposed', 'published', 'withdrawn', 'refused')"
    " AND (state = 'proposed') = (decided_at IS NULL)"
    " AND (state = 'published') = (version_id IS NOT NULL)"
    " AND (state NOT IN ('published', 'refused') OR decided_by_id <> proposed_by_id)"
)
_GUARDS = f"""
ALTER TABLE file_proposals ADD CONSTRAINT file_proposals_state CHECK ({_STATE});
CREATE UNIQUE INDEX file_proposals_one_waits ON file_proposals (edition_code)
 WHERE state = 'proposed';
ALTER TABLE rule_sources ADD CONSTRAINT rule_sources_once UNIQUE (version_id);

-- What was proposed stays as it was; only what became of it is written later.
REVOKE UPDATE, DELETE, TRUNCATE ON file_proposals, rule_sources
    FROM shuangtui_app, shuangtui_worker;
GRANT UPDATE (state, decided_by_id, decided_at, reason, version_id) ON file_proposals
    TO shuangtui_app, shuangtui_worker;

-- Two persons of the authority publish in the browser what an operator publishes as the owner
-- (docs/adr/0049): the server makes pools and sets how they are handed out, never their counters.
GRANT INSERT, UPDATE (order_by, last_award, last_award_min_fen) ON pools TO shuangtui_app;
CREATE FUNCTION new_pool_is_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.locked_fen <> 0 OR NEW.locked_places <> 0 THEN
        RAISE EXCEPTION 'a new pool has nothing locked' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER new_pool_is_free BEFORE INSERT ON pools
    FOR EACH ROW EXECUTE FUNCTION new_pool_is_free();
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0046_browser_sessions")]

    operations = [
        ops.CreateModel(
            name="FileProposal",
            fields=[
                ("id", fields.UUIDField(primary_key=True, unique=True, db_index=True)),
                (
                    "organisation",
                    fields.ForeignKeyField(
                        "models.Organisation",
                        source_field="organisation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="file_proposals",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("programme_code", CharField(max_length=64)),
                ("edition_code", CharField(max_length=80)),
                ("title", CharField(max_length=200)),
                ("base_version_id", fields.UUIDField(null=True)),
                ("policy", fields.TextField(unique=False)),
                ("edition", fields.TextField(unique=False)),
                ("policy_sha256", CharField(max_length=64)),
                ("edition_sha256", CharField(max_length=64)),
                ("definition_hash", CharField(max_length=64)),
                ("reading", fields.JSONField()),
                ("comment", fields.TextField(null=True, unique=False)),
                ("state", CharField(default="proposed", max_length=9)),
                ("proposed_by_id", fields.UUIDField()),
                ("proposed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("decided_by_id", fields.UUIDField(null=True)),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("reason", fields.TextField(null=True, unique=False)),
                ("version_id", fields.UUIDField(null=True)),
            ],
            options={
                "table": "file_proposals",
                "app": "models",
                "constraints": [
                    CheckConstraint(check=_STATE, name="file_proposals_state"),
                    UniqueConstraint(
                        fields=("edition_code",),
                        name="file_proposals_one_waits",
                        condition="state = 'proposed'",
                    ),
                ],
                "pk_attr": "id",
                "table_description": (
                    "The files of an edition as one person of the authority wants them published; a"
                    " second decides."
                ),
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RuleSource",
            fields=[
                ("id", fields.UUIDField(primary_key=True, unique=True, db_index=True)),
                (
                    "version",
                    fields.ForeignKeyField(
                        "models.RuleVersion",
                        source_field="version_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="sources",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("policy", fields.TextField(unique=False)),
                ("edition", fields.TextField(unique=False)),
                ("published_by_id", fields.UUIDField(null=True)),
            ],
            options={
                "table": "rule_sources",
                "app": "models",
                "constraints": [UniqueConstraint(fields=("version_id",), name="rule_sources_once")],
                "pk_attr": "id",
                "table_description": (
                    "The files that a rule version was compiled from, as they were written; never"
                    " changed."
                ),
            },
            bases=["Model"],
        ),
        ops.RunSQL(_GUARDS, reverse_sql=""),
    ]
