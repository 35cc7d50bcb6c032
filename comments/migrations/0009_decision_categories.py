"""Give earlier restrictions the category of their rule: what comes next wants one of each."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    decisions = apps.get_model("comments", "Decision").objects.using(schema_editor.connection.alias)
    unsorted = decisions.exclude(restriction="").filter(category="").select_related("charter_rule")
    for decision in unsorted.iterator():
        rule = decision.charter_rule
        decision.category = rule.category if rule else "not_specified_notice"
        decision.save(update_fields=["category"])


class Migration(migrations.Migration):
    dependencies = [("comments", "0008_categories_and_deadlines")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
