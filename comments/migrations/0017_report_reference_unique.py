from django.db import migrations, models

import comments.models.sender


class Migration(migrations.Migration):
    dependencies = [("comments", "0016_report_references")]

    operations = [
        migrations.AlterField(
            model_name="report",
            name="reference",
            field=models.CharField(
                default=comments.models.sender.reference,
                editable=False,
                max_length=11,
                unique=True,
                verbose_name="reference",
            ),
        ),
    ]
