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
        ('demands', '0001_initial'),
        ('enterprises', '0001_initial'),
        ('projects', '0001_initial'),
    ]

    operations = [
        pandeng.core.schema.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Outcome',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('loan', '新增银行贷款'), ('fund', '基金投资'), ('hire', '招聘人才'), ('land', '土地指标')], max_length=6, verbose_name='类别')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='数值')),
                        ('unit', models.CharField(choices=[('yuan', '元'), ('person', '人'), ('mu', '亩')], max_length=6, verbose_name='单位')),
                        ('happened_on', models.DateField(verbose_name='发生日期')),
                        ('counterparty', models.CharField(blank=True, max_length=120, verbose_name='对方')),
                        ('evidence', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                        ('status', models.CharField(default='confirmed', max_length=10, verbose_name='状态')),
                        ('decided_on', models.DateField(blank=True, null=True, verbose_name='确认日期')),
                        ('is_example', models.BooleanField(default=False, verbose_name='示例')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                        ('confirmer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
                        ('counted_as', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duplicates', to='outcomes.outcome', verbose_name='与此重复')),
                        ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.department', verbose_name='县市区')),
                        ('demand', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='demands.demand')),
                        ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reported_outcomes', to='access.department', verbose_name='填报单位')),
                        ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='enterprises.enterprise')),
                        ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='projects.project')),
                        ('reporter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='填报人')),
                    ],
                    options={
                        'verbose_name': '成果',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'indexes': [models.Index(fields=['cluster', 'kind', 'happened_on'], name='outcome_kind')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='outcome_amount'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['loan', 'fund']), ('unit', 'yuan')), models.Q(('kind', 'hire'), ('unit', 'person')), models.Q(('kind', 'land'), ('unit', 'mu')), _connector='OR'), name='outcome_unit'), models.CheckConstraint(condition=models.Q(models.Q(('counted_as__isnull', False), ('status', 'duplicate')), models.Q(models.Q(('status', 'duplicate'), _negated=True), ('counted_as__isnull', True)), _connector='OR'), name='outcome_duplicate'), models.CheckConstraint(condition=models.Q(('confirmer__isnull', True), models.Q(('confirmer', models.F('reporter')), _negated=True), _connector='OR'), name='outcome_two_people')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalOutcome',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('loan', '新增银行贷款'), ('fund', '基金投资'), ('hire', '招聘人才'), ('land', '土地指标')], max_length=6, verbose_name='类别')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='数值')),
                        ('unit', models.CharField(choices=[('yuan', '元'), ('person', '人'), ('mu', '亩')], max_length=6, verbose_name='单位')),
                        ('happened_on', models.DateField(verbose_name='发生日期')),
                        ('counterparty', models.CharField(blank=True, max_length=120, verbose_name='对方')),
                        ('evidence', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                        ('status', models.CharField(default='confirmed', max_length=10, verbose_name='状态')),
                        ('decided_on', models.DateField(blank=True, null=True, verbose_name='确认日期')),
                        ('is_example', models.BooleanField(default=False, verbose_name='示例')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('confirmer', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
                        ('county', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.department', verbose_name='县市区')),
                        ('demand', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='demands.demand')),
                        ('department', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.department', verbose_name='填报单位')),
                        ('enterprise', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='enterprises.enterprise')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('project', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='projects.project')),
                        ('reporter', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='填报人')),
                        ('counted_as', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='outcomes.outcome', verbose_name='与此重复')),
                    ],
                    options={
                        'verbose_name': 'historical 成果',
                        'verbose_name_plural': 'historical 成果s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ],
        ),
    ]
