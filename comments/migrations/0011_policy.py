"""Keep the rules of the discussions in one row, and say when one was opened or grew hot."""

import django.core.validators
from django.db import migrations, models

import comments.models.policy


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_source"), ("comments", "0010_decision_has_category")]

    operations = [
        migrations.CreateModel(
            name="Policy",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                (
                    "first_comments_held",
                    models.PositiveSmallIntegerField(
                        default=comments.models.policy.first_comments_held,
                        help_text="As many comments of a new member wait for a moderator. 0: none.",
                        validators=[django.core.validators.MaxValueValidator(10000)],
                        verbose_name="first comments held",
                    ),
                ),
                (
                    "closes_after_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="From the publication of the article, or since its discussion was last opened by hand. 0: never.",
                        validators=[django.core.validators.MaxValueValidator(10000)],
                        verbose_name="days until a discussion closes",
                    ),
                ),
                (
                    "hot_reports",
                    models.PositiveSmallIntegerField(
                        default=8,
                        help_text="From this number on under one article, its comments wait for a moderator. 0: never.",
                        validators=[django.core.validators.MaxValueValidator(10000)],
                        verbose_name="reports within an hour",
                    ),
                ),
                (
                    "hot_refusals",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="The same, for comments refused or taken down.",
                        validators=[django.core.validators.MaxValueValidator(10000)],
                        verbose_name="refusals within an hour",
                    ),
                ),
                (
                    "stopped_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="all discussions stopped"),
                ),
                (
                    "stop_message",
                    models.TextField(
                        blank=True,
                        help_text="Shown under every article in place of the form, while all discussions are stopped.",
                        max_length=500,
                        verbose_name="what readers are told of the stop",
                    ),
                ),
            ],
            options={
                "verbose_name": "rules of the discussions",
                "verbose_name_plural": "rules of the discussions",
                "default_permissions": ("view", "change"),
            },
        ),
        migrations.AddField(
            model_name="discussion",
            name="heated_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="hot since"),
        ),
        migrations.AddField(
            model_name="discussion",
            name="opened_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="opened"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["created_at"], name="report_received"),
        ),
        migrations.AddField(
            model_name="policy",
            name="premoderated_sections",
            field=models.ManyToManyField(
                blank=True,
                help_text="Under the articles of these sections, every comment waits for a moderator.",
                related_name="+",
                to="articles.section",
                verbose_name="premoderated sections",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="policy_is_one_row"),
        ),
    ]
