"""Who signs has a role and a portrait, a section a description; the archive and the languages keep their words."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0014_front_order"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="section",
            name="section_slug_not_reserved",
        ),
        migrations.AddField(
            model_name="contributor",
            name="portrait",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.picture",
                verbose_name="portrait",
            ),
        ),
        migrations.AddField(
            model_name="contributor",
            name="role",
            field=models.CharField(
                blank=True, help_text="“Science editor”, for one.", max_length=120, verbose_name="role"
            ),
        ),
        migrations.AddField(
            model_name="section",
            name="description",
            field=models.TextField(
                blank=True, help_text="In a sentence or two, on its page.", verbose_name="description"
            ),
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "slug__in",
                        [
                            "accessibility",
                            "account",
                            "accounts",
                            "admin",
                            "appeals",
                            "archive",
                            "audio",
                            "cancellation",
                            "charter",
                            "comments",
                            "contributors",
                            "corrections",
                            "discussions",
                            "feed",
                            "health",
                            "language",
                            "legal",
                            "media",
                            "payments",
                            "plans",
                            "previews",
                            "privacy",
                            "renunciation",
                            "reports",
                            "search",
                            "sitemap",
                            "static",
                            "styleguide",
                            "tags",
                            "terms",
                            "transparency",
                        ],
                    ),
                    _negated=True,
                ),
                name="section_slug_not_reserved",
            ),
        ),
    ]
