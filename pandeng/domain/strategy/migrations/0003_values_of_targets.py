"""The value of every target known so far becomes its first dated value, with what was known when."""

from django.db import migrations


def copy_values(apps, schema_editor):
    target, value = apps.get_model("strategy", "Target"), apps.get_model("strategy", "TargetValue")
    old = apps.get_model("strategy", "HistoricalTarget")
    new = apps.get_model("strategy", "HistoricalTargetValue")
    for one in target._base_manager.order_by("id"):
        made = value(
            cluster_id=one.cluster_id, target_id=one.id, value=one.value, since=one.set_on,
            source=one.source,
        )
        made.save_base(raw=True)
        new.objects.bulk_create(
            new(
                id=made.pk, cluster_id=was.cluster_id, target_id=one.id, value=was.value,
                since=was.set_on, source=was.source, history_date=was.history_date,
                history_type=was.history_type, history_user_id=was.history_user_id,
                history_change_reason=was.history_change_reason,
            )
            for was in old.objects.filter(id=one.id).order_by("history_id")
        )


class Migration(migrations.Migration):
    dependencies = [("strategy", "0002_target_parts")]
    operations = [migrations.RunPython(copy_values, migrations.RunPython.noop)]
