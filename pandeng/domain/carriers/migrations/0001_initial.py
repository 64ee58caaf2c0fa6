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
                    name='Carrier',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=20, verbose_name='编号')),
                        ('name', models.CharField(max_length=120, verbose_name='名称')),
                        ('kind', models.CharField(choices=[('park', '产业园区'), ('factories', '标准厂房'), ('incubator', '孵化器'), ('accelerator', '加速器')], max_length=12, verbose_name='类别')),
                        ('operator', models.CharField(blank=True, max_length=120, verbose_name='运营单位')),
                        ('opened_on', models.DateField(verbose_name='启用日期')),
                        ('closed_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                        ('source', models.CharField(blank=True, max_length=120, verbose_name='依据')),
                        ('is_example', models.BooleanField(default=False, verbose_name='示例')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                        ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.department', verbose_name='所在县市区')),
                    ],
                    options={
                        'verbose_name': '园区载体',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'constraints': [models.UniqueConstraint(fields=('cluster', 'code'), name='carrier_code'), models.UniqueConstraint(fields=('cluster', 'name'), name='carrier_name'), models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='carrier_order')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalCarrier',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('code', models.CharField(max_length=20, verbose_name='编号')),
                        ('name', models.CharField(max_length=120, verbose_name='名称')),
                        ('kind', models.CharField(choices=[('park', '产业园区'), ('factories', '标准厂房'), ('incubator', '孵化器'), ('accelerator', '加速器')], max_length=12, verbose_name='类别')),
                        ('operator', models.CharField(blank=True, max_length=120, verbose_name='运营单位')),
                        ('opened_on', models.DateField(verbose_name='启用日期')),
                        ('closed_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                        ('source', models.CharField(blank=True, max_length=120, verbose_name='依据')),
                        ('is_example', models.BooleanField(default=False, verbose_name='示例')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('county', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.department', verbose_name='所在县市区')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical 园区载体',
                        'verbose_name_plural': 'historical 园区载体s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalSpace',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('since', models.DateField(verbose_name='起')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='止')),
                        ('kind', models.CharField(choices=[('land', '土地（亩）'), ('factory', '厂房（平方米）')], max_length=8, verbose_name='类别')),
                        ('name', models.CharField(max_length=80, verbose_name='地块或厂房')),
                        ('area', models.DecimalField(decimal_places=2, help_text='土地按亩，厂房按平方米', max_digits=12, verbose_name='面积')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('carrier', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='carriers.carrier')),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical 载体空间',
                        'verbose_name_plural': 'historical 载体空间s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Space',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('since', models.DateField(verbose_name='起')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='止')),
                        ('kind', models.CharField(choices=[('land', '土地（亩）'), ('factory', '厂房（平方米）')], max_length=8, verbose_name='类别')),
                        ('name', models.CharField(max_length=80, verbose_name='地块或厂房')),
                        ('area', models.DecimalField(decimal_places=2, help_text='土地按亩，厂房按平方米', max_digits=12, verbose_name='面积')),
                        ('carrier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spaces', to='carriers.carrier')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                    ],
                    options={
                        'verbose_name': '载体空间',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'constraints': [models.UniqueConstraint(fields=('carrier', 'name'), name='space_name'), models.CheckConstraint(condition=models.Q(('area__gt', 0)), name='space_area'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='space_order')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalEntrant',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('since', models.DateField(verbose_name='起')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='止')),
                        ('area', models.DecimalField(decimal_places=2, help_text='土地按亩，厂房按平方米', max_digits=12, verbose_name='使用面积')),
                        ('source', models.CharField(blank=True, max_length=120, verbose_name='依据')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('enterprise', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='enterprises.enterprise')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('space', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='carriers.space')),
                    ],
                    options={
                        'verbose_name': 'historical 入驻企业',
                        'verbose_name_plural': 'historical 入驻企业s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Entrant',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('since', models.DateField(verbose_name='起')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='止')),
                        ('area', models.DecimalField(decimal_places=2, help_text='土地按亩，厂房按平方米', max_digits=12, verbose_name='使用面积')),
                        ('source', models.CharField(blank=True, max_length=120, verbose_name='依据')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                        ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='carriers', to='enterprises.enterprise')),
                        ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entrants', to='carriers.space')),
                    ],
                    options={
                        'verbose_name': '入驻企业',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'constraints': [models.UniqueConstraint(fields=('space', 'enterprise', 'since'), name='entrant_once'), models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('space', 'enterprise'), name='entrant_one_now'), models.CheckConstraint(condition=models.Q(('area__gt', 0)), name='entrant_area'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='entrant_order')],
                    },
                ),
            ],
        ),
    ]
