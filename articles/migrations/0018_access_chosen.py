"""Whether somebody chose who reads an article: empty where nobody did, so that no table is made anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0017_leading_indexes")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="access_chosen_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="access chosen"),
        ),
    ]
