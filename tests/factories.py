"""Make rows for tests, through the doors the project itself uses; members, whom all tests have, past them."""

import time
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from django.utils.text import slugify

from articles.models import Article, Narration, Section
from comments import intake
from comments.models import Acceptance, Charter, Comment, Rule, Sanction
from newsroom.lib.folding import fold
from newsroom.subscribers.models import Subscription, User

SECRET = "phrase-secrete-du-mur"
PARAGRAPH = "<p>" + " ".join(["mot"] * 60) + ".</p>"
WALLED_BODY = f"{PARAGRAPH}\n<p>La suite : {SECRET}.</p>\n<p>La fin.</p>"

_numbers = count(1)


def user(display_name: str, *, password: str | None = None, **fields: Any) -> User:
    """Return a user whose address is made of their name, who accepted the charter in force.

    As `create_user` leaves them, but straight into the table: nearly every test begins with two or three, whose names
    are good.
    """
    key = fold(display_name)
    made = User(
        email=f"{slugify(display_name)}@exemple.test", display_name=display_name, display_name_key=key, **fields
    )
    made.set_password(password)
    made.save()
    if charter := Charter.objects.current():
        Acceptance.objects.create(user=made, charter=charter)
    return made


def subscriber(display_name: str, *, ends_at: datetime | None = None) -> User:
    """Return a user with a subscription that began a month ago."""
    made = user(display_name)
    starts_at = timezone.now() - timedelta(days=30)
    Subscription.objects.create(user=made, starts_at=starts_at, ends_at=ends_at)
    return made


def staff(display_name: str, group: str) -> User:
    """Return a user of one of the staff's groups."""
    made = user(display_name, is_staff=True)
    made.groups.add(Group.objects.get(name=group))
    return made


def let_in(client: Client, somebody: User) -> Client:
    """Sign the client in; the staff with their second factor, as the accounts library records it."""
    client.force_login(somebody, backend="django.contrib.auth.backends.ModelBackend")
    if somebody.is_staff:
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
        session["account_authentication_methods_user"] = str(somebody.pk)
        session.save()
    return client


def article(
    section: Section, headline: str, *, body: str = PARAGRAPH, published: bool = True, **fields: Any
) -> Article:
    """Return an article, published an hour ago unless told otherwise."""
    made = Article(section=section, headline=headline, body=body, **fields)
    # What the table itself refuses is not looked at twice.
    made.full_clean(validate_constraints=False)
    made.save()
    if published:
        made.publish(by=None, at=timezone.now() - timedelta(hours=1))
    return made


def narration(article: Article, *, status: str = "ready", seconds: float = 145.0, **fields: Any) -> Narration:
    """Return a narration of the article that was spoken, without its sound; its page shows it."""
    number = next(_numbers)
    named = {"digest": f"{number:064}", "script_digest": "0" * 64, "voice": "pico:fr-FR"}
    return Narration.objects.create(article=article, status=status, seconds=seconds, **named | fields)


def comment(under: Article, author: User, body: str, *, parent: Comment | None = None) -> Comment:
    """Return a comment that came through the intake."""
    key = f"key-{next(_numbers)}"
    return intake.submit(
        intake.Submission(article=under, author=author, body=body, key=key, parent_id=parent.pk if parent else None)
    )


def sanction(member: User, *, level: str, by: User, rule: Rule, explanation: str = "Trop.", **fields: Any) -> Sanction:
    """Return a sanction in force; of a member who was never warned, for a reason."""
    fields.setdefault("override_reason", "Des menaces." if level in {"suspension", "ban"} else "")
    return Sanction.objects.impose(member, level=level, by=by, rule=rule, explanation=explanation, **fields)
