"""After which decision a sanction fell: where that was a slip, the sanction stands again."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0029_legal_holds"),
    ]

    operations = [
        migrations.AddField(
            model_name="sanction",
            name="fell_with",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="felled",
                to="comments.decision",
            ),
        ),
    ]
