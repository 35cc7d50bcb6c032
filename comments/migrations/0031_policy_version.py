"""How often the rules of the discussions were revised: a page that shows them is kept no longer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0030_fallen_sanctions"),
    ]

    operations = [
        migrations.AddField(
            model_name="policy",
            name="version",
            field=models.PositiveBigIntegerField(default=0, editable=False),
        ),
    ]
