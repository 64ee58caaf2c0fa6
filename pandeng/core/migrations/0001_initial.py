import pandeng.core.schema
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        pandeng.core.schema.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='AuditSeal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField(unique=True)),
                        ('at', models.DateTimeField()),
                        ('members', models.JSONField(help_text='[[event id, first 16 characters of its commitment], …]')),
                        ('previous', models.CharField(max_length=64)),
                        ('digest', models.CharField(max_length=64)),
                    ],
                    options={
                        'verbose_name': '审计封存',
                        'ordering': ['number'],
                    },
                ),
                migrations.CreateModel(
                    name='AuditEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(unique=True)),
                        ('at', models.DateTimeField(db_index=True, verbose_name='时间')),
                        ('cluster_id', models.BigIntegerField(db_index=True, null=True)),
                        ('actor_id', models.BigIntegerField(null=True)),
                        ('action', models.CharField(max_length=60, verbose_name='操作')),
                        ('target_kind', models.CharField(blank=True, max_length=60, verbose_name='对象类别')),
                        ('target_id', models.BigIntegerField(null=True)),
                        ('personal', models.JSONField(null=True)),
                        ('salt', models.CharField(max_length=32, null=True)),
                        ('personal_digest', models.CharField(max_length=64)),
                        ('commitment', models.CharField(max_length=64)),
                    ],
                    options={
                        'verbose_name': '审计记录',
                        'ordering': ['id'],
                        'indexes': [models.Index(fields=['target_kind', 'target_id'], name='audit_target')],
                    },
                ),
            ],
        ),
    ]
