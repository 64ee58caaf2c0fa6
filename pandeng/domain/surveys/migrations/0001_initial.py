import django.db.models.deletion
import pandeng.core.schema
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        ('access', '__first__'),
        ('chains', '0001_initial'),
        ('enterprises', '0001_initial'),
    ]

    operations = [
        pandeng.core.schema.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='HistoricalTaxonomy',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('code', models.CharField(max_length=40, verbose_name='代码')),
                        ('version', models.CharField(max_length=20, verbose_name='版本')),
                        ('name', models.CharField(max_length=60, verbose_name='名称')),
                        ('source', models.CharField(blank=True, max_length=200, verbose_name='来源')),
                        ('is_proposal', models.BooleanField(default=False, verbose_name='建议值')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical 分类体系',
                        'verbose_name_plural': 'historical 分类体系s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Taxonomy',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=40, verbose_name='代码')),
                        ('version', models.CharField(max_length=20, verbose_name='版本')),
                        ('name', models.CharField(max_length=60, verbose_name='名称')),
                        ('source', models.CharField(blank=True, max_length=200, verbose_name='来源')),
                        ('is_proposal', models.BooleanField(default=False, verbose_name='建议值')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                    ],
                    options={
                        'verbose_name': '分类体系',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'constraints': [models.UniqueConstraint(fields=('cluster', 'code', 'version'), name='taxonomy_version')],
                    },
                ),
                migrations.CreateModel(
                    name='Survey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=40, verbose_name='代码')),
                        ('name', models.CharField(max_length=80, verbose_name='名称')),
                        ('since', models.DateField(verbose_name='开始')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='结束')),
                        ('chain', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='surveys', to='chains.chain')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                        ('taxonomy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='surveys', to='surveys.taxonomy')),
                    ],
                    options={
                        'verbose_name': '摸底排查',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'constraints': [models.UniqueConstraint(fields=('cluster', 'code'), name='survey_code'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='survey_order')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalSurvey',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('code', models.CharField(max_length=40, verbose_name='代码')),
                        ('name', models.CharField(max_length=80, verbose_name='名称')),
                        ('since', models.DateField(verbose_name='开始')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='结束')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('chain', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='chains.chain')),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('taxonomy', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='surveys.taxonomy')),
                    ],
                    options={
                        'verbose_name': 'historical 摸底排查',
                        'verbose_name_plural': 'historical 摸底排查s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='TaxonomyClass',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=10, verbose_name='代码')),
                        ('name', models.CharField(max_length=60, verbose_name='名称')),
                        ('examples', models.CharField(blank=True, max_length=200, verbose_name='产品举例')),
                        ('is_proposal', models.BooleanField(default=False, verbose_name='建议值')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                        ('parent', models.ForeignKey(blank=True, help_text='登记小类时选择所属大类；登记大类时不选', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='subclasses', to='surveys.taxonomyclass', verbose_name='大类')),
                        ('taxonomy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='classes', to='surveys.taxonomy')),
                    ],
                    options={
                        'verbose_name': '分类',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'constraints': [models.UniqueConstraint(fields=('taxonomy', 'code'), name='taxonomy_class_code')],
                    },
                ),
                migrations.CreateModel(
                    name='SurveyAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('is_main', models.BooleanField(default=True, verbose_name='主类')),
                        ('product', models.CharField(blank=True, max_length=120, verbose_name='产品')),
                        ('answered_on', models.DateField(verbose_name='排查日期')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                        ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='enterprises.enterprise')),
                        ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='surveys.survey')),
                        ('subclass', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='surveys.taxonomyclass', verbose_name='小类')),
                    ],
                    options={
                        'verbose_name': '排查结果',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'constraints': [models.UniqueConstraint(fields=('survey', 'enterprise', 'subclass'), name='answer_once'), models.UniqueConstraint(condition=models.Q(('is_main', True)), fields=('survey', 'enterprise'), name='answer_one_main')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalTaxonomyClass',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('code', models.CharField(max_length=10, verbose_name='代码')),
                        ('name', models.CharField(max_length=60, verbose_name='名称')),
                        ('examples', models.CharField(blank=True, max_length=200, verbose_name='产品举例')),
                        ('is_proposal', models.BooleanField(default=False, verbose_name='建议值')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('taxonomy', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='surveys.taxonomy')),
                        ('parent', models.ForeignKey(blank=True, db_constraint=False, help_text='登记小类时选择所属大类；登记大类时不选', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='surveys.taxonomyclass', verbose_name='大类')),
                    ],
                    options={
                        'verbose_name': 'historical 分类',
                        'verbose_name_plural': 'historical 分类s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalSurveyAnswer',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('is_main', models.BooleanField(default=True, verbose_name='主类')),
                        ('product', models.CharField(blank=True, max_length=120, verbose_name='产品')),
                        ('answered_on', models.DateField(verbose_name='排查日期')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('enterprise', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='enterprises.enterprise')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('survey', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='surveys.survey')),
                        ('subclass', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='surveys.taxonomyclass', verbose_name='小类')),
                    ],
                    options={
                        'verbose_name': 'historical 排查结果',
                        'verbose_name_plural': 'historical 排查结果s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ],
        ),
    ]
