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
                    name='HistoricalAttachment',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('subject_kind', models.CharField(max_length=40)),
                        ('subject_id', models.BigIntegerField()),
                        ('name', models.CharField(max_length=120, verbose_name='文件名')),
                        ('content_type', models.CharField(max_length=90, verbose_name='类型')),
                        ('size', models.PositiveBigIntegerField(verbose_name='大小')),
                        ('digest', models.CharField(max_length=64, verbose_name='SHA-256')),
                        ('stored', models.CharField(db_index=True, editable=False, max_length=32)),
                        ('added_at', models.DateTimeField(verbose_name='上传')),
                        ('person', models.CharField(max_length=60, verbose_name='上传人')),
                        ('removed_on', models.DateField(blank=True, null=True, verbose_name='移除')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('added_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('cluster', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.cluster')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical 附件',
                        'verbose_name_plural': 'historical 附件s',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Attachment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('subject_kind', models.CharField(max_length=40)),
                        ('subject_id', models.BigIntegerField()),
                        ('name', models.CharField(max_length=120, verbose_name='文件名')),
                        ('content_type', models.CharField(max_length=90, verbose_name='类型')),
                        ('size', models.PositiveBigIntegerField(verbose_name='大小')),
                        ('digest', models.CharField(max_length=64, verbose_name='SHA-256')),
                        ('stored', models.CharField(editable=False, max_length=32, unique=True)),
                        ('added_at', models.DateTimeField(verbose_name='上传')),
                        ('person', models.CharField(max_length=60, verbose_name='上传人')),
                        ('removed_on', models.DateField(blank=True, null=True, verbose_name='移除')),
                        ('added_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                    ],
                    options={
                        'verbose_name': '附件',
                        'abstract': False,
                        'base_manager_name': 'objects',
                        'indexes': [models.Index(fields=['subject_kind', 'subject_id'], name='attachment_subject')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('removed_on__isnull', True)), fields=('subject_kind', 'subject_id', 'digest'), name='attachment_once')],
                    },
                ),
            ],
        ),
    ]
