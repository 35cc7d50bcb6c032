import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0021_sanctions_before_warnings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LadderStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "contributions",
                    models.PositiveSmallIntegerField(
                        unique=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="contributions against the charter",
                    ),
                ),
                (
                    "within_days",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="within how many days"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("warning", "warning"),
                            ("premoderation", "premoderation"),
                            ("suspension", "suspension"),
                            ("ban", "ban"),
                        ],
                        max_length=13,
                        verbose_name="sanction",
                    ),
                ),
                (
                    "length_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="for how many days",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of the ladder",
                "verbose_name_plural": "ladder of sanctions",
                "ordering": ("contributions",),
                "default_permissions": ("view", "change"),
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "window_days",
                    models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="over how many days"),
                ),
                (
                    "n_against",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="contributions against the charter"
                    ),
                ),
                (
                    "n_total",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="contributions in all"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("imposed", "imposed"),
                            ("dismissed", "dismissed"),
                            ("superseded", "overtaken"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("warning", "warning"),
                            ("premoderation", "premoderation"),
                            ("suspension", "suspension"),
                            ("ban", "ban"),
                        ],
                        max_length=13,
                        verbose_name="sanction",
                    ),
                ),
                (
                    "length_days",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="for how many days"),
                ),
                ("threshold", models.PositiveSmallIntegerField(verbose_name="stands on at least")),
                ("gravity_note", models.TextField(blank=True, verbose_name="rules that were broken")),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="opened")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="why it was dismissed")),
            ],
            options={
                "verbose_name": "proposed sanction",
                "verbose_name_plural": "proposed sanctions",
                "ordering": ("-id",),
                "default_permissions": ("view",),
            },
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("level__in", ("suspension", "ban")), _negated=True),
                    ("prior_warning__isnull", False),
                    models.Q(("override_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="sanction_after_warning",
                violation_error_message="A suspension or a ban needs a warning before it, or the reason why none.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("contributions__gte", 1), ("within_days__gte", 1)),
                name="ladder_step_counts_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("length_days__gte", 1), ("length_days__isnull", False), ("level", "suspension")),
                    models.Q(
                        ("level", "premoderation"),
                        models.Q(("length_days", None), ("length_days__gte", 1), _connector="OR"),
                    ),
                    models.Q(("length_days", None), ("level__in", ("warning", "ban"))),
                    _connector="OR",
                ),
                name="ladder_step_length",
                violation_error_message="A suspension has a length in days; a warning and a ban have none.",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="closed by",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to=settings.AUTH_USER_MODEL,
                verbose_name="member",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="sanction",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="comments.sanction",
                verbose_name="sanction",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="strikes",
            field=models.ManyToManyField(related_name="proposals", to="comments.decision", verbose_name="strikes"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(condition=models.Q(("state", "open")), fields=["id"], name="proposal_open"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("member",), name="proposal_open_once_a_member"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at", None), ("closed_by", None), ("reason", ""), ("sanction", None), ("state", "open")
                    ),
                    models.Q(("closed_at__isnull", False), ("sanction__isnull", False), ("state", "imposed")),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("state", "dismissed"),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    models.Q(("closed_at__isnull", False), ("sanction", None), ("state", "superseded")),
                    _connector="OR",
                ),
                name="proposal_closing_is_whole",
            ),
        ),
    ]
