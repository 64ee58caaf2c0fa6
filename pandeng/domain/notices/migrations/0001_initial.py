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
                    name='HistoricalNotice',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('line', models.CharField(max_length=80, verbose_name='提醒')),
                        ('about', models.CharField(blank=True, max_length=160, verbose_name='事项')),
                        ('path', models.CharField(max_length=200)),
                        ('key', models.CharField(blank=True, max_length=80, null=True)),
                        ('created_at', models.DateTimeField(verbose_name='时间')),
                        ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='已读')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical 提醒',
                        'verbose_name_plural': 'historical 提醒s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalRobot',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('wecom', '企业微信'), ('dingtalk', '钉钉'), ('feishu', '飞书')], max_length=10, verbose_name='平台')),
                        ('name', models.CharField(max_length=40, verbose_name='名称')),
                        ('webhook', models.CharField(max_length=400, verbose_name='地址')),
                        ('secret', models.CharField(blank=True, max_length=200, verbose_name='签名密钥')),
                        ('dropped_on', models.DateField(blank=True, null=True, verbose_name='停用')),
                        ('failing_since', models.DateTimeField(blank=True, null=True, verbose_name='故障')),
                        ('error', models.CharField(blank=True, max_length=200, verbose_name='故障原因')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('department', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.department', verbose_name='单位')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical 群机器人',
                        'verbose_name_plural': 'historical 群机器人s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Robot',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('wecom', '企业微信'), ('dingtalk', '钉钉'), ('feishu', '飞书')], max_length=10, verbose_name='平台')),
                        ('name', models.CharField(max_length=40, verbose_name='名称')),
                        ('webhook', models.CharField(max_length=400, verbose_name='地址')),
                        ('secret', models.CharField(blank=True, max_length=200, verbose_name='签名密钥')),
                        ('dropped_on', models.DateField(blank=True, null=True, verbose_name='停用')),
                        ('failing_since', models.DateTimeField(blank=True, null=True, verbose_name='故障')),
                        ('error', models.CharField(blank=True, max_length=200, verbose_name='故障原因')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                        ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.department', verbose_name='单位')),
                    ],
                    options={
                        'verbose_name': '群机器人',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('dropped_on__isnull', True)), fields=('cluster', 'name'), name='robot_name')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalDispatch',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('line', models.CharField(max_length=80, verbose_name='提醒')),
                        ('path', models.CharField(max_length=200)),
                        ('created_at', models.DateTimeField(verbose_name='时间')),
                        ('message', models.UUIDField(blank=True, null=True)),
                        ('due_at', models.DateTimeField(verbose_name='发送')),
                        ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='次数')),
                        ('tried_at', models.DateTimeField(blank=True, null=True)),
                        ('claimed_until', models.DateTimeField(blank=True, null=True)),
                        ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='发出')),
                        ('given_up_at', models.DateTimeField(blank=True, null=True, verbose_name='不再发送')),
                        ('error', models.CharField(blank=True, max_length=200, verbose_name='故障原因')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('robot', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='notices.robot')),
                    ],
                    options={
                        'verbose_name': 'historical 待发提醒',
                        'verbose_name_plural': 'historical 待发提醒s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Dispatch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('line', models.CharField(max_length=80, verbose_name='提醒')),
                        ('path', models.CharField(max_length=200)),
                        ('created_at', models.DateTimeField(verbose_name='时间')),
                        ('message', models.UUIDField(blank=True, null=True)),
                        ('due_at', models.DateTimeField(verbose_name='发送')),
                        ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='次数')),
                        ('tried_at', models.DateTimeField(blank=True, null=True)),
                        ('claimed_until', models.DateTimeField(blank=True, null=True)),
                        ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='发出')),
                        ('given_up_at', models.DateTimeField(blank=True, null=True, verbose_name='不再发送')),
                        ('error', models.CharField(blank=True, max_length=200, verbose_name='故障原因')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                        ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('robot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dispatches', to='notices.robot')),
                    ],
                    options={
                        'verbose_name': '待发提醒',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'indexes': [models.Index(condition=models.Q(('given_up_at__isnull', True), ('sent_at__isnull', True)), fields=['due_at'], name='dispatch_waiting'), models.Index(fields=['robot', 'tried_at'], name='dispatch_rate')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('robot__isnull', True), ('user__isnull', False)), models.Q(('robot__isnull', False), ('user__isnull', True)), _connector='OR'), name='dispatch_to')],
                    },
                ),
                migrations.CreateModel(
                    name='Notice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('line', models.CharField(max_length=80, verbose_name='提醒')),
                        ('about', models.CharField(blank=True, max_length=160, verbose_name='事项')),
                        ('path', models.CharField(max_length=200)),
                        ('key', models.CharField(blank=True, max_length=80, null=True)),
                        ('created_at', models.DateTimeField(verbose_name='时间')),
                        ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='已读')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': '提醒',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'indexes': [models.Index(condition=models.Q(('read_at__isnull', True)), fields=['user', 'cluster'], name='notice_unread'), models.Index(fields=['user', 'cluster', '-id'], name='notice_inbox')],
                        'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='notice_once')],
                    },
                ),
            ],
        ),
    ]
