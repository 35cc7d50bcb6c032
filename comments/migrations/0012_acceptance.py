"""Keep who accepted which version of the charter."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0011_policy"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="accepted")),
            ],
            options={
                "verbose_name": "acceptance of the charter",
                "verbose_name_plural": "acceptances of the charter",
                "ordering": ("-id",),
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="acceptance",
            name="charter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="acceptances",
                to="comments.charter",
                verbose_name="charter",
            ),
        ),
        migrations.AddField(
            model_name="acceptance",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="acceptances",
                to=settings.AUTH_USER_MODEL,
                verbose_name="member",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptance",
            constraint=models.UniqueConstraint(fields=("user", "charter"), name="acceptance_once"),
        ),
    ]
