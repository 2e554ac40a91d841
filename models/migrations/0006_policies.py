"""Five policies: scoring, public notices, recognition lists, a platform's own claims, payees of firms."""

from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from models.tables.ids import new_id
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

# Constraints of new tables are written here: Tortoise 1.1 leaves them out of CREATE TABLE.
GUARDS = r"""
ALTER TABLE application_clients ADD CONSTRAINT application_clients_once UNIQUE (application_id, uscc);
ALTER TABLE application_clients ADD CONSTRAINT application_clients_fee
    CHECK (fee_fen >= 0);
ALTER TABLE conflict_declarations ADD CONSTRAINT conflict_declarations_once UNIQUE (application_id, user_id);
ALTER TABLE notices ADD CONSTRAINT notices_closed
    CHECK ((state = 'closed') = (closed_at IS NOT NULL));
ALTER TABLE notices ADD CONSTRAINT notices_workdays
    CHECK (workdays > 0);
ALTER TABLE notice_entries ADD CONSTRAINT notice_entries_number UNIQUE (notice_id, number);
CREATE UNIQUE INDEX notice_entries_live_once ON notice_entries (application_id) WHERE live;
ALTER TABLE objections ADD CONSTRAINT objections_answered
    CHECK ((state = 'open') = (answered_at IS NULL));
ALTER TABLE recognitions ADD CONSTRAINT recognitions_withdrawn
    CHECK ((state = 'withdrawn') = (withdrawn_on IS NOT NULL));
ALTER TABLE recognitions ADD CONSTRAINT recognitions_holder
    CHECK (num_nonnulls(enterprise_id, platform_id) > 0);
ALTER TABLE recognition_reports ADD CONSTRAINT recognition_reports_once UNIQUE (recognition_id, kind, year);
ALTER TABLE scores ADD CONSTRAINT scores_once UNIQUE (review_id, expert_id);
ALTER TABLE scorings ADD CONSTRAINT scorings_round UNIQUE (edition_id, track, round);
CREATE UNIQUE INDEX scorings_one_without_a_line ON scorings (edition_id, track) WHERE line_at IS NULL;
-- What was declared, shown or decided stays: rows of these are only added, and answered once.
REVOKE DELETE, TRUNCATE ON conflict_declarations, scores, scorings, scored_places, notices,
    notice_entries, objections, recognitions, recognition_reports FROM shuangtui_app, shuangtui_worker;
REVOKE UPDATE ON recognition_reports FROM shuangtui_app, shuangtui_worker;
REVOKE TRUNCATE ON application_clients FROM shuangtui_app, shuangtui_worker;
"""


