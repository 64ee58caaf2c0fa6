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
                    name='HistoricalPlatform',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('code', models.CharField(max_length=20, verbose_name='代码')),
                        ('name', models.CharField(max_length=120, verbose_name='名称')),
                        ('role', models.CharField(choices=[('core', '1（核心平台）'), ('n', 'N（协同平台）')], max_length=5, verbose_name='在体系中的位置')),
                        ('kind', models.CharField(max_length=40, verbose_name='类别')),
                        ('level', models.CharField(blank=True, choices=[('national', '国家级'), ('provincial', '省级'), ('municipal', '市级')], max_length=12, verbose_name='认定级别')),
                        ('opened_on', models.DateField(verbose_name='启用日期')),
                        ('closed_on', models.DateField(blank=True, null=True, verbose_name='撤并日期')),
                        ('is_example', models.BooleanField(default=False, verbose_name='示例')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('county', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.department')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('host', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='enterprises.enterprise')),
                    ],
                    options={
                        'verbose_name': 'historical 创新平台',
                        'verbose_name_plural': 'historical 创新平台s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Platform',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=20, verbose_name='代码')),
                        ('name', models.CharField(max_length=120, verbose_name='名称')),
                        ('role', models.CharField(choices=[('core', '1（核心平台）'), ('n', 'N（协同平台）')], max_length=5, verbose_name='在体系中的位置')),
                        ('kind', models.CharField(max_length=40, verbose_name='类别')),
                        ('level', models.CharField(blank=True, choices=[('national', '国家级'), ('provincial', '省级'), ('municipal', '市级')], max_length=12, verbose_name='认定级别')),
                        ('opened_on', models.DateField(verbose_name='启用日期')),
                        ('closed_on', models.DateField(blank=True, null=True, verbose_name='撤并日期')),
                        ('is_example', models.BooleanField(default=False, verbose_name='示例')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                        ('county', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.department')),
                        ('host', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hosted_platforms', to='enterprises.enterprise')),
                    ],
                    options={
                        'verbose_name': '创新平台',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'constraints': [models.UniqueConstraint(fields=('cluster', 'code'), name='platform_code'), models.UniqueConstraint(condition=models.Q(('closed_on__isnull', True), ('role', 'core')), fields=('cluster',), name='platform_one_core'), models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='platform_order')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalPlatformMember',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('since', models.DateField(verbose_name='起')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='止')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('enterprise', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='enterprises.enterprise')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('platform', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='platforms.platform')),
                    ],
                    options={
                        'verbose_name': 'historical 平台成员',
                        'verbose_name_plural': 'historical 平台成员s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='PlatformMember',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('since', models.DateField(verbose_name='起')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='止')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                        ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='platforms', to='enterprises.enterprise')),
                        ('platform', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='platforms.platform')),
                    ],
                    options={
                        'verbose_name': '平台成员',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'constraints': [models.UniqueConstraint(fields=('platform', 'enterprise', 'since'), name='platform_member_once'), models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('platform', 'enterprise'), name='platform_member_one_now'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='platform_member_order')],
                    },
                ),
            ],
        ),
    ]
