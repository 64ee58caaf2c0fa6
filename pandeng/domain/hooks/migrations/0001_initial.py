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
                    name='HistoricalHook',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('name', models.CharField(max_length=60, verbose_name='名称')),
                        ('webhook', models.CharField(max_length=400, verbose_name='地址')),
                        ('secret', models.CharField(max_length=80, verbose_name='签名密钥')),
                        ('events', models.JSONField(blank=True, default=list, verbose_name='事件')),
                        ('after', models.BigIntegerField(default=0)),
                        ('dropped_at', models.DateTimeField(blank=True, null=True, verbose_name='停用')),
                        ('failing_since', models.DateTimeField(blank=True, null=True, verbose_name='故障')),
                        ('error', models.CharField(blank=True, max_length=200, verbose_name='故障原因')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('token', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.apitoken', verbose_name='接口令牌')),
                    ],
                    options={
                        'verbose_name': 'historical 事件推送',
                        'verbose_name_plural': 'historical 事件推送s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Hook',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=60, verbose_name='名称')),
                        ('webhook', models.CharField(max_length=400, verbose_name='地址')),
                        ('secret', models.CharField(max_length=80, verbose_name='签名密钥')),
                        ('events', models.JSONField(blank=True, default=list, verbose_name='事件')),
                        ('after', models.BigIntegerField(default=0)),
                        ('dropped_at', models.DateTimeField(blank=True, null=True, verbose_name='停用')),
                        ('failing_since', models.DateTimeField(blank=True, null=True, verbose_name='故障')),
                        ('error', models.CharField(blank=True, max_length=200, verbose_name='故障原因')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                        ('token', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hooks', to='access.apitoken', verbose_name='接口令牌')),
                    ],
                    options={
                        'verbose_name': '事件推送',
                        'abstract': False,
                        'base_manager_name': 'objects',
                    },
                ),
                migrations.CreateModel(
                    name='HookProgress',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('event_id', models.BigIntegerField()),
                        ('hook', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='progress', to='hooks.hook')),
                    ],
                    options={
                        'verbose_name': '推送进度',
                    },
                ),
                migrations.CreateModel(
                    name='HookDelivery',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField()),
                        ('type', models.CharField(max_length=60, verbose_name='事件')),
                        ('body', models.TextField()),
                        ('made_at', models.DateTimeField(verbose_name='时间')),
                        ('due_at', models.DateTimeField(verbose_name='发送')),
                        ('claimed_until', models.DateTimeField(blank=True, null=True)),
                        ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='次数')),
                        ('status', models.PositiveSmallIntegerField(default=0, verbose_name='答复')),
                        ('error', models.CharField(blank=True, max_length=200, verbose_name='故障原因')),
                        ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='发出')),
                        ('given_up_at', models.DateTimeField(blank=True, null=True, verbose_name='不再发送')),
                        ('hook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='hooks.hook')),
                    ],
                    options={
                        'verbose_name': '推送记录',
                        'indexes': [models.Index(condition=models.Q(('given_up_at__isnull', True), ('sent_at__isnull', True)), fields=['due_at'], name='delivery_waiting')],
                        'constraints': [models.UniqueConstraint(fields=('hook', 'uid'), name='delivery_once')],
                    },
                ),
            ],
        ),
    ]
