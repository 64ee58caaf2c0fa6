import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
import pandeng.core.schema
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        pandeng.core.schema.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                        ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                        ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                        ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                        ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                        ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                        ('display_name', models.CharField(max_length=60, verbose_name='姓名')),
                        ('phone', models.CharField(blank=True, max_length=20, verbose_name='手机')),
                        ('second_factor_required', models.BooleanField(default=False, verbose_name='须用第二验证')),
                        ('password_is_temporary', models.BooleanField(default=False, verbose_name='一次性口令')),
                        ('wants_email', models.BooleanField(default=True, verbose_name='接收邮件提醒')),
                        ('language', models.CharField(default='zh-hans', max_length=10, verbose_name='界面语言')),
                        ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                        ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ],
                    options={
                        'verbose_name': '用户',
                    },
                    managers=[
                        ('objects', django.contrib.auth.models.UserManager()),
                    ],
                ),
                migrations.CreateModel(
                    name='Cluster',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=60, unique=True, verbose_name='代码')),
                        ('name', models.CharField(max_length=120, verbose_name='名称')),
                        ('city_code', models.CharField(blank=True, max_length=6, verbose_name='城市区划代码')),
                        ('data_through', models.DateField(blank=True, null=True, verbose_name='数据截止日')),
                        ('is_demo', models.BooleanField(default=False, verbose_name='示例')),
                        ('clock_lag', models.DurationField(blank=True, null=True, verbose_name='示例时钟')),
                        ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='关闭时间')),
                    ],
                    options={
                        'verbose_name': '集群',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'constraints': [models.CheckConstraint(condition=models.Q(('clock_lag__isnull', True), ('is_demo', True), _connector='OR'), name='clock_of_demo')],
                    },
                ),
                migrations.CreateModel(
                    name='Department',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('cluster_office', '产业集群专班'), ('guarantee_group', '要素保障组'), ('department', '市直部门'), ('county', '县市区（功能区）'), ('bank', '银行'), ('enterprise', '企业')], max_length=20, verbose_name='类别')),
                        ('code', models.CharField(max_length=40, verbose_name='代码')),
                        ('name', models.CharField(max_length=120, verbose_name='名称')),
                        ('short_name', models.CharField(blank=True, max_length=40, verbose_name='简称')),
                        ('region_code', models.CharField(blank=True, max_length=6, verbose_name='区划代码')),
                        ('since', models.DateField(blank=True, null=True, verbose_name='起')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='止')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                    ],
                    options={
                        'verbose_name': '单位',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'constraints': [models.UniqueConstraint(fields=('cluster', 'code'), name='department_code'), models.UniqueConstraint(fields=('cluster', 'kind', 'name'), name='department_name')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalCluster',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('code', models.SlugField(max_length=60, verbose_name='代码')),
                        ('name', models.CharField(max_length=120, verbose_name='名称')),
                        ('city_code', models.CharField(blank=True, max_length=6, verbose_name='城市区划代码')),
                        ('data_through', models.DateField(blank=True, null=True, verbose_name='数据截止日')),
                        ('is_demo', models.BooleanField(default=False, verbose_name='示例')),
                        ('clock_lag', models.DurationField(blank=True, null=True, verbose_name='示例时钟')),
                        ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='关闭时间')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical 集群',
                        'verbose_name_plural': 'historical 集群s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalDepartment',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('cluster_office', '产业集群专班'), ('guarantee_group', '要素保障组'), ('department', '市直部门'), ('county', '县市区（功能区）'), ('bank', '银行'), ('enterprise', '企业')], max_length=20, verbose_name='类别')),
                        ('code', models.CharField(max_length=40, verbose_name='代码')),
                        ('name', models.CharField(max_length=120, verbose_name='名称')),
                        ('short_name', models.CharField(blank=True, max_length=40, verbose_name='简称')),
                        ('region_code', models.CharField(blank=True, max_length=6, verbose_name='区划代码')),
                        ('since', models.DateField(blank=True, null=True, verbose_name='起')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='止')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical 单位',
                        'verbose_name_plural': 'historical 单位s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalMembership',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('role', models.CharField(choices=[('municipal_leader', '市级领导'), ('office_lead', '专班负责人'), ('office_staff', '专班工作人员'), ('department_handler', '部门经办人'), ('county_reporter', '县市区填报员'), ('stationed_officer', '驻企干部'), ('lead_bank_manager', '主办银行经理'), ('enterprise_contact', '企业联系人'), ('auditor', '审计员'), ('administrator', '系统管理员')], max_length=30, verbose_name='角色')),
                        ('since', models.DateField(verbose_name='起')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='止')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('department', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.department')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical 任职',
                        'verbose_name_plural': 'historical 任职s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Membership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(choices=[('municipal_leader', '市级领导'), ('office_lead', '专班负责人'), ('office_staff', '专班工作人员'), ('department_handler', '部门经办人'), ('county_reporter', '县市区填报员'), ('stationed_officer', '驻企干部'), ('lead_bank_manager', '主办银行经理'), ('enterprise_contact', '企业联系人'), ('auditor', '审计员'), ('administrator', '系统管理员')], max_length=30, verbose_name='角色')),
                        ('since', models.DateField(verbose_name='起')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='止')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                        ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='access.department')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': '任职',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'constraints': [models.UniqueConstraint(fields=('user', 'department', 'role', 'since'), name='membership_once'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='membership_order')],
                    },
                ),
            ],
        ),
    ]
