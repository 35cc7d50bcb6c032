"""A word rule: a phrase of the paper's list, and what becomes of a text that holds it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.transitions import MoveNotAllowed
from newsroom.audit.models import Entry
from newsroom.lib import wording
from newsroom.subscribers.models import User

PHRASE_MAX_LENGTH = 100
# Folded, one character can become several: « œ », « ㎢ ».
KEY_MAX_LENGTH = 4 * PHRASE_MAX_LENGTH
# The rules as one thing among those whose changes are noted: articles have the numbers above.
LISTED = -2


class Stale(Exception):
    """Somebody else changed the rule since it was on the screen."""


class WordRuleQuerySet(models.QuerySet["WordRule"]):
    """Finds word rules, and makes them."""

    def active(self) -> Self:
        """Return those in force, in one query."""
        return self.filter(active=True).order_by("pk")

    def like(self, phrase: str) -> "WordRule | None":
        """Return the rule whose phrase a reader takes for this one, in force or not."""
        return self.filter(key=_key(phrase)).first()

    def add(self, *, by: User, phrase: str, action: str, rule_number: int | None = None) -> "WordRule":
        """Put a new rule in force, and record it. Raises ValidationError naming the field that is wrong."""
        if not by.has_perm("comments.add_wordrule"):
            raise MoveNotAllowed(_("You may not change the word rules."))
        rule = self.model(created_by=by)
        rule.say(phrase=phrase, action=action, rule_number=rule_number)
        rule.check_words()
        with _listed_once(), transaction.atomic():
            rule.save(force_insert=True)
            Entry.objects.record(actor=by, action="word-rule.add", subject=rule, now=rule.in_words())
        return rule


class WordRule(models.Model):
    """One phrase with its action. It is switched off, never deleted: hits and decisions name it."""

    class Action(models.TextChoices):
        ALLOW = "allow", _("allow")
        FLAG = "flag", _("flag")
        HOLD = "hold", _("hold")
        REFUSE = "refuse", _("refuse")

    phrase = models.CharField(
        _("phrase"),
        max_length=PHRASE_MAX_LENGTH,
        help_text=_("A word or several, as a whole. Capitals, accents and disguises (c0n, c o n) are seen through."),
    )
    # What a reader takes for the same phrase; always made of it.
    key = models.CharField(max_length=KEY_MAX_LENGTH, unique=True, editable=False)
    action = models.CharField(_("action"), max_length=6, choices=Action)
    # The rule of the charter in force that a refusal names: a number, since a new version is written around it.
    rule_number = models.PositiveSmallIntegerField(_("rule of the charter"), null=True, blank=True)
    active = models.BooleanField(_("active"), default=True)
    # How often it was changed: compare and set uses it.
    changes = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now)

    objects = WordRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("word rule")
        verbose_name_plural = _("word rules")
        ordering = ("key",)
        default_permissions = ("view", "add", "change")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(action__in=("allow", "flag", "hold"), rule_number=None)
                | models.Q(action="refuse", rule_number__isnull=False),
                name="word_rule_refuses_by_a_rule",
            ),
            models.CheckConstraint(condition=~models.Q(key=""), name="word_rule_has_a_word"),
        )

    def __str__(self) -> str:
        return self.phrase

    def clean(self) -> None:
        """Complain of a refusal without its rule, and of a phrase that cannot stand."""
        if self.action == self.Action.REFUSE and self.rule_number is None:
            raise ValidationError({"rule_number": _("A refusal names the rule of the charter that was broken.")})
        if len(self.key) > KEY_MAX_LENGTH:
            raise ValidationError({"phrase": _("This phrase is too long.")})
        listed = type(self).objects.like(self.phrase)
        if listed is not None and listed.pk != self.pk:
            raise ValidationError({"phrase": listed.stands_already()})

    def stands_already(self) -> str:
        """Say that its phrase needs no second rule."""
        said = _("This phrase is listed already: “%(phrase)s” (%(action)s).")
        if not self.active:
            said = _(
                "This phrase is listed already: “%(phrase)s” (%(action)s, switched off). Put that rule in force again."
            )
        return str(said) % {"phrase": self.phrase, "action": self.get_action_display()}

    def revise(self, *, by: User, phrase: str, action: str, rule_number: int | None = None) -> None:
        """Put the rule in force as it is said here, and record it.

        Raises ValidationError naming the field that is wrong, Stale when somebody changed it since it was read.
        """
        was = self.in_words()
        self.say(phrase=phrase, action=action, rule_number=rule_number)
        self.active = True
        self.check_words()
        with _listed_once():
            self._store(was, by=by)

    def deactivate(self, *, by: User) -> None:
        """Let it catch nothing from now on; raise Stale when somebody changed it since it was read."""
        was = self.in_words()
        self.active = False
        self._store(was, by=by)

    def check_words(self) -> None:
        """Raise ValidationError naming the field that is wrong."""
        # The key is judged as the phrase it is made of.
        self.full_clean(exclude=("id", "created_by", "key"))

    def say(self, *, phrase: str, action: str, rule_number: int | None) -> None:
        """Say this, not stored yet; raise ValidationError naming `phrase` for one without a word."""
        self.phrase = phrase.strip()
        self.key = _key(self.phrase)
        self.action = action
        self.rule_number = rule_number if action == self.Action.REFUSE else None

    def in_words(self) -> dict[str, Any]:
        """Return what it says, as an audit entry keeps it."""
        return {name: getattr(self, name) for name in ("phrase", "action", "rule_number", "active")}

    def _store(self, was: dict[str, Any], *, by: User) -> None:
        if not by.has_perm("comments.change_wordrule"):
            raise MoveNotAllowed(_("You may not change the word rules."))
        now = self.in_words()
        if was == now:
            return
        with transaction.atomic():
            as_read = type(self).objects.filter(pk=self.pk, changes=self.changes)
            if not as_read.update(**now, key=self.key, changes=self.changes + 1):
                raise Stale
            Entry.objects.record(actor=by, action="word-rule.revise", subject=self, was=was, now=now)
        self.changes += 1


@contextmanager
def _listed_once() -> Iterator[None]:
    """Say at its field that somebody else listed the phrase at the same moment."""
    try:
        yield
    except IntegrityError as error:
        raise ValidationError({"phrase": _("This phrase has just been listed by somebody else.")}) from error


def _key(phrase: str) -> str:
    try:
        return wording.key(phrase)
    except ValueError as error:
        raise ValidationError({"phrase": _("This phrase holds no word.")}) from error
