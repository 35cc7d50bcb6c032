"""The only door for a new or edited text: it says what became of it, and loses nothing on the way."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article
from comments import hits, standing, text
from comments.checks import scorer
from comments.checks.matter import Hit, Score
from comments.checks.rate import TooFast
from comments.judging import NotAllowed, Place, broken
from comments.models import Acceptance, Charter, Comment, Discussion, Revision, Status, Verdict
from comments.models.comment import IDEMPOTENCY_KEY_MAX_LENGTH
from comments.models.connection_record import ConnectionRecord
from comments.models.reach import MAX_DEPTH
from comments.standing import Standing
from comments.submission import Edit, Submission
from newsroom.lib.prepared import TEXT, Prepared, given, store
from newsroom.subscribers.models import User

__all__ = ["Edit", "NotAllowed", "NotEditable", "Submission", "TooFast", "edit", "parent_of", "submit"]


SENT_BEFORE = Prepared(lambda: Comment.objects.filter(author=given("author"), idempotency_key=given("key", TEXT)))


class NotEditable(Exception):
    """The comment can no longer be changed; says why in words for its author."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """What is to be stored of a text, and the charter that its author accepts with it."""

    body: str
    verdict: Verdict
    found: list[Hit]
    accepted: Charter | None


def submit(submission: Submission, *, stored: Callable[[Comment], None] | None = None) -> Comment:
    """Return the comment that the submission became: published, pending or refused, or the one its key made before.

    Raises NotAllowed when the author may not react here, TooFast when they write faster than people do, and
    ValidationError for a text that cannot stand (the field is named: `body`, `parent`, `charter` or `key`). All of it
    is stored in one transaction under a lock of the author's, so no two submissions pass for one; `stored` is called
    in it. The text is judged before, where nobody waits, and once more where the author stands elsewhere by then.
    """
    author, article, now = submission.author, submission.article, timezone.now()
    score = _score(author, article, submission.body)
    stood = standing.of(author, article, now)
    judged = _beforehand(submission, score, stood, now)
    with transaction.atomic():
        standing.lock(author)
        if judged is None or standing.of(author, article, now) != stood:
            judged = _judged(submission, score)
        comment = judged if isinstance(judged, Comment) else _taken_in(submission, judged)
        if stored:
            stored(comment)
    return comment


def _beforehand(
    submission: Submission, score: Score | None, stood: Standing, now: datetime
) -> "_Judged | Comment | None":
    """Return what is to be stored as far as it is seen before the lock; None where a refusal may not be the last word.

    Raises what `submit` raises: two requests that send the same are not told that they are one too many.
    """
    try:
        return _judged(submission, score)
    except (NotAllowed, TooFast, ValidationError):
        if standing.of(submission.author, submission.article, now) == stood:
            raise
        return None


def _judged(submission: Submission, score: Score | None) -> "_Judged | Comment":
    """Return what is to be stored of the text, or the comment that it became before."""
    place = Place.of(User.objects.get(pk=submission.author.pk), submission.article)
    _check_key(submission.key)
    if known := _known(submission):
        return known
    body = _cleaned_body(submission.body)
    accepted = _accepted(place.author, submission.accepts)
    verdict, found = place.judged(body, score)
    return _Judged(body, verdict, found, accepted)


def _taken_in(submission: Submission, judged: _Judged) -> Comment:
    if judged.accepted:
        Acceptance.objects.accept(submission.author, judged.accepted)
    body, verdict = judged.body, judged.verdict
    comment = _store(submission, body, _locked_parent(submission), verdict)
    store(Revision(comment=comment, body=body, verdict=verdict, hits=judged.found, created_at=comment.created_at))
    ConnectionRecord.objects.keep(comment, ConnectionRecord.Act.POSTED, submission.connection)
    Discussion.objects.bump(submission.article.pk)
    if verdict == Verdict.REFUSE:
        _refuse(comment, judged.found)
    return comment


def edit(sent: Edit) -> Comment:
    """Return the comment with its new text: shown, waiting or refused, by the same checks as a new one.

    Raises what `submit` raises, and NotEditable for a comment whose time is over, that was answered or decided on, or
    whose text is no longer the one that was edited.
    """
    score = _score(sent.author, sent.comment.article, sent.body)
    with transaction.atomic():
        standing.lock(sent.author)
        place = Place.of(User.objects.get(pk=sent.author.pk), sent.comment.article)
        _check_key(sent.key)
        comment = _own(sent, place.author)
        if comment.revisions.filter(idempotency_key=sent.key).exists():
            return comment
        check_editable(comment, sent.revision)
        body = _cleaned_body(sent.body)
        if body == comment.body:
            return comment
        if accepted := _accepted(place.author, sent.accepts):
            Acceptance.objects.accept(place.author, accepted)
        verdict, found = place.judged(body, score, edited=comment)
        Revision.objects.write(comment, body=body, verdict=verdict, hits=found, key=sent.key)
        ConnectionRecord.objects.keep(comment, ConnectionRecord.Act.EDITED, sent.connection)
        if verdict == Verdict.REFUSE:
            _refuse(comment, found)
        elif verdict == Verdict.HOLD and comment.status == Status.PUBLISHED:
            comment.move_by_machine(Status.PENDING)
    return comment


def check_editable(comment: Comment, revision: int | None = None) -> None:
    """Raise NotEditable for a comment that its author can no longer change."""
    if comment.status not in {Status.PENDING, Status.PUBLISHED}:
        raise NotEditable(
            _("This comment is now: %(status)s. It can no longer be changed.")
            % {"status": comment.get_status_display()}
        )
    if not comment.may_be_edited():
        raise NotEditable(_("The quarter of an hour in which a comment can be changed is over."))
    if not comment.article.is_public():
        raise NotEditable(_("This article has been withdrawn."))
    if comment.replies.exists():
        raise NotEditable(_("Somebody answered this comment: what they answered stays as it is."))
    if revision is not None and revision != comment.revision:
        raise NotEditable(_("You changed this comment from another page meanwhile."))


def parent_of(article: Article, parent_id: int) -> Comment:
    """Return the comment to reply to, which every reader can reach; raise ValidationError naming `parent` otherwise."""
    reachable = Comment.objects.reachable().filter(article=article, pk=parent_id)
    parent = reachable.select_related("author").first()
    if parent is None:
        raise ValidationError(
            {"parent": gettext_lazy("The comment you answer is no longer there. Your text is kept below.")}
        )
    if parent.depth >= MAX_DEPTH:
        raise ValidationError({"parent": gettext_lazy("This thread goes no deeper. Answer one of the comments above.")})
    return parent


def _score(author: User, article: Article, body: str) -> Score | None:
    """Return what the paper's scorer says, asked before any lock is taken, and only for a text that gets that far."""
    if not scorer.is_set():
        return None
    Place.of(author, article)
    return scorer.ask(_cleaned_body(body), article.language)


