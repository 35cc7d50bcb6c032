"""A row for each line of the table of what is kept, and when its time is over."""

from datetime import datetime, time, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from articles import meter
from articles.models import MeterReading, Narration
from comments.models import Appeal, Comment, ConnectionRecord, LegalHold, Report, Rule
from comments.models.sender import Sender
from newsroom.lib.dates import months_later
from newsroom.subscribers.models import ClosedAccount, DataExport, EndingRequest, User
from tests import factories

pytestmark = pytest.mark.django_db

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


class Kept:
    """Makes one row for each line of the table."""

    def __init__(self, comment: Comment, maud: User, rule: Rule) -> None:
        self.now = timezone.now()
        self.comment, self.maud, self.rule = comment, maud, rule

    def connection_records(self) -> datetime:
        ConnectionRecord.objects.create(comment=self.comment, act="posted", address="198.51.100.4", at=self.now)
        return months_later(self.now, 12)

    def report_senders(self) -> datetime:
        return months_later(self.closed(words=""), 6)

    def report_words(self) -> datetime:
        closed = self.closed(words="Regardez.")
        Report.objects.exclude(words="").forget_senders()
        return months_later(closed, 12)

    def ending_requests(self) -> datetime:
        EndingRequest.objects.create(kind="cancellation", email="quelquun@exemple.test", requested_at=self.now)
        return months_later(self.now, 60)

    def narrations(self) -> datetime:
        said = {"digest": "1" * 64, "script_digest": "2" * 64, "voice": "pico:fr-FR"}
        Narration.objects.create(article=self.comment.article, status="stale", stale_at=self.now, **said)
        return self.now + 2 * DAY

    def erased_texts(self) -> datetime:
        comment = factories.comment(self.comment.article, self.comment.author, "Un texte demandé.")
        last = timezone.localdate(self.now) + DAY
        LegalHold.objects.place(comment, by=factories.staff("Pia", "Publisher"), until=last, reason="Réquisition.")
        comment.erase(by=comment.author)
        return timezone.make_aware(datetime.combine(last + DAY, time()))

    def unconfirmed_accounts(self) -> datetime:
        user = User.objects.create_user("personne@exemple.test", "Personne", date_joined=self.now)
        EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
        return self.now + 30 * DAY

    def closed_accounts(self) -> datetime:
        self.left("Noé", email="noe@exemple.test", display_name="Noé")
        return months_later(self.now, 12)

    def closed_account_marks(self) -> datetime:
        chief = factories.staff("Chef", "Chief moderator")
        factories.sanction(self.left("Ulysse", mark="une-marque"), level="ban", by=chief, rule=self.rule)
        return months_later(self.now, 60)

    def appeals_of_closed_accounts(self) -> datetime:
        comment = factories.comment(self.comment.article, factories.subscriber("Gaël"), "Un mot.")
        removed = comment.remove(by=self.maud, rule=self.rule, explanation="Non.")
        appeal = Appeal.objects.submit(removed, words="Relisez.")
        appeal.decide(by=factories.staff("Cécile", "Chief moderator"), outcome="upheld", reasons="Relu.")
        User.objects.filter(pk=comment.author_id).update(closed_at=self.now)
        assert appeal.decided_at is not None
        return appeal.decided_at

    def left(self, name: str, **kept: str) -> User:
        """Return somebody who closed their account, of which that is kept."""
        user = factories.user(name)
        ClosedAccount.objects.create(user=user, wish="keep", at=self.now, **kept)
        return user

    def data_exports(self) -> datetime:
        DataExport.objects.create(user=self.comment.author, asked_at=self.now, ready_at=self.now)
        return self.now + 7 * DAY

    def meter_readings(self) -> datetime:
        member, month = self.comment.author, meter.month(self.now)
        MeterReading.objects.create(member=member, article=self.comment.article, month=month)
        return meter.next_month(self.now)

    def sessions(self) -> datetime:
        ends = self.now + 3 * DAY
        Session.objects.get_or_create(session_key="une-session", defaults={"session_data": "", "expire_date": ends})
        return ends

    def devices(self) -> datetime:
        UserSession.objects.create(user=self.maud, session_key="une-session", ip="198.51.100.4")
        return self.sessions()

    def attempts(self) -> datetime:
        cache.set("attempts", [1], 3600)
        with connection.cursor() as cursor:
            moment = connection.ops.adapt_datetimefield_value((self.now + DAY).replace(microsecond=0))
            cursor.execute("UPDATE newsroom_cache SET expires = %s", [moment])
        return (self.now + DAY).replace(microsecond=0)

    def sent_mail(self) -> datetime:
        self._task(TaskResultStatus.SUCCESSFUL)
        return self.now + 2 * DAY

    def failed_mail(self) -> datetime:
        self._task(TaskResultStatus.FAILED)
        return self.now + 14 * DAY

    def closed(self, words: str) -> datetime:
        """Have a report answered, and return when it was."""
        sender = Sender(name="Zoé", email=f"zoe{Report.objects.count()}@exemple.test")
        Report.objects.file(self.comment, sender=sender, rule=self.rule, words=words)
        return Comment.objects.get(pk=self.comment.pk).keep(by=self.maud).decided_at

    def _task(self, status: str) -> None:
        DBTaskResult.objects.create(
            status=status, started_at=self.now, finished_at=self.now, worker_ids=["one"],
            args_kwargs={"args": [], "kwargs": {}}, task_path="tests.probe.tasks.leave_word", backend_name="default",
            run_after=get_date_max(), exception_class_path="", traceback="",
        )  # fmt: skip


def end(kept: Kept, name: str) -> datetime:
    """Return when the row that was made for the line has had its time."""
    ended: datetime = getattr(kept, name.replace("-", "_"))()
    return ended
