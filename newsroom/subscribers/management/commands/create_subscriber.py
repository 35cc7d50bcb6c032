"""Open an account with a subscription, for who was not asked to sign up."""

from argparse import ArgumentParser
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.management.base import CommandError, no_translations
from django.db import transaction
from django.utils import timezone

from newsroom.audit.models import Entry
from newsroom.subscribers.management.accounts import AccountCommand
from newsroom.subscribers.models import Subscription, User


class Command(AccountCommand):
    """Run again with the same options, it changes nothing and says so."""

    help = "Open an account with a subscription that runs from now on. The address counts as confirmed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--until", metavar="DATE", help="the last day of the subscription, as 2027-12-31")

    @no_translations
    def handle(self, **options: Any) -> None:
        refusals: list[str] = []
        ends_at = _end(options["until"], refusals)
        if user := self.existing(options):
            self._say_what_exists(user, ends_at, options, refusals)
            return
        user = self.checked(options, refusals)
        with transaction.atomic():
            user.save()
            user.confirm_address()
            Entry.objects.record(actor=None, action="user.created", subject=user)
            Subscription(user=user, ends_at=ends_at).grant(by=None, source=Subscription.Source.COMMAND)
        self.stdout.write(f"{user.email}: account {user.display_name} opened, {_words(ends_at)}.")

    def _say_what_exists(
        self, user: User, ends_at: datetime | None, options: dict[str, Any], refusals: list[str]
    ) -> None:
        subscribed = user.subscriptions.running().filter(ends_at=ends_at).exists()
        if subscribed and not refusals and self.is_as_asked(user, options):
            self.stdout.write(f"{user.email}: exists already as asked, {_words(ends_at)}. Nothing was written.")
            return
        raise CommandError(
            f"EMAIL: {user.email} has an account already ({user.display_name}), which differs from what is asked. "
            "Grant it a subscription in the admin (/admin/subscribers/subscription/add/), or give another address. "
            "Nothing was written."
        )


def _end(until: str | None, refusals: list[str]) -> datetime | None:
    """Return the midnight, where the paper is, after the last day; None for a subscription without an end."""
    if until is None:
        return None
    try:
        midnight = datetime.combine(date.fromisoformat(until) + timedelta(days=1), time())
    except (ValueError, OverflowError):
        refusals.append(f"--until: {until!r} is no day. Write it as 2027-12-31.")
        return None
    ends_at = timezone.make_aware(midnight)
    if ends_at <= timezone.now():
        refusals.append(f"--until: {until} is past. Write today or a day to come.")
    return ends_at


def _words(ends_at: datetime | None) -> str:
    last_day = Subscription(ends_at=ends_at).last_day
    return f"subscription until {last_day.isoformat()}" if last_day else "subscription without an end"
