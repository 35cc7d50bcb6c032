"""How a member leaves: their account closes at once, and the worker does what takes time with what they wrote."""

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.tasks import task
from django.utils import translation

from articles.models import Contributor
from comments.models import Comment, Discussion, Proposal, Recommendation, Sanction, StaleMove, Status
from newsroom.lib import letters
from newsroom.subscribers import mail
from newsroom.subscribers.models import ClosedAccount, DataExport, User

# So many comments a task: none lasts so long that it would be taken for abandoned.
A_SLICE = 500
# What goes with the account, by the field that leads to its member.
GOES = (
    "account.EmailAddress.user",
    "articles.GiftLink.giver",
    "articles.MeterReading.member",
    "articles.PodcastKey.user",
    "comments.Acceptance.user",
    "comments.Note.member",
    "comments.ReplyNotices.member",
    "mfa.Authenticator.user",
)
ELSEWHERE = "done in words of its own, here or with the account"
NEEDED = "the law asks for it, or it keeps what others wrote in its place; nobody is named by it any more"
NO_STAFF = "of the staff, whose accounts do not close themselves"
# What becomes of the others.
STAYS = {
    "admin.LogEntry.user": NO_STAFF,
    "articles.Correction.by": NO_STAFF,
    "articles.FrontOrder.by": NO_STAFF,
    "articles.Presence.user": NO_STAFF,
    "articles.PreviewLink.by": NO_STAFF,
    "articles.Revision.by": NO_STAFF,
    "articles.Contributor.user": ELSEWHERE,
    "audit.Entry.actor": NEEDED,
    "comments.Appeal.decider": NO_STAFF,
    "comments.Appeal.reviewer": NO_STAFF,
    "comments.Appeal.submitted_by": NEEDED,
    "comments.Claim.moderator": NO_STAFF,
    "comments.Comment.author": ELSEWHERE,
    "comments.Decision.decided_by": NO_STAFF,
    "comments.Decision.member": NEEDED,
    "comments.LegalHold.placed_by": NO_STAFF,
    "comments.Note.author": NO_STAFF,
    "comments.Proposal.closed_by": NO_STAFF,
    "comments.Proposal.member": NEEDED,
    "comments.Recommendation.member": ELSEWHERE,
    "comments.Report.reporter": NEEDED,
    "comments.Sanction.member": NEEDED,
    "comments.Selection.by": NO_STAFF,
    "comments.WordRule.created_by": NO_STAFF,
    "subscribers.ClosedAccount.user": NEEDED,
    "subscribers.DataExport.user": ELSEWHERE,
    "subscribers.DisplayNameChange.by": NEEDED,
    "subscribers.DisplayNameChange.user": NEEDED,
    "subscribers.Order.user": NEEDED,
    "subscribers.Subscription.user": NEEDED,
    "subscribers.User_groups.user": ELSEWHERE,
    "subscribers.User_user_permissions.user": ELSEWHERE,
    "usersessions.UserSession.user": ELSEWHERE,
}
# Nobody but their author sees these, so that nothing is kept of them in anybody's place.
SHOWN_TO_NOBODY = (Status.PENDING, Status.WITHDRAWN)


def close(member: User, *, wish: str) -> None:
    """Close the member's account, once, with all that hangs on it, or nothing; raises StaffStays."""
    email, is_under_sanction = member.email, Sanction.objects.in_force().filter(member=member).exists()
    with transaction.atomic():
        closed = ClosedAccount.objects.close(member, wish=wish, under_sanction=is_under_sanction)
        if closed is None:
            return
        Contributor.objects.filter(user=member).update(user=None)
        for path in GOES:
            label, _dot, field = path.rpartition(".")
            apps.get_model(label)._base_manager.filter(**{field: member}).delete()
        for proposal in Proposal.objects.open().filter(member=member):
            proposal.overtake()
        for session in UserSession.objects.filter(user=member):
            session.end()
        _show_without_name(member)
        clear.enqueue(closed.pk)
        _send_receipt(closed, email)
        DataExport.objects.filter(user=member).discard()


@task
def clear(closed_id: int) -> None:
    """Do the next slice of what takes time, and queue the rest; run twice, it finds less to do."""
    closed = ClosedAccount.objects.select_related("user").filter(pk=closed_id, done_at=None).first()
    if closed is None:
        return
    _take_back_recommendations(closed.user)
    _erase(closed)
    if _to_erase(closed).exists() or closed.user.recommendations.exists():
        clear.enqueue(closed_id)
    else:
        closed.finish()


def _to_erase(closed: ClosedAccount) -> models.QuerySet[Comment]:
    theirs = Comment.objects.filter(author=closed.user_id)
    if closed.wish == ClosedAccount.Wish.ERASE:
        return theirs.exclude(status=Status.ERASED)
    return theirs.filter(status__in=SHOWN_TO_NOBODY)


def _erase(closed: ClosedAccount) -> None:
    for comment in _to_erase(closed).order_by("id")[:A_SLICE]:
        try:
            comment.erase(by=closed.user)
        except StaleMove:
            # A moderator decided on it at this moment: it comes again.
            continue


def _take_back_recommendations(member: User) -> None:
    for given in member.recommendations.select_related("comment").order_by("id")[:A_SLICE]:
        Recommendation.objects.take_back(given.comment, by=member)


def _show_without_name(member: User) -> None:
    """Say of every discussion in which they wrote that readers see something else now."""
    wrote_in = Comment.objects.filter(author=member).order_by().values("article")
    discussions = Discussion.objects.filter(article__in=wrote_in)
    # In one order, so that of two who leave at once neither waits for the other for ever.
    list(discussions.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    discussions.update(version=models.F("version") + 1)


def _send_receipt(closed: ClosedAccount, email: str) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        subject, message = letters.written("account_closed", {"closed": closed, "publisher": settings.PUBLISHER})
    mail.deliver.enqueue(subject, message, [email])
