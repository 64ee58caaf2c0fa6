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
        ('enterprises', '0001_initial'),
    ]

    operations = [
        pandeng.core.schema.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='HistoricalScheme',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('code', models.CharField(max_length=40, verbose_name='代码')),
                        ('name', models.CharField(max_length=60, verbose_name='名称')),
                        ('level', models.CharField(choices=[('national', '国家级'), ('provincial', '省级'), ('municipal', '市级')], max_length=12, verbose_name='级别')),
                        ('source', models.CharField(blank=True, max_length=200, verbose_name='来源')),
                        ('is_proposal', models.BooleanField(default=False, verbose_name='建议值')),
                        ('order', models.PositiveSmallIntegerField(default=0, verbose_name='次序')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical 称号',
                        'verbose_name_plural': 'historical 称号s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Scheme',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=40, verbose_name='代码')),
                        ('name', models.CharField(max_length=60, verbose_name='名称')),
                        ('level', models.CharField(choices=[('national', '国家级'), ('provincial', '省级'), ('municipal', '市级')], max_length=12, verbose_name='级别')),
                        ('source', models.CharField(blank=True, max_length=200, verbose_name='来源')),
                        ('is_proposal', models.BooleanField(default=False, verbose_name='建议值')),
                        ('order', models.PositiveSmallIntegerField(default=0, verbose_name='次序')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                    ],
                    options={
                        'verbose_name': '称号',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'constraints': [models.UniqueConstraint(fields=('cluster', 'code'), name='scheme_code')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalAward',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='获批年度')),
                        ('batch', models.CharField(blank=True, max_length=20, verbose_name='批次')),
                        ('awarded_on', models.DateField(verbose_name='获批日期')),
                        ('expires_on', models.DateField(blank=True, null=True, verbose_name='有效期至')),
                        ('source', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                        ('ended_on', models.DateField(blank=True, null=True, verbose_name='终止日期')),
                        ('ended_as', models.CharField(blank=True, choices=[('revoked', '撤销'), ('expired', '到期'), ('replaced', '由更高级别替代')], max_length=8, verbose_name='终止方式')),
                        ('end_reason', models.CharField(blank=True, max_length=200, verbose_name='终止原因')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('enterprise', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='enterprises.enterprise')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('scheme', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='titles.scheme')),
                    ],
                    options={
                        'verbose_name': 'historical 称号获批',
                        'verbose_name_plural': 'historical 称号获批s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalApplication',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='申报年度')),
                        ('batch', models.CharField(blank=True, max_length=20, verbose_name='批次')),
                        ('recommended_on', models.DateField(verbose_name='推荐日期')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('enterprise', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='enterprises.enterprise')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('scheme', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='titles.scheme')),
                    ],
                    options={
                        'verbose_name': 'historical 称号推荐',
                        'verbose_name_plural': 'historical 称号推荐s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Award',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='获批年度')),
                        ('batch', models.CharField(blank=True, max_length=20, verbose_name='批次')),
                        ('awarded_on', models.DateField(verbose_name='获批日期')),
                        ('expires_on', models.DateField(blank=True, null=True, verbose_name='有效期至')),
                        ('source', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                        ('ended_on', models.DateField(blank=True, null=True, verbose_name='终止日期')),
                        ('ended_as', models.CharField(blank=True, choices=[('revoked', '撤销'), ('expired', '到期'), ('replaced', '由更高级别替代')], max_length=8, verbose_name='终止方式')),
                        ('end_reason', models.CharField(blank=True, max_length=200, verbose_name='终止原因')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                        ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='enterprises.enterprise')),
                        ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='titles.scheme')),
                    ],
                    options={
                        'verbose_name': '称号获批',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'constraints': [models.UniqueConstraint(fields=('enterprise', 'scheme', 'year'), name='award_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_as', ''), ('ended_on__isnull', True)), models.Q(('ended_on__gte', models.F('awarded_on')), models.Q(('ended_as', ''), _negated=True), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='award_end')],
                    },
                ),
                migrations.CreateModel(
                    name='Application',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='申报年度')),
                        ('batch', models.CharField(blank=True, max_length=20, verbose_name='批次')),
                        ('recommended_on', models.DateField(verbose_name='推荐日期')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                        ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='enterprises.enterprise')),
                        ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='titles.scheme')),
                    ],
                    options={
                        'verbose_name': '称号推荐',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'constraints': [models.UniqueConstraint(fields=('enterprise', 'scheme', 'year'), name='application_once')],
                    },
                ),
            ],
        ),
    ]
