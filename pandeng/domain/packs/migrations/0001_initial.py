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
                    name='HistoricalLoadedPack',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('name', models.CharField(max_length=60, verbose_name='名称')),
                        ('version', models.CharField(max_length=20, verbose_name='版本')),
                        ('digest', models.CharField(max_length=64, verbose_name='摘要')),
                        ('content', models.JSONField(verbose_name='内容')),
                        ('signature', models.CharField(blank=True, max_length=64, verbose_name='签名')),
                        ('loaded_at', models.DateTimeField(verbose_name='载入时间')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical 政策包',
                        'verbose_name_plural': 'historical 政策包s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='LoadedPack',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=60, verbose_name='名称')),
                        ('version', models.CharField(max_length=20, verbose_name='版本')),
                        ('digest', models.CharField(max_length=64, verbose_name='摘要')),
                        ('content', models.JSONField(verbose_name='内容')),
                        ('signature', models.CharField(blank=True, max_length=64, verbose_name='签名')),
                        ('loaded_at', models.DateTimeField(verbose_name='载入时间')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                    ],
                    options={
                        'verbose_name': '政策包',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'constraints': [models.UniqueConstraint(fields=('cluster', 'name', 'digest'), name='loaded_pack_once')],
                    },
                ),
            ],
        ),
    ]
