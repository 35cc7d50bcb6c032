"""Open an account for somebody of the staff, in one or more of its groups."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import Group
from django.core.management.base import CommandError, no_translations
from django.db import transaction

from newsroom.audit.models import Entry
from newsroom.subscribers.management.accounts import AccountCommand
from newsroom.subscribers.models import User
from newsroom.subscribers.staff import STAFF_GROUPS


class Command(AccountCommand):
    """Run again with the same options, it changes nothing and says so."""

    help = "Open an account that may open the admin. The address counts as confirmed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--group",
            action="append",
            required=True,
            metavar="GROUP",
            help=f"one of {', '.join(STAFF_GROUPS)}; may be given several times",
        )

    @no_translations
    def handle(self, **options: Any) -> None:
        names = list(dict.fromkeys(options["group"]))
        refusals = [
            f"--group: {name!r} is no group of the staff. Write one of {', '.join(STAFF_GROUPS)}."
            for name in names
            if name not in STAFF_GROUPS
        ]
        if user := self.existing(options):
            self._say_what_exists(user, names, options)
            return
        user = self.checked(options, refusals)
        user.is_staff = True
        with transaction.atomic():
            user.save()
            user.confirm_address()
            user.groups.set(Group.objects.filter(name__in=names))
            Entry.objects.record(actor=None, action="user.created", subject=user, staff=True, groups=names)
        self.stdout.write(
            f"{user.email}: account {user.display_name} opened, {', '.join(names)}. At the first sign-in the desk asks "
            "for a second factor: an authenticator app, or a passkey."
        )

    def _say_what_exists(self, user: User, names: list[str], options: dict[str, Any]) -> None:
        groups = set(user.groups.values_list("name", flat=True))
        if user.is_staff and groups == set(names) and self.is_as_asked(user, options):
            self.stdout.write(f"{user.email}: exists already as asked, {', '.join(names)}. Nothing was written.")
            return
        raise CommandError(
            f"EMAIL: {user.email} has an account already ({user.display_name}), which differs from what is asked. "
            f"Change it in the admin (/admin/subscribers/user/{user.pk}/change/), or give another address. "
            "Nothing was written."
        )
