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
    ]

    operations = [
        pandeng.core.schema.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='HistoricalDistinctPair',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('subject_kind', models.CharField(max_length=40, verbose_name='类别')),
                        ('first_id', models.BigIntegerField(verbose_name='第一条')),
                        ('second_id', models.BigIntegerField(verbose_name='第二条')),
                        ('why', models.CharField(max_length=200, verbose_name='理由')),
                        ('decided_on', models.DateField(verbose_name='认定日期')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='认定人')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical 不重复的认定',
                        'verbose_name_plural': 'historical 不重复的认定s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='DistinctPair',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('subject_kind', models.CharField(max_length=40, verbose_name='类别')),
                        ('first_id', models.BigIntegerField(verbose_name='第一条')),
                        ('second_id', models.BigIntegerField(verbose_name='第二条')),
                        ('why', models.CharField(max_length=200, verbose_name='理由')),
                        ('decided_on', models.DateField(verbose_name='认定日期')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='认定人')),
                    ],
                    options={
                        'verbose_name': '不重复的认定',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'constraints': [models.UniqueConstraint(fields=('cluster', 'subject_kind', 'first_id', 'second_id'), name='distinct_pair_once'), models.CheckConstraint(condition=models.Q(('first_id__lt', models.F('second_id'))), name='distinct_pair_order')],
                    },
                ),
            ],
        ),
    ]
