"""Give the project's own charter its categories, and earlier decisions their deadline."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from newsroom.lib.dates import months_later

OF_FIRST_CHARTER = {
    1: "cyber_violence",
    2: "illegal_or_harmful_speech",
    3: "illegal_or_harmful_speech",
    4: "data_protection_and_privacy_violations",
    5: "violence",
    7: "scams_and_fraud",
    8: "negative_effects_on_civic_discourse_or_elections",
    9: "intellectual_property_infringements",
}


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    using = schema_editor.connection.alias
    rules = apps.get_model("comments", "Rule").objects.using(using)
    for number, category in OF_FIRST_CHARTER.items():
        rules.filter(charter__version=1, number=number).update(category=category)
    decisions = apps.get_model("comments", "Decision").objects.using(using)
    for decision in decisions.exclude(role="author").filter(appeal_deadline=None).iterator():
        decision.appeal_deadline = months_later(decision.notified_at or decision.decided_at, 6)
        decision.save(update_fields=["appeal_deadline"])


class Migration(migrations.Migration):
    dependencies = [("comments", "0007_statements")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
