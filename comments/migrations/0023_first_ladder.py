from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

STEPS = (
    {"contributions": 2, "within_days": 30, "level": "warning", "length_days": None},
    {"contributions": 4, "within_days": 90, "level": "suspension", "length_days": 7},
    {"contributions": 6, "within_days": 180, "level": "suspension", "length_days": 30},
    {"contributions": 8, "within_days": 365, "level": "ban", "length_days": None},
)


def give_a_ladder(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A paper that runs already gets the steps here; a new one gets them with its first charter, after `migrate`."""
    using = schema_editor.connection.alias
    if apps.get_model("comments", "Charter").objects.using(using).exists():
        step = apps.get_model("comments", "LadderStep")
        step.objects.using(using).bulk_create(step(**written) for written in STEPS)


class Migration(migrations.Migration):
    dependencies = [("comments", "0022_ladder_and_proposals")]

    operations = [migrations.RunPython(give_a_ladder, migrations.RunPython.noop)]
