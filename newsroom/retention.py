"""What is kept for a time and then goes by itself: one table, done by `purge` and shown on the privacy page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import PROTECT, Exists, ForeignObjectRel, OuterRef, Q, QuerySet
from django.tasks import TaskResultStatus
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from articles.models import MeterReading, Narration
from articles.models.narration_orders import STALE_KEPT, NarrationQuerySet
from comments.models import Appeal, ConnectionRecord, Report, Revision, Sanction
from comments.models.appeal import AppealQuerySet
from comments.models.connection_record import CONNECTION_MONTHS
from comments.models.report import CONTACT_MONTHS, CONTENT_MONTHS, ReportQuerySet
from comments.models.revision import RevisionQuerySet
from newsroom.lib.dates import months_later
from newsroom.lib.leftovers import CachedCounts, Leftovers, Rows
from newsroom.subscribers.models import ClosedAccount, DataExport, EndingRequest, User
from newsroom.subscribers.models.closed_account import IDENTITY_MONTHS, MARK_MONTHS, ClosedAccountQuerySet
from newsroom.subscribers.models.data_export import KEPT as EXPORT_KEPT
from newsroom.subscribers.models.data_export import DataExportQuerySet
from newsroom.subscribers.models.ending_request import ENDING_YEARS

# A task holds the mail it sent, addresses and links to sign in with: nothing to keep.
SENT_KEPT_DAYS = 2
# What failed is tried again for a week; somebody then looks at what went wrong.
FAILED_KEPT_DAYS = 14
# The mailed link serves for three days, and another can be asked for.
UNCONFIRMED_KEPT_DAYS = 30

DELETED = _("deleted")
BLANKED = _("blanked")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: which rows, for how long, what becomes of them, and why."""

    # For the operator.
    name: str
    # For the readers.
    what: Promise
    kept: Promise
    then: Promise
    why: Promise
    rows: Leftovers


def sent_too_long_ago(now: datetime) -> QuerySet[DBTaskResult[..., object]]:
    """Return the tasks that were done."""
    done = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL)
    return done.filter(finished_at__lt=now - timedelta(days=SENT_KEPT_DAYS))


def failed_too_long_ago(now: datetime) -> QuerySet[DBTaskResult[..., object]]:
    """Return the tasks that were given up."""
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)
    return failed.filter(finished_at__lt=now - timedelta(days=FAILED_KEPT_DAYS))


def ended_sessions(now: datetime) -> QuerySet[UserSession]:
    """Return the lines of the lists of sessions whose session is over, or is there no longer."""
    running = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gte=now)
    found: QuerySet[UserSession] = UserSession.objects.filter(~Exists(running))
    return found


def never_confirmed(now: datetime) -> QuerySet[User]:
    """Return the accounts of nobody: never signed in with, no address confirmed, nothing in any table of theirs."""
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    accounts = User.objects.filter(
        ~Exists(confirmed),
        is_staff=False,
        is_superuser=False,
        last_login=None,
        date_joined__lt=now - timedelta(days=UNCONFIRMED_KEPT_DAYS),
    )
    for relation in User._meta.get_fields(include_hidden=True):
        # A comment brought in from elsewhere has an author who never came here.
        if isinstance(relation, ForeignObjectRel) and relation.on_delete is PROTECT:
            theirs = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            accounts = accounts.filter(~Exists(theirs))
    return accounts


def marked_too_long(now: datetime) -> QuerySet[ClosedAccount]:
    """Return the closed accounts known by their address whose sanctions are over, or too old to be held up."""
    in_force = Sanction.objects.in_force(now).order_by().filter(member=OuterRef("user"))
    too_old = Q(at__lt=months_later(now, -MARK_MONTHS))
    return ClosedAccount.objects.marked().filter(too_old | ~Exists(in_force))


