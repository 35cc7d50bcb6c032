"""Let somebody in again who lost their phone, their passkey and their recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from newsroom.subscribers import second_factor
from newsroom.subscribers.models import User


class Command(BaseCommand):
    """Make sure first, by voice or face to face, that it is they who ask: whoever has the password sets up the next."""

    help = (
        "Take the second factor and the recovery codes off an account and sign it out everywhere. Its owner is told by "
        "e-mail; the desk asks the staff for a new one at their next sign-in."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="the address the person signs in with")

    @no_translations
    def handle(self, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].lower()).first()
        if user is None:
            raise CommandError(f"EMAIL: nobody has an account with {options['email']}. Nothing was done.")
        if second_factor.reset(user, by=None):
            self.stdout.write(f"{user.email}: second factor taken off, signed out everywhere, told by e-mail.")
        else:
            self.stdout.write(f"{user.email}: had no second factor. Signed out everywhere, told by e-mail.")
