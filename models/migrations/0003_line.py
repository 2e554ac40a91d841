"""What the proof of the line needs: its log, its differences, waivers, closed editions."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from models.tables.ids import new_id
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

# Constraints of new tables are written here: Tortoise 1.1 leaves them out of CREATE TABLE.
GUARDS = r"""
ALTER TABLE ranking_differences
    ADD CONSTRAINT ranking_differences_kind UNIQUE (pool_id, kind);
ALTER TABLE waivers ADD CONSTRAINT waivers_once UNIQUE (uscc, exclusion, slot);
ALTER TABLE waivers ADD CONSTRAINT waivers_slot CHECK (slot >= 2);
REVOKE UPDATE, DELETE, TRUNCATE ON claim_log, waivers FROM shuangtui_app, shuangtui_worker;
REVOKE DELETE, TRUNCATE ON ranking_differences FROM shuangtui_app, shuangtui_worker;
GRANT UPDATE (ranked_run_id) ON pools TO shuangtui_app, shuangtui_worker;
"""


class Migration(migrations.Migration):
    dependencies = [('models', '0002_guards')]

    initial = False

    operations = [
        ops.CreateModel(
            name='ClaimLogLine',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('claim_id', fields.UUIDField()),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('state', fields.CharField(max_length=8)),
                ('granted_fen', fields.BigIntField()),
                ('epoch', fields.BigIntField()),
                ('revision', fields.BigIntField()),
            ],
            options={'table': 'claim_log', 'app': 'models', 'indexes': [Index(fields=['claim_id', 'id'])], 'pk_attr': 'id', 'table_description': 'Append-only: each state that the ranking gave a claim, as the recorder wrote it down.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='RankingDifference',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('pool', fields.ForeignKeyField('models.Pool', source_field='pool_id', db_constraint=True, to_field='id', related_name='differences', on_delete=OnDelete.RESTRICT)),
                ('kind', fields.CharField(max_length=20)),
                ('times', fields.BigIntField(default=0)),
                ('last_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'ranking_differences', 'app': 'models', 'constraints': [UniqueConstraint(fields=('pool_id', 'kind'), name='ranking_differences_kind')], 'pk_attr': 'id', 'table_description': "How often a pool's ranking was found to differ from the database, by kind, and when last."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Waiver',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('edition', fields.ForeignKeyField('models.Edition', source_field='edition_id', db_constraint=True, to_field='code', related_name='waivers', on_delete=OnDelete.RESTRICT)),
                ('track', fields.CharField(max_length=40)),
                ('uscc', fields.CharField(max_length=18)),
                ('exclusion', fields.CharField(max_length=160)),
                ('slot', fields.SmallIntField()),
                ('reason', fields.TextField(unique=False)),
                ('granted_by_id', fields.UUIDField()),
                ('granted_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'waivers', 'app': 'models', 'constraints': [UniqueConstraint(fields=('uscc', 'exclusion', 'slot'), name='waivers_once'), CheckConstraint(check='slot >= 2', name='waivers_slot')], 'pk_attr': 'id', 'table_description': 'Append-only: the authority lets a firm take one more slot under an exclusion, with its reason.'},
            bases=['Model'],
        ),
        ops.AlterModelOptions(
            name='Edition',
            options={'table': 'editions', 'app': 'models', 'indexes': [Index(fields=['programme_id'])], 'pk_attr': 'code', 'table_description': "One year's run of a programme."},
        ),
        ops.AddField(
            model_name='Edition',
            name='settled_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Pool',
            name='ranked_run_id',
            field=fields.CharField(null=True, max_length=64),
        ),
        ops.RunSQL(GUARDS, reverse_sql=""),
    ]