def _locked_parent(submission: Submission) -> Comment | None:
    """Return the comment that is answered; its author cannot change it until the answer stands below it."""
    if submission.parent_id is None:
        return None
    list(Comment.objects.select_for_update(no_key=True).filter(pk=submission.parent_id).values_list("pk"))
    parent = parent_of(submission.article, submission.parent_id)
    if submission.parent_revision not in {None, parent.revision}:
        raise ValidationError(
            {"parent": gettext_lazy("The comment you answer was changed meanwhile: read it again, then send.")}
        )
    return parent


def _own(sent: Edit, author: User) -> Comment:
    """Return the author's comment, which nobody can answer until its new text stands."""
    rows = Comment.objects.select_for_update(no_key=True, of=("self",)).select_related("article__section", "author")
    return rows.get(pk=sent.comment.pk, author=author)


def _check_key(key: str) -> None:
    if not key or len(key) > IDEMPOTENCY_KEY_MAX_LENGTH or not key.isascii() or not key.isprintable():
        message = gettext_lazy("Something of the form is missing. Your text is kept below: send it again.")
        raise ValidationError({"key": message})


def _known(submission: Submission) -> Comment | None:
    """Return the comment that this very submission made before; a key that made another one is refused.

    A form kept by the browser can come back with its old key and a new text: that text must not vanish.
    """
    known = SENT_BEFORE.first(author=submission.author.pk, key=submission.key)
    if known is None:
        return None
    first = known.revisions.get(number=1)
    sent = (submission.article.pk, submission.parent_id, text.normalise(submission.body))
    if sent != (known.article_id, known.parent_id, first.body):
        message = gettext_lazy("This form was sent before. Your new text is kept below: send it again.")
        raise ValidationError({"key": message})
    known.article, known.author = submission.article, submission.author
    return known


def _cleaned_body(body: str) -> str:
    try:
        return text.cleaned(body)
    except ValidationError as error:
        raise ValidationError({"body": error}) from error


def _accepted(author: User, version: int | None) -> Charter | None:
    """Return the charter in force where the author accepts it now, None where they did before.

    Raises ValidationError naming `charter` where they do not.
    """
    owed = Acceptance.objects.owed(author)
    if owed is None:
        return None
    if version != owed.charter.version:
        message = gettext_lazy("Tick this box to send your text: it is kept above.")
        raise ValidationError({"charter": message})
    return owed.charter


def _store(submission: Submission, body: str, parent: Comment | None, verdict: Verdict) -> Comment:
    now = timezone.now()
    shown = verdict in {Verdict.PASS, Verdict.FLAG}
    comment = Comment(
        article=submission.article,
        author=submission.author,
        parent=parent,
        root_id=(parent.root_id or parent.pk) if parent else None,
        depth=parent.depth + 1 if parent else 0,
        status=Status.PUBLISHED if shown else Status.PENDING,
        body=body,
        flagged=verdict == Verdict.FLAG,
        idempotency_key=submission.key,
        created_at=now,
        published_at=now if shown else None,
    )
    store(comment)
    return comment


def _refuse(comment: Comment, found: list[Hit]) -> None:
    """Refuse the comment with its statement of reasons, in the paper's language, as any refusal is told."""
    rule = broken(found)
    with translation.override(settings.LANGUAGE_CODE):
        # Several hits may say the same.
        facts = " ".join(dict.fromkeys(hits.told(hit) for hit in found if hit["verdict"] == Verdict.REFUSE))
        explanation = rule.explanation if rule else ""
        comment.move_by_machine(
            Status.REFUSED,
            rule=rule,
            explanation=explanation or _("The text breaks this rule of the charter."),
            facts=facts,
        )
