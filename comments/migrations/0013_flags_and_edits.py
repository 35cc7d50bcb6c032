"""Mark what a check wants looked at, and let a text be edited once per form."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0012_acceptance")]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="flagged",
            field=models.BooleanField(default=False, editable=False, verbose_name="flagged"),
        ),
        migrations.AddField(
            model_name="revision",
            name="idempotency_key",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("flagged", True)), fields=["created_at", "id"], name="comment_flagged"
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("flagged", False), ("status", "published"), _connector="OR"),
                name="comment_flagged_is_published",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("idempotency_key", ""), _negated=True),
                fields=("comment", "idempotency_key"),
                name="revision_submitted_once",
            ),
        ),
    ]
