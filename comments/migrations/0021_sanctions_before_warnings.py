from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# In the language of the staff who read it; the members were told all when it was decided.
BEFORE_WARNINGS = "Décidé avant que les avertissements existent."


def say_why_no_warning_came(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The next migration asks each suspension and ban for a warning before it, or for a reason."""
    sanctions = apps.get_model("comments", "Sanction").objects.using(schema_editor.connection.alias)
    sanctions.filter(level__in=("suspension", "ban"), override_reason="").update(override_reason=BEFORE_WARNINGS)


def forget_warnings(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """On the way back: nothing there knows what a warning is. The decisions behind them stay."""
    sanctions = apps.get_model("comments", "Sanction").objects.using(schema_editor.connection.alias)
    sanctions.exclude(prior_warning=None).update(prior_warning=None)
    sanctions.filter(level="warning").delete()


class Migration(migrations.Migration):
    dependencies = [("comments", "0020_warnings")]

    operations = [migrations.RunPython(say_why_no_warning_came, forget_warnings)]
