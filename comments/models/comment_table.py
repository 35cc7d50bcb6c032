"""What the database keeps of the comments' table: the indexes of its look-ups, and what no row may say."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from comments.models.reach import MAX_DEPTH
from comments.text import COMMENT_MAX_LENGTH

INDEXES = (
    models.Index(fields=("article", "status", "id"), name="comment_article_status"),
    models.Index(fields=("article", "-id"), condition=models.Q(parent=None), name="comment_article_roots"),
    models.Index(
        fields=("article", "-recommended", "-id"), condition=models.Q(parent=None), name="comment_recommended"
    ),
    models.Index(fields=("created_at", "id"), condition=models.Q(status="pending"), name="comment_queue"),
    models.Index(fields=("created_at", "id"), condition=models.Q(status="hidden"), name="comment_hidden"),
    models.Index(fields=("created_at", "id"), condition=models.Q(flagged=True), name="comment_flagged"),
    models.Index(fields=("author", "-id"), name="comment_author"),
    # What became of all that a member wrote is counted from the index alone, be it twenty thousand comments.
    models.Index(fields=("author", "status", "created_at"), name="comment_record"),
    # A tab of the archive: of a status that is rare, the whole table would be read for one page.
    models.Index(fields=("status", "-id"), name="comment_status"),
)
CONSTRAINTS = (
    models.UniqueConstraint(fields=("author", "idempotency_key"), name="comment_submitted_once"),
    models.CheckConstraint(condition=LessThanOrEqual(Length("body"), COMMENT_MAX_LENGTH), name="comment_length"),
    models.CheckConstraint(
        condition=models.Q(status="erased", body="") | (~models.Q(status="erased") & ~models.Q(body="")),
        name="comment_empty_only_when_erased",
    ),
    models.CheckConstraint(
        condition=models.Q(depth=0, parent=None, root=None)
        | models.Q(depth__gt=0, depth__lte=MAX_DEPTH, parent__isnull=False, root__isnull=False),
        name="comment_depth",
    ),
    models.CheckConstraint(
        condition=~models.Q(status="published") | models.Q(published_at__isnull=False),
        name="comment_published_is_dated",
    ),
    models.CheckConstraint(
        condition=models.Q(flagged=False) | models.Q(status="published"), name="comment_flagged_is_published"
    ),
)
