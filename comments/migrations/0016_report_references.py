"""Give each report that came before a reference of its own."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from comments.models.sender import reference


def give(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    reports = apps.get_model("comments", "Report").objects.using(schema_editor.connection.alias)
    for report in reports.filter(reference=None).only("pk").iterator():
        reports.filter(pk=report.pk).update(reference=reference())


class Migration(migrations.Migration):
    dependencies = [("comments", "0015_notices")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