TABLE = (
    Line(
        "connection-records",
        what=_("IP address and port from which a comment was sent, changed or withdrawn"),
        kept=format_lazy(_("{number} months after that"), number=CONNECTION_MONTHS),
        then=DELETED,
        why=_("legal obligation: law of 21 June 2004, article 6, and decree 2021-1362"),
        rows=Rows(ConnectionRecord.objects.out_of_time),
    ),
    Line(
        "report-senders",
        what=_("Name and e-mail address of who reported a comment signed out"),
        kept=format_lazy(_("{number} months after the answer"), number=CONTACT_MONTHS),
        then=BLANKED,
        why=_("to answer, and to hear an appeal: DSA, articles 16 and 20"),
        rows=Rows(Report.objects.naming_their_sender_too_long, ReportQuerySet.forget_senders),
    ),
    Line(
        "report-words",
        what=_("What a report says"),
        kept=format_lazy(_("{number} months after the answer"), number=CONTENT_MONTHS),
        then=BLANKED,
        why=_("to show what the decision answered"),
        rows=Rows(Report.objects.worded_too_long, ReportQuerySet.forget_words),
    ),
    Line(
        "erased-texts",
        what=_("Text of an erased comment that a legal procedure needed"),
        kept=_("until the procedure needs it no more"),
        then=BLANKED,
        why=_("legal obligation"),
        rows=Rows(Revision.objects.erased_and_free, RevisionQuerySet.erase),
    ),
    Line(
        "closed-accounts",
        what=_("Address and pseudonym of an account that its member closed"),
        kept=format_lazy(_("{number} months after that"), number=IDENTITY_MONTHS),
        then=BLANKED,
        why=_("legal obligation: law of 21 June 2004, article 6, and decree 2021-1362"),
        rows=Rows(ClosedAccount.objects.identified_too_long, ClosedAccountQuerySet.forget),
    ),
    Line(
        "closed-account-marks",
        what=_("Mark by which a sanction holds for another account with the address of one that was closed"),
        kept=format_lazy(_("while the sanction is in force, {number} months at most"), number=MARK_MONTHS),
        then=BLANKED,
        why=_("legitimate interest in a discussion that nobody enters again by another door"),
        rows=Rows(marked_too_long, ClosedAccountQuerySet.unmark),
    ),
    Line(
        "appeals-of-closed-accounts",
        what=_("What a member who closed their account wrote in an appeal"),
        kept=_("until the appeal is answered"),
        then=BLANKED,
        why=_("to answer it: DSA, article 20"),
        rows=Rows(Appeal.objects.of_who_left, AppealQuerySet.forget_words),
    ),
    Line(
        "unconfirmed-accounts",
        what=_("Account whose e-mail address was never confirmed"),
        kept=format_lazy(_("{number} days after it was opened"), number=UNCONFIRMED_KEPT_DAYS),
        then=DELETED,
        why=_("time to find the e-mail that confirms it"),
        rows=Rows(never_confirmed),
    ),
    Line(
        "ending-requests",
        what=_("Cancellation or renunciation of a contract, sent signed out"),
        kept=format_lazy(_("{number} years after that"), number=ENDING_YEARS),
        then=DELETED,
        why=_("to prove what was asked and when: code civil, article 2224"),
        rows=Rows(EndingRequest.objects.out_of_time),
    ),
    Line(
        "data-exports",
        what=_("The files with your data that you asked for"),
        kept=format_lazy(_("{number} days after they are ready"), number=EXPORT_KEPT.days),
        then=DELETED,
        why=_("time to take them away"),
        rows=Rows(DataExport.objects.out_of_time, DataExportQuerySet.discard),
    ),
    Line(
        "meter-readings",
        what=_("Which metered articles you opened"),
        kept=_("until the month ends"),
        then=DELETED,
        why=_("to count them"),
        rows=Rows(MeterReading.objects.out_of_time),
    ),
    Line(
        "narrations",
        what=_("The sound of an article that was corrected since"),
        kept=format_lazy(_("{number} days after that"), number=STALE_KEPT.days),
        then=DELETED,
        why=_("to speak again no more than what changed"),
        rows=Rows(Narration.objects.out_of_time, NarrationQuerySet.discard),
    ),
    Line(
        "sessions",
        what=_("Your sign-in, with the drafts kept for you"),
        kept=_("until it ends"),
        then=DELETED,
        why=_("to recognise you"),
        rows=Rows(lambda now: Session.objects.filter(expire_date__lt=now)),
    ),
    Line(
        "devices",
        what=_("The list of your sessions: browser, IP address, date of sign-in"),
        kept=_("until each ends"),
        then=DELETED,
        why=_("for you to know your devices, and to sign out another"),
        rows=Rows(ended_sessions),
    ),
    Line(
        "attempts",
        what=_("Counts of attempts, by IP address"),
        kept=_("as long as they limit anything, some minutes or hours"),
        then=DELETED,
        why=_("legitimate interest in security"),
        rows=CachedCounts(),
    ),
    Line(
        "sent-mail",
        what=_("E-mails that were sent"),
        kept=format_lazy(_("{number} days after they left"), number=SENT_KEPT_DAYS),
        then=DELETED,
        why=_("to see that they left"),
        rows=Rows(sent_too_long_ago),
    ),
    Line(
        "failed-mail",
        what=_("E-mails that could not be sent"),
        kept=format_lazy(_("{number} days after the last try"), number=FAILED_KEPT_DAYS),
        then=DELETED,
        why=_("to see what went wrong"),
        rows=Rows(failed_too_long_ago),
    ),
)


def due(line: Line, now: datetime | None = None) -> int:
    """Return how many rows of the line have had their time."""
    return line.rows.count(now or timezone.now())


def purge(line: Line, now: datetime | None = None) -> int:
    """Do what the line says, and return to how many rows; done again, or twice at once, it finds nothing left."""
    return line.rows.clear(now or timezone.now())
