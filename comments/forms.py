"""The forms of the discussion: a comment and its edit."""

from collections.abc import Callable
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.models import Article
from comments import intake, text
from comments.models import Comment, ReplyNotices
from comments.models.appeal import APPEAL_MAX_LENGTH
from newsroom.lib.connection import Connection
from newsroom.lib.numbers import whole
from newsroom.subscribers.models import User


class Taken(forms.Field):
    """A field that takes what is sent as it is: the intake judges it."""

    def validate(self, value: object) -> None:
        """Find nothing wrong here."""


class TextForm(forms.Form):
    """A text on its way in. The intake says what is wrong, all of it in one place."""

    use_required_attribute = False
    body = Taken(label=_("Your comment"), widget=forms.Textarea(attrs={"rows": 6}))
    key = Taken()
    charter = Taken()
    # When its author may go on, in seconds, if they were too fast.
    retry_after: int | None = None

    def taken_in(self, take_in: Callable[[], Comment]) -> Comment | None:
        """Return what the intake made of the text; None when it refused it: the errors then stand on the form."""
        try:
            return take_in()
        except intake.TooFast as refusal:
            self.retry_after = refusal.retry_after
            self.add_error("body", again_in(refusal.retry_after))
        except ValidationError as refusal:
            for field, messages in refusal.message_dict.items():
                for message in messages:
                    self.add_error("charter" if field == "charter" else "body", message)
        # The page is a new one to who sent the form without a script: it opens where the mending is done.
        if "body" in self.errors:
            self.fields["body"].widget.attrs["autofocus"] = True
        return None

    @property
    def status(self) -> int:
        """What the refused form is in HTTP."""
        return 429 if self.retry_after else 422

    @property
    def sent_key(self) -> str:
        """The idempotency key that came with the form."""
        return str(self["key"].value() or "")

    @property
    def text(self) -> str:
        """The text as it was typed, or as it was kept."""
        return str(self["body"].value() or "")

    @property
    def count(self) -> int:
        """The number the counter begins with."""
        return text.length(self.text)

    @property
    def accepts(self) -> int | None:
        """The version of the charter that its author ticked."""
        return self._number("charter")

    def next_key(self) -> str:
        """Return the idempotency key that this copy of the form will send."""
        return uuid4().hex

    def _number(self, name: str) -> int | None:
        return number(str(self[name].value() or ""))


class CommentForm(TextForm):
    """A new comment, or a reply."""

    parent = Taken()
    parent_revision = Taken()

    def submit(
        self, article: Article, author: User, connection: Connection, *, stored: Callable[[Comment], None]
    ) -> Comment | None:
        """Return the comment that the text became, None for a text that was not taken.

        `stored` is called in the transaction that stores it. Raises NotAllowed for who may not react.
        """
        self.full_clean()
        submission = intake.Submission(
            article, author, self.text, self.sent_key, self.parent_id, self._number("parent_revision"), self.accepts,
            connection,
        )  # fmt: skip
        return self.taken_in(lambda: intake.submit(submission, stored=stored))

    @property
    def parent_id(self) -> int | None:
        """The comment to reply to, by its number; 0, which no comment has, for what is no number."""
        given = str(self["parent"].value() or "")
        return (number(given) or 0) if given else None


class EditForm(TextForm):
    """A comment that its author changes."""

    revision = Taken()

    def edit(self, comment: Comment, author: User, connection: Connection) -> Comment | None:
        """Return the comment with its new text, None for a text that was not taken.

        Raises NotAllowed for who may not react, NotEditable for a comment that can no longer be changed.
        """
        self.full_clean()
        sent = intake.Edit(
            comment, author, self.text, self.sent_key, self._number("revision") or 0, self.accepts, connection
        )
        return self.taken_in(lambda: intake.edit(sent))


def again_in(seconds: int) -> str:
    """Return the words that tell who was too fast when to go on."""
    if seconds <= 120:
        when = ngettext("Try again in %(number)d second.", "Try again in %(number)d seconds.", seconds)
        return _too_fast(when, seconds)
    minutes = -(-seconds // 60)
    if minutes <= 120:
        return _too_fast(
            ngettext("Try again in %(number)d minute.", "Try again in %(number)d minutes.", minutes), minutes
        )
    hours = -(-minutes // 60)
    return _too_fast(ngettext("Try again in %(number)d hour.", "Try again in %(number)d hours.", hours), hours)


def _too_fast(when: str, count: int) -> str:
    why = _("You have sent many texts in a short time. This one is kept below.")
    return f"{why} {when % {'number': count}}"


class AppealForm(forms.Form):
    """Somebody says why a decision is wrong."""

    use_required_attribute = False
    words = Taken(
        label=_("Why is this decision wrong?"),
        help_text=_("Whoever judges again reads this beside the text and the decision. 2000 characters at most."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean_words(self) -> str:
        """Return the words, counted as a comment is."""
        return text.cleaned(str(self.cleaned_data["words"] or ""), APPEAL_MAX_LENGTH)


class ReplyNoticesForm(forms.Form):
    """How often a member is told by e-mail of answers to their comments."""

    often = forms.ChoiceField(
        label=_("Tell me by e-mail when somebody answers my comments"),
        choices=ReplyNotices.Often.choices,
        widget=forms.RadioSelect,
    )


def number(given: str) -> int | None:
    """Return the positive whole number a reader's browser sent, None for anything else."""
    return whole(given) or None
