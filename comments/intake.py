"""The only door for a new text: `submit` says what became of it, and loses nothing on the way."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments import rights, text
from comments.models import Comment, Discussion, Revision, Status
from comments.models.comment import IDEMPOTENCY_KEY_MAX_LENGTH
from comments.models.reach import MAX_DEPTH
from newsroom.subscribers.models import User


class NotAllowed(Exception):
    """The author may not react here; carries their rights, which say why."""

    def __init__(self, author_rights: rights.Rights) -> None:
        self.rights = author_rights
        super().__init__(author_rights.refusal)


@dataclass(frozen=True, slots=True)
class Submission:
    """One text on its way in, as the reader sent it."""

    article: Article
    author: User
    body: str
    key: str
    parent_id: int | None = None


def submit(submission: Submission) -> Comment:
    """Return the comment that the submission became: published or pending, or the one its key made before.

    Raises NotAllowed when the author may not react here, ValidationError for a text that cannot stand (the field is
    named: `body`, `parent` or `key`). The text is stored in the same transaction as all that says it was.
    """
    discussion = Discussion.objects.of(submission.article)
    author_rights = rights.of(submission.author, submission.article, discussion)
    if not author_rights.may_react:
        raise NotAllowed(author_rights)
    _check_key(submission.key)
    if known := _known(submission):
        return known
    body = _cleaned_body(submission.body)
    parent = None if submission.parent_id is None else parent_of(submission.article, submission.parent_id)
    try:
        return _store(submission, body, parent, author_rights)
    except IntegrityError:
        # Two identical submissions at once: the key let one through, and this is the other.
        if known := _known(submission):
            return known
        raise


def parent_of(article: Article, parent_id: int) -> Comment:
    """Return the comment to reply to, which every reader can reach; raise ValidationError naming `parent` otherwise."""
    reachable = Comment.objects.reachable().filter(article=article, pk=parent_id)
    parent = reachable.select_related("author").first()
    if parent is None:
        raise ValidationError({"parent": _("The comment you answer is no longer there. Your text is kept below.")})
    if parent.depth >= MAX_DEPTH:
        raise ValidationError({"parent": _("This thread goes no deeper. Answer one of the comments above.")})
    return parent


def _check_key(key: str) -> None:
    if not key or len(key) > IDEMPOTENCY_KEY_MAX_LENGTH or not key.isascii() or not key.isprintable():
        raise ValidationError({"key": _("Something of the form is missing. Your text is kept below: send it again.")})


def _known(submission: Submission) -> Comment | None:
    """Return the comment that this very submission made before; a key that made another one is refused.

    A form kept by the browser can come back with its old key and a new text: that text must not vanish.
    """
    sent_before = Comment.objects.filter(author=submission.author, idempotency_key=submission.key)
    known = sent_before.select_related("article__section", "author").first()
    if known is None:
        return None
    first = known.revisions.get(number=1)
    sent = (submission.article.pk, submission.parent_id, text.normalise(submission.body))
    if sent != (known.article_id, known.parent_id, first.body):
        raise ValidationError({"key": _("This form was sent before. Your new text is kept below: send it again.")})
    return known


def _cleaned_body(body: str) -> str:
    try:
        return text.cleaned(body)
    except ValidationError as error:
        raise ValidationError({"body": error}) from error


@transaction.atomic
def _store(submission: Submission, body: str, parent: Comment | None, author_rights: rights.Rights) -> Comment:
    now = timezone.now()
    shown = not author_rights.premoderated
    comment = Comment.objects.create(
        article=submission.article,
        author=submission.author,
        parent=parent,
        root_id=(parent.root_id or parent.pk) if parent else None,
        depth=parent.depth + 1 if parent else 0,
        status=Status.PUBLISHED if shown else Status.PENDING,
        body=body,
        idempotency_key=submission.key,
        created_at=now,
        published_at=now if shown else None,
    )
    Revision.objects.create(comment=comment, body=body, created_at=now)
    Discussion.objects.bump(submission.article.pk)
    return comment
