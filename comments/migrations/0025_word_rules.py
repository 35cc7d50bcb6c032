"""List the paper's words, and what becomes of a text that holds one."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0024_recommendations_and_selections"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WordRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "phrase",
                    models.CharField(
                        help_text="A word or several, as a whole. Capitals, accents and disguises (c0n, c o n) are seen through.",
                        max_length=100,
                        verbose_name="phrase",
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=400, unique=True)),
                (
                    "action",
                    models.CharField(
                        choices=[("allow", "allow"), ("flag", "flag"), ("hold", "hold"), ("refuse", "refuse")],
                        max_length=6,
                        verbose_name="action",
                    ),
                ),
                (
                    "rule_number",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="rule of the charter"),
                ),
                ("active", models.BooleanField(default=True, verbose_name="active")),
                ("changes", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="written")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "word rule",
                "verbose_name_plural": "word rules",
                "ordering": ("key",),
                "default_permissions": ("view", "add", "change"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action__in", ("allow", "flag", "hold")), ("rule_number", None)),
                            models.Q(("action", "refuse"), ("rule_number__isnull", False)),
                            _connector="OR",
                        ),
                        name="word_rule_refuses_by_a_rule",
                    ),
                    models.CheckConstraint(condition=models.Q(("key", ""), _negated=True), name="word_rule_has_a_word"),
                ],
            },
        ),
    ]
