"""A report: somebody says that a comment breaks the charter, or the law (a notice, DSA 16)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.signing import Signer
from django.db import IntegrityError, models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comments import report_notices
from comments.models.category import Category
from comments.models.charter import Rule
from comments.models.decision import UNDO_WINDOW, Decision
from comments.models.legal_hold import LegalHold
from comments.models.sender import Sender, reference
from newsroom.lib.dates import months_later

if TYPE_CHECKING:
    from comments.models.comment import Comment

WORDS_MAX_LENGTH = 1000
EXPLANATION_MAX_LENGTH = 5000
LAW_MAX_LENGTH = 500
# Two reports have the same reference once in a hundred thousand million; three times in a row, something is broken.
REFERENCES_DRAWN = 3
NAME_MAX_LENGTH = 100
# How long what was sent is kept once a decision answered it: who sent it, then what they wrote.
CONTACT_MONTHS = 6
CONTENT_MONTHS = 12


def current_language() -> str:
    """Return the language that the sender reads, in which they are written to."""
    return get_language() or settings.LANGUAGE_CODE


class ReportQuerySet(models.QuerySet["Report"]):
    """Finds reports, stores and answers them."""

    def unanswered(self) -> Self:
        """Return the reports that no decision answered yet."""
        return self.filter(decision=None)

    def signed(self, token: str) -> "Report":
        """Return the report of a signed address; raise BadSignature for a forged one."""
        return self.get(pk=_signer().unsign(token))

    def naming_their_sender_too_long(self, now: datetime) -> Self:
        """Return the reports, closed for six months at `now`, that still say who sent them."""
        named = ~models.Q(reporter_email="") | ~models.Q(reporter_name="") | ~models.Q(sender_key="")
        return self._closed_for(CONTACT_MONTHS, now).filter(named)

    def worded_too_long(self, now: datetime) -> Self:
        """Return the reports, closed for a year at `now`, that still say what their sender wrote."""
        return self._closed_for(CONTENT_MONTHS, now).filter(~models.Q(words="") | ~models.Q(law=""))

    def forget_senders(self) -> int:
        """Blank what tells who sent these reports signed out; return how many."""
        return self.update(reporter_email="", reporter_name="", sender_key="")

    def forget_words(self) -> int:
        """Blank what was written in these reports; return how many."""
        return self.update(words="", law="")

    def file(
        self, comment: "Comment", *, sender: Sender, rule: Rule | None = None, category: str = "", **said: Any
    ) -> tuple["Report", bool]:
        """Store a report under a rule of the charter, or of illegal content of a category; return it, and if it is new.

        The same person, text and reason make one report: the first.
        """
        kind = Report.Kind.ILLEGAL if category else Report.Kind.CHARTER
        key = sender.key(comment.pk, comment.revision, rule.pk if rule else category)
        whose: dict[str, Any] = {"sender_key": key} if key else {"reporter": sender.member}
        said |= {
            "kind": kind,
            "priority": PRIORITIES.get(category, Report.Priority.ILLEGAL if category else Report.Priority.CHARTER),
            "reporter_name": sender.name,
            "reporter_email": sender.email.lower(),
            "reference": reference(key),
        }
        reported = {"comment": comment, "revision": comment.revision, "rule": rule, "category": category}
        for _time in range(REFERENCES_DRAWN):
            try:
                return self.get_or_create(**reported, **whose, defaults=said)
            except IntegrityError:
                if not self.filter(reference=said["reference"]).exists():
                    raise
                # Drawn before, or kept by an old report whose sender is forgotten: it gets another one.
                said["reference"] = reference()
        raise IntegrityError("Each reference that was drawn is taken.")

    def answer(self, decision: Decision) -> None:
        """Answer these reports by the decision, and queue what tells it to who sent them.

        It is told once it can no longer be taken back.
        """
        answered = list(self.values_list("pk", flat=True))
        self.model._default_manager.filter(pk__in=answered).update(decision=decision)
        due_at = decision.decided_at + UNDO_WINDOW
        for pk in answered:
            report_notices.deliver_answer.using(run_after=due_at).enqueue(pk, decision.pk)

    def _closed_for(self, months: int, now: datetime) -> Self:
        """Return the reports that were closed so many months before `now`.

        An appeal that waits keeps its own open; a legal hold keeps those of its comment.
        """
        closed = self.filter(decision__decided_at__lt=months_later(now, -months)).exclude(appeals__outcome="")
        return closed.exclude(LegalHold.objects.keeping(now))


class Report(models.Model):
    """One report by one person of one revision for one reason. What was sent stays as it was sent."""

    class Kind(models.TextChoices):
        CHARTER = "charter", _("against the charter")
        ILLEGAL = "illegal", _("illegal content")

    class Priority(models.IntegerChoices):
        CHARTER = 0, _("ordinary")
        ILLEGAL = 1, _("illegal")
        GRAVE = 2, _("grave")
        # Somebody's life, a minor or the public may be in danger.
        URGENT = 3, _("urgent")

    kind = models.CharField(_("kind"), max_length=7, choices=Kind, default=Kind.CHARTER)
    # What its sender quotes to the paper. It opens nothing.
    reference = models.CharField(_("reference"), max_length=11, unique=True, default=reference, editable=False)
    comment = models.ForeignKey(
        "comments.Comment",
        verbose_name=_("comment"),
        on_delete=models.PROTECT,
        related_name="reports",
        db_index=False,
    )
    revision = models.PositiveIntegerField(_("revision"))
    # Never shown to the author (DSA 17(3)(b)); to a moderator on demand, which is recorded. None: sent signed out.
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reporter"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports",
    )
    reporter_name = models.CharField(_("name"), max_length=NAME_MAX_LENGTH, blank=True)
    # In lower case, shown to nobody: the receipt and the answer go there.
    reporter_email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    sender_key = models.CharField(max_length=64, blank=True, editable=False)
    rule = models.ForeignKey(
        Rule, verbose_name=_("rule"), null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    category = models.CharField(_("category"), max_length=50, choices=Category, blank=True)
    law = models.CharField(_("law"), max_length=LAW_MAX_LENGTH, blank=True)
    words = models.TextField(_("in your words"), max_length=EXPLANATION_MAX_LENGTH, blank=True)
    good_faith = models.BooleanField(_("declared in good faith"), default=False)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.CHARTER)
    language = models.CharField(max_length=5, default=current_language, editable=False)
    created_at = models.DateTimeField(_("received"), default=timezone.now)
    acknowledged_at = models.DateTimeField(_("receipt sent"), null=True, blank=True, editable=False)
    decision = models.ForeignKey(
        Decision, verbose_name=_("decision"), null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    notified_at = models.DateTimeField(_("answer sent"), null=True, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ("-id",)
        default_permissions = ("view",)
        indexes = (
            models.Index(fields=("comment",), condition=models.Q(decision=None), name="report_unanswered"),
            # How many came within the hour is counted with each new one.
            models.Index(fields=("created_at",), name="report_received"),
            models.Index(fields=("-priority", "id"), condition=models.Q(decision=None), name="report_waiting"),
        )
        constraints = (
            models.UniqueConstraint(fields=("comment", "revision", "reporter", "rule"), name="report_once"),
            models.UniqueConstraint(
                fields=("comment", "revision", "reporter", "category"),
                condition=models.Q(kind="illegal"),
                name="report_illegal_once",
            ),
            models.UniqueConstraint(
                fields=("sender_key",), condition=~models.Q(sender_key=""), name="report_signed_out_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="charter", rule__isnull=False, category="")
                | (models.Q(kind="illegal", rule=None, good_faith=True) & ~models.Q(category="")),
                name="report_has_its_reason",
            ),
            # DSA 16(2): reasons, name and address, but for the sexual abuse of minors. What is closed may be forgotten.
            models.CheckConstraint(
                condition=models.Q(kind="charter")
                | models.Q(decision__isnull=False)
                | (
                    ~models.Q(words="")
                    & (
                        models.Q(reporter__isnull=False)
                        | models.Q(category="protection_of_minors")
                        | (~models.Q(reporter_name="") & ~models.Q(reporter_email=""))
                    )
                ),
                name="report_of_illegal_content_is_whole",
            ),
        )

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """Return where its sender follows it: signed, so that it opens to whom it was given, signed in or not."""
        return reverse("report", args=[_signer().sign(str(self.pk))])

    @property
    def reason(self) -> str:
        """What is held against the comment: a rule of the charter, or a category of what the law forbids."""
        return str(self.rule) if self.rule else self.get_category_display()

    @property
    def reported_as(self) -> str:
        """Of which kind it is, and what is held against the comment: « contraire à la charte – 3. Vie privée »."""
        return f"{self.get_kind_display()} – {self.reason}"

    @property
    def is_illegal(self) -> bool:
        """Whether it says that the comment breaks the law."""
        return self.kind == self.Kind.ILLEGAL

    @property
    def is_urgent(self) -> bool:
        """Whether somebody may be in danger: the authorities are told without delay (DSA 18)."""
        return self.priority == self.Priority.URGENT

    @property
    def mail_address(self) -> str:
        """Where its sender is written to; empty for who gave no address."""
        return self.reporter.mail_address if self.reporter else self.reporter_email

    @property
    def answer(self) -> Decision | None:
        """The decision that answers it, once that can no longer be taken back."""
        return self.decision if self.decision and timezone.now() - self.decision.decided_at > UNDO_WINDOW else None

    def acknowledge(self) -> None:
        """Send the receipt (DSA 16(4)), unless it was sent or there is nowhere to send it."""
        if self.acknowledged_at is None and self.mail_address:
            report_notices.send_receipt(self)
            self.acknowledged_at = timezone.now()
            self.save(update_fields=["acknowledged_at"])

    def tell(self, decision_id: int) -> None:
        """Send what was decided (DSA 16(5)), once, if that decision still is the one that answers it."""
        if self.decision_id == decision_id and self.notified_at is None and self.mail_address:
            report_notices.send_answer(self)
            # After the sending: a worker killed in between sends twice, which beats not at all.
            self.notified_at = timezone.now()
            self.save(update_fields=["notified_at"])


PRIORITIES: dict[str, Report.Priority] = {
    Category.PROTECTION_OF_MINORS: Report.Priority.URGENT,
    Category.RISK_FOR_PUBLIC_SECURITY: Report.Priority.URGENT,
    Category.VIOLENCE: Report.Priority.URGENT,
    Category.SELF_HARM: Report.Priority.URGENT,
    Category.ILLEGAL_OR_HARMFUL_SPEECH: Report.Priority.GRAVE,
    Category.CYBER_VIOLENCE: Report.Priority.GRAVE,
    Category.CYBER_VIOLENCE_AGAINST_WOMEN: Report.Priority.GRAVE,
    Category.PRIVACY: Report.Priority.GRAVE,
}


def _signer() -> Signer:
    return Signer(salt="comments.report", sep=".")
