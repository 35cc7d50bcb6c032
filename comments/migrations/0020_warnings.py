import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0019_appeals")]

    operations = [
        migrations.AlterModelOptions(
            name="sanction",
            options={
                "default_permissions": ("view",),
                "ordering": ("-id",),
                "permissions": (
                    ("impose_sanction", "Can warn, premoderate and suspend members"),
                    ("ban_member", "Can ban members, and sanction staff"),
                ),
                "verbose_name": "sanction",
                "verbose_name_plural": "sanctions",
            },
        ),
        migrations.RemoveConstraint(
            model_name="sanction",
            name="sanction_for_good_once",
        ),
        migrations.AddField(
            model_name="sanction",
            name="acknowledged_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="read"),
        ),
        migrations.AddField(
            model_name="sanction",
            name="gravity",
            field=models.CharField(
                blank=True,
                choices=[("light", "light"), ("serious", "serious"), ("grave", "grave")],
                max_length=7,
                verbose_name="gravity",
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="n_against",
            field=models.PositiveIntegerField(
                default=0, editable=False, verbose_name="contributions against the charter"
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="n_total",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="contributions in all"),
        ),
        migrations.AddField(
            model_name="sanction",
            name="override_reason",
            field=models.TextField(
                blank=True, editable=False, max_length=2000, verbose_name="why no warning came before"
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="prior_warning",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followed_by",
                to="comments.sanction",
                verbose_name="warning before it",
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="strikes",
            field=models.ManyToManyField(
                blank=True, related_name="sanctions_founded", to="comments.decision", verbose_name="strikes"
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="threshold",
            field=models.PositiveSmallIntegerField(
                blank=True, editable=False, null=True, verbose_name="stands on at least"
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="window_days",
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="over how many days"),
        ),
        migrations.AlterField(
            model_name="sanction",
            name="level",
            field=models.CharField(
                choices=[
                    ("warning", "warning"),
                    ("premoderation", "premoderation"),
                    ("suspension", "suspension"),
                    ("ban", "ban"),
                ],
                max_length=13,
                verbose_name="level",
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["member", "decided_at"], name="decision_member_decided"),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("acknowledged_at", None), ("ends_at", None), ("lifted_at", None)),
                fields=("member", "level"),
                name="sanction_for_good_once",
                violation_error_message="This member is under this sanction already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("level", "warning"), _negated=True), ("ends_at", None), _connector="OR"),
                name="sanction_warning_is_read",
                violation_error_message="A warning ends when its member has read it: it has no other end.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(("level", "warning"), ("acknowledged_at", None), _connector="OR"),
                name="sanction_only_warnings_are_read",
            ),
        ),
    ]