class Migration(migrations.Migration):
    dependencies = [('models', '0005_worklist')]

    initial = False

    operations = [
        ops.CreateModel(
            name='ApplicationClient',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('application', fields.ForeignKeyField('models.Application', source_field='application_id', db_constraint=True, to_field='id', related_name='clients', on_delete=OnDelete.CASCADE)),
                ('number', fields.IntField()),
                ('uscc', fields.CharField(max_length=18)),
                ('name', fields.CharField(max_length=120)),
                ('city', fields.CharField(max_length=40)),
                ('signed_on', fields.DateField()),
                ('contract_no', fields.CharField(max_length=80)),
                ('fee_fen', fields.BigIntField()),
                ('flagged', fields.BooleanField(default=False)),
            ],
            options={'table': 'application_clients', 'app': 'models', 'constraints': [UniqueConstraint(fields=('application_id', 'uscc'), name='application_clients_once'), CheckConstraint(check='fee_fen >= 0', name='application_clients_fee')], 'pk_attr': 'id', 'table_description': "One client on a platform's own claim; `flagged` for the cities that are seen apart."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ConflictDeclaration',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('application', fields.ForeignKeyField('models.Application', source_field='application_id', db_constraint=True, to_field='id', related_name='conflict_declarations', on_delete=OnDelete.RESTRICT)),
                ('user_id', fields.UUIDField()),
                ('conflict', fields.BooleanField()),
                ('reason', fields.TextField(null=True, unique=False)),
                ('declared_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'conflict_declarations', 'app': 'models', 'constraints': [UniqueConstraint(fields=('application_id', 'user_id'), name='conflict_declarations_once')], 'pk_attr': 'id', 'table_description': "An expert's word on one application before its file opens; a conflict is never taken back."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Notice',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('edition', fields.ForeignKeyField('models.Edition', source_field='edition_id', db_constraint=True, to_field='code', related_name='notices', on_delete=OnDelete.RESTRICT)),
                ('track', fields.CharField(max_length=40)),
                ('title', fields.CharField(max_length=200)),
                ('workdays', fields.SmallIntField()),
                ('starts_on', fields.DateField()),
                ('ends_on', fields.DateField()),
                ('provisional', fields.BooleanField()),
                ('state', fields.CharField(default='open', max_length=8)),
                ('created_by_id', fields.UUIDField()),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('closed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('closed_by_id', fields.UUIDField(null=True)),
            ],
            options={'table': 'notices', 'app': 'models', 'constraints': [CheckConstraint(check="(state = 'closed') = (closed_at IS NOT NULL)", name='notices_closed'), CheckConstraint(check='workdays > 0', name='notices_workdays')], 'indexes': [Index(fields=['edition_id', 'id']), Index(fields=['state', 'ends_on'])], 'pk_attr': 'id', 'table_description': '`workdays` counted from `starts_on` is the rule, `ends_on` the day it gives as last computed.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='NoticeEntry',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('notice', fields.ForeignKeyField('models.Notice', source_field='notice_id', db_constraint=True, to_field='id', related_name='entries', on_delete=OnDelete.RESTRICT)),
                ('application', fields.ForeignKeyField('models.Application', source_field='application_id', db_constraint=True, to_field='id', related_name='notice_entries', on_delete=OnDelete.RESTRICT)),
                ('number', fields.IntField()),
                ('name', fields.CharField(max_length=120)),
                ('district', fields.CharField(max_length=40)),
                ('shown', fields.JSONField(encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('award_fen', fields.BigIntField(null=True)),
                ('state', fields.CharField(default='standing', max_length=10)),
                ('live', fields.BooleanField(default=True)),
            ],
            options={'table': 'notice_entries', 'app': 'models', 'constraints': [UniqueConstraint(fields=('notice_id', 'number'), name='notice_entries_number'), UniqueConstraint(fields=('application_id',), name='notice_entries_live_once', condition='live')], 'pk_attr': 'id', 'table_description': 'One application as it is shown; `shown` is frozen JSON: clause, claimed facts, award.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Objection',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('notice', fields.ForeignKeyField('models.Notice', source_field='notice_id', db_constraint=True, to_field='id', related_name='objections', on_delete=OnDelete.RESTRICT)),
                ('entry', fields.ForeignKeyField('models.NoticeEntry', source_field='entry_id', null=True, db_constraint=True, to_field='id', related_name='objections', on_delete=OnDelete.RESTRICT)),
                ('raised_by_id', fields.UUIDField()),
                ('reason', fields.TextField(unique=False)),
                ('raised_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('state', fields.CharField(default='open', max_length=10)),
                ('answer', fields.TextField(null=True, unique=False)),
                ('answered_by_id', fields.UUIDField(null=True)),
                ('answered_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'objections', 'app': 'models', 'constraints': [CheckConstraint(check="(state = 'open') = (answered_at IS NULL)", name='objections_answered')], 'indexes': [Index(fields=['notice_id', 'id'])], 'pk_attr': 'id', 'table_description': 'Somebody objects to a notice, or to one of its entries; `state`: open, upheld, dismissed.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Recognition',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('programme', fields.ForeignKeyField('models.Programme', source_field='programme_id', db_constraint=True, to_field='code', related_name='recognitions', on_delete=OnDelete.RESTRICT)),
                ('edition', fields.ForeignKeyField('models.Edition', source_field='edition_id', db_constraint=True, to_field='code', related_name='recognitions', on_delete=OnDelete.RESTRICT)),
                ('track', fields.CharField(max_length=40)),
                ('enterprise', fields.ForeignKeyField('models.Enterprise', source_field='enterprise_id', null=True, db_constraint=True, to_field='id', related_name='recognitions', on_delete=OnDelete.RESTRICT)),
                ('platform', fields.ForeignKeyField('models.Platform', source_field='platform_id', null=True, db_constraint=True, to_field='id', related_name='recognitions', on_delete=OnDelete.RESTRICT)),
                ('application_id', fields.UUIDField(null=True, unique=True)),
                ('name', fields.CharField(max_length=120)),
                ('district', fields.CharField(max_length=40)),
                ('title', fields.CharField(max_length=200)),
                ('categories', ArrayField(default=list, element_type='TEXT')),
                ('span', fields.CharField(max_length=8)),
                ('state', fields.CharField(default='valid', max_length=10)),
                ('valid_from', fields.DateField()),
                ('review_due_on', fields.DateField(null=True)),
                ('reviewed_on', fields.DateField(null=True)),
                ('withdrawn_on', fields.DateField(null=True)),
                ('withdrawn_by_id', fields.UUIDField(null=True)),
                ('reason', fields.TextField(null=True, unique=False)),
                ('announcement', fields.TextField(null=True, unique=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'recognitions', 'app': 'models', 'constraints': [CheckConstraint(check="(state = 'withdrawn') = (withdrawn_on IS NOT NULL)", name='recognitions_withdrawn'), CheckConstraint(check='num_nonnulls(enterprise_id, platform_id) > 0', name='recognitions_holder')], 'indexes': [Index(fields=['programme_id', 'id']), Index(fields=['platform_id']), Index(fields=['enterprise_id'])], 'pk_attr': 'id', 'table_description': "An entry of a programme's list, from the decision that made it."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='RecognitionReport',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('recognition', fields.ForeignKeyField('models.Recognition', source_field='recognition_id', db_constraint=True, to_field='id', related_name='reports', on_delete=OnDelete.RESTRICT)),
                ('kind', fields.CharField(max_length=10)),
                ('year', fields.IntField()),
                ('application_id', fields.UUIDField(unique=True)),
                ('confirmed', fields.BooleanField()),
                ('decided_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'recognition_reports', 'app': 'models', 'constraints': [UniqueConstraint(fields=('recognition_id', 'kind', 'year'), name='recognition_reports_once')], 'pk_attr': 'id', 'table_description': 'What a holder handed in and was accepted: the summary of a year, or a re-review.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Score',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('review', fields.ForeignKeyField('models.Review', source_field='review_id', db_constraint=True, to_field='id', related_name='scores', on_delete=OnDelete.RESTRICT)),
                ('expert_id', fields.UUIDField()),
                ('points', fields.JSONField(encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('total', fields.IntField()),
                ('comment', fields.TextField(null=True, unique=False)),
                ('scored_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'scores', 'app': 'models', 'constraints': [UniqueConstraint(fields=('review_id', 'expert_id'), name='scores_once')], 'pk_attr': 'id', 'table_description': "One expert's points for one review, by criterion; changed only until the scoring closes."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Scoring',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('edition', fields.ForeignKeyField('models.Edition', source_field='edition_id', db_constraint=True, to_field='code', related_name='scorings', on_delete=OnDelete.RESTRICT)),
                ('track', fields.CharField(max_length=40)),
                ('round', fields.SmallIntField()),
                ('closed_by_id', fields.UUIDField()),
                ('closed_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('close_reason', fields.TextField(null=True, unique=False)),
                ('chosen', fields.IntField(null=True)),
                ('line_reason', fields.TextField(null=True, unique=False)),
                ('line_by_id', fields.UUIDField(null=True)),
                ('line_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'scorings', 'app': 'models', 'constraints': [UniqueConstraint(fields=('edition_id', 'track', 'round'), name='scorings_round'), UniqueConstraint(fields=('edition_id', 'track'), name='scorings_one_without_a_line', condition='line_at IS NULL')], 'pk_attr': 'id', 'table_description': 'A closed round of scoring of one track, and the line that the authority drew through it.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ScoredPlace',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ('scoring', fields.ForeignKeyField('models.Scoring', source_field='scoring_id', db_constraint=True, to_field='id', related_name='places', on_delete=OnDelete.RESTRICT)),
                ('review_id', fields.UUIDField(unique=True)),
                ('application_id', fields.UUIDField()),
                ('rank', fields.IntField()),
                ('points_sum', fields.IntField()),
                ('experts', fields.IntField()),
                ('passed', fields.BooleanField(null=True)),
            ],
            options={'table': 'scored_places', 'app': 'models', 'indexes': [Index(fields=['scoring_id', 'rank', 'id'])], 'pk_attr': 'id', 'table_description': "An application's place in a closed round: the sum of all points, of how many experts."},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Application',
            name='history',
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads),
        ),
        ops.AddField(
            model_name='Application',
            name='region_class',
            field=fields.CharField(null=True, max_length=40),
        ),
        ops.AlterModelOptions(
            name='EnterpriseMember',
            options={'table': 'enterprise_members', 'app': 'models', 'constraints': [UniqueConstraint(fields=('enterprise_id', 'user_id'), name='enterprise_members_once', condition='left_at IS NULL')], 'indexes': [Index(fields=['user_id'])], 'pk_attr': 'id', 'table_description': "A person who acts for a firm: `owner`, `staff`, or `platform` by a platform's grant."},
        ),
        ops.AlterModelOptions(
            name='Payee',
            options={'table': 'payees', 'app': 'models', 'constraints': [UniqueConstraint(fields=('organisation_id',), name='payees_current', condition='replaced_at IS NULL'), UniqueConstraint(fields=('enterprise_id',), name='payees_firm', condition='replaced_at IS NULL'), CheckConstraint(check='num_nonnulls(organisation_id, enterprise_id) = 1', name='payees_whose')], 'pk_attr': 'id', 'table_description': "Where a platform's or a firm's own money goes; exactly one of the two."},
        ),
        ops.AlterField(
            model_name='Payee',
            name='organisation',
            field=fields.ForeignKeyField('models.Organisation', source_field='organisation_id', null=True, db_constraint=True, to_field='id', related_name='payees', on_delete=OnDelete.RESTRICT),
        ),
        ops.AddField(
            model_name='Payee',
            name='enterprise',
            field=fields.ForeignKeyField('models.Enterprise', source_field='enterprise_id', null=True, db_constraint=True, to_field='id', related_name='payees', on_delete=OnDelete.RESTRICT),
        ),
        ops.AddConstraint(
            model_name='Payee',
            constraint=UniqueConstraint(fields=('enterprise_id',), name='payees_firm', condition='replaced_at IS NULL'),
        ),
        ops.AddConstraint(
            model_name='Payee',
            constraint=CheckConstraint(check='num_nonnulls(organisation_id, enterprise_id) = 1', name='payees_whose'),
        ),
        ops.AlterModelOptions(
            name='Platform',
            options={'table': 'platforms', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A platform enterprise as SMEs see it; `search` holds the bigrams of its texts.'},
        ),
        ops.AddField(
            model_name='Platform',
            name='enterprise',
            field=fields.OneToOneField('models.Enterprise', source_field='enterprise_id', null=True, db_constraint=True, to_field='id', related_name='platform', on_delete=OnDelete.RESTRICT),
        ),
        ops.RunSQL(GUARDS, reverse_sql=""),
    ]
