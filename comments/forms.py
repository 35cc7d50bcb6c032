"""The form of the discussion: a comment."""

from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments import intake, text
from comments.models import Comment
from newsroom.subscribers.models import User

# More digits than any row's number has: what is longer is no number of ours.
NUMBER_MAX_LENGTH = 18


class Taken(forms.Field):
    """A field that takes what is sent as it is: the intake judges it."""

    def validate(self, value: object) -> None:
        """Find nothing wrong here."""


class CommentForm(forms.Form):
    """A comment on its way in. The intake says what is wrong, all of it in one place."""

    use_required_attribute = False
    body = Taken(label=_("Your comment"), widget=forms.Textarea(attrs={"rows": 6}))
    key = Taken()
    parent = Taken()

    def submit(self, article: Article, author: User) -> Comment | None:
        """Return what the intake made of the text; None when it refused it: the errors then stand on the form.

        Raises NotAllowed for who may not react.
        """
        self.full_clean()
        submission = intake.Submission(article, author, self.text, str(self["key"].value() or ""), self.parent_id)
        try:
            return intake.submit(submission)
        except ValidationError as refusal:
            for message in refusal.messages:
                self.add_error("body", message)
            # The page is a new one to who sent the form without a script: it opens where the mending is done.
            self.fields["body"].widget.attrs["autofocus"] = True
            return None

    @property
    def text(self) -> str:
        """The text as it was typed, or as it was kept."""
        return str(self["body"].value() or "")

    @property
    def count(self) -> int:
        """The number the counter begins with."""
        return text.length(self.text)

    @property
    def parent_id(self) -> int | None:
        """The comment to reply to, by its number; 0, which no comment has, for what is no number."""
        given = str(self["parent"].value() or "")
        return (number(given) or 0) if given else None

    def next_key(self) -> str:
        """Return the idempotency key that this copy of the form will send."""
        return uuid4().hex


def number(given: str) -> int | None:
    """Return the positive whole number a reader's browser sent, None for anything else."""
    if given.isascii() and given.isdigit() and len(given) <= NUMBER_MAX_LENGTH:
        return int(given) or None
    return None
