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
                    name='OpeningKey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('digest', models.CharField(max_length=64, unique=True, verbose_name='摘要')),
                        ('issued_at', models.DateTimeField(verbose_name='签发时间')),
                        ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='使用时间')),
                    ],
                    options={
                        'verbose_name': '开设口令',
                    },
                ),
            ],
        ),
    ]
