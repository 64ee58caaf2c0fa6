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
                    name='ClimbPlan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('first_year', models.PositiveSmallIntegerField(verbose_name='起始年度')),
                        ('last_year', models.PositiveSmallIntegerField(verbose_name='终止年度')),
                        ('set_on', models.DateField(verbose_name='制定日期')),
                        ('source', models.CharField(blank=True, max_length=120, verbose_name='依据')),
                        ('is_example', models.BooleanField(default=False, verbose_name='示例')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                        ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='climb_plans', to='enterprises.enterprise')),
                    ],
                    options={
                        'verbose_name': '攀登计划',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'constraints': [models.UniqueConstraint(fields=('enterprise', 'first_year'), name='climb_plan_once'), models.CheckConstraint(condition=models.Q(('last_year__gte', models.F('first_year'))), name='climb_plan_order')],
                    },
                ),
                migrations.CreateModel(
                    name='ClimbGoal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                        ('revenue_yuan', models.BigIntegerField(verbose_name='目标营收')),
                        ('set_on', models.DateField(verbose_name='确定日期')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                        ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='climb_goals', to='enterprises.enterprise')),
                        ('tier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='enterprises.clubtier', verbose_name='目标梯队')),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='climbing.climbplan')),
                    ],
                    options={
                        'verbose_name': '攀登计划年度目标',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'indexes': [models.Index(fields=['cluster', 'year'], name='climb_goal_year')],
                        'constraints': [models.UniqueConstraint(fields=('enterprise', 'year'), name='climb_goal_once'), models.CheckConstraint(condition=models.Q(('revenue_yuan__gt', 0)), name='climb_goal_revenue')],
                    },
                ),
                migrations.CreateModel(
                    name='ClimbTest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('project', '项目有大支撑'), ('revenue', '营收有大突破'), ('title', '争优有新目标'), ('listing', '上市有强意愿')], max_length=8, verbose_name='条件')),
                        ('evidence', models.CharField(max_length=200, verbose_name='依据')),
                        ('noted_on', models.DateField(verbose_name='登记日期')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                        ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='climb_tests', to='enterprises.enterprise')),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tests', to='climbing.climbplan')),
                    ],
                    options={
                        'verbose_name': '攀登条件依据',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'constraints': [models.UniqueConstraint(fields=('plan', 'kind'), name='climb_test_once')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalClimbGoal',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                        ('revenue_yuan', models.BigIntegerField(verbose_name='目标营收')),
                        ('set_on', models.DateField(verbose_name='确定日期')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('enterprise', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='enterprises.enterprise')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('plan', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='climbing.climbplan')),
                        ('tier', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='enterprises.clubtier', verbose_name='目标梯队')),
                    ],
                    options={
                        'verbose_name': 'historical 攀登计划年度目标',
                        'verbose_name_plural': 'historical 攀登计划年度目标s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalClimbPlan',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('first_year', models.PositiveSmallIntegerField(verbose_name='起始年度')),
                        ('last_year', models.PositiveSmallIntegerField(verbose_name='终止年度')),
                        ('set_on', models.DateField(verbose_name='制定日期')),
                        ('source', models.CharField(blank=True, max_length=120, verbose_name='依据')),
                        ('is_example', models.BooleanField(default=False, verbose_name='示例')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('enterprise', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='enterprises.enterprise')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical 攀登计划',
                        'verbose_name_plural': 'historical 攀登计划s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalClimbTest',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('project', '项目有大支撑'), ('revenue', '营收有大突破'), ('title', '争优有新目标'), ('listing', '上市有强意愿')], max_length=8, verbose_name='条件')),
                        ('evidence', models.CharField(max_length=200, verbose_name='依据')),
                        ('noted_on', models.DateField(verbose_name='登记日期')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('enterprise', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='enterprises.enterprise')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('plan', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='climbing.climbplan')),
                    ],
                    options={
                        'verbose_name': 'historical 攀登条件依据',
                        'verbose_name_plural': 'historical 攀登条件依据s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ],
        ),
    ]
