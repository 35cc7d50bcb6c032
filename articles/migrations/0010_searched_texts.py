"""What is searched of the articles; `migrate` fills it for those that are published."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0009_picture_renditions"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicText",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        db_column="id",
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("headline", models.TextField(blank=True, verbose_name="headline")),
                ("standfirst", models.TextField(blank=True, verbose_name="standfirst")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("names", models.TextField(blank=True, verbose_name="names")),
            ],
            options={
                "verbose_name": "public text",
                "verbose_name_plural": "public texts",
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="WholeText",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        db_column="id",
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("headline", models.TextField(blank=True, verbose_name="headline")),
                ("standfirst", models.TextField(blank=True, verbose_name="standfirst")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("names", models.TextField(blank=True, verbose_name="names")),
            ],
            options={
                "verbose_name": "whole text",
                "verbose_name_plural": "whole texts",
                "abstract": False,
                "default_permissions": (),
            },
        ),
    ]
