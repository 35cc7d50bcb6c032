"""What is asked by the year, the kind or the outcome has its index; an index that another begins with goes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0031_policy_version"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="appeal",
            name="decision",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appeals",
                to="comments.decision",
                verbose_name="decision",
            ),
        ),
        migrations.AlterField(
            model_name="comment",
            name="author",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="comments",
                to=settings.AUTH_USER_MODEL,
                verbose_name="author",
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="member",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions_received",
                to=settings.AUTH_USER_MODEL,
                verbose_name="member",
            ),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(fields=["submitted_at"], name="appeal_submitted"),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(fields=["decided_at"], name="appeal_decided"),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(condition=models.Q(("outcome", ""), _negated=True), fields=["-id"], name="appeal_heard"),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["decided_at"], name="decision_decided"),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["restriction", "-id"], name="decision_restriction"),
        ),
        migrations.AddIndex(
            model_name="sanction",
            index=models.Index(fields=["starts_at"], name="sanction_starts"),
        ),
        migrations.AddIndex(
            model_name="sanction",
            index=models.Index(fields=["level", "-id"], name="sanction_level"),
        ),
    ]
