"""What the commands that open an account share: their options, and one line for each thing that is wrong."""

import os
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from newsroom.subscribers.models import User
from newsroom.subscribers.models.display_name import tidy
from newsroom.subscribers.models.user import MADE_FIELDS

# By field: the option it came from, and what to do about it.
OPTIONS = {
    "email": ("EMAIL", "Write it as name@journal.example."),
    "display_name": ("--name", "Choose another."),
    "password": ("--password-env", "Put another into the variable."),
}


class AccountCommand(BaseCommand):
    """Checks everything first: what is wrong is said line by line, and then nothing is written."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="the address the person signs in with")
        parser.add_argument("--name", required=True, metavar="NAME", help="the pseudonym, shown with their comments")
        parser.add_argument(
            "--password-env",
            required=True,
            metavar="VAR",
            help="the environment variable that holds the password, so that no list of commands shows it",
        )

    def checked(self, options: dict[str, Any], refusals: list[str]) -> User:
        """Return the new user, not stored yet; raise CommandError with `refusals` and what is wrong besides."""
        password, variable = os.environ.get(options["password_env"], ""), options["password_env"]
        user = User(email=options["email"], display_name=options["name"])
        if not password:
            refusals.append(f"--password-env: {variable} is not set. Write {variable}=… before the command.")
        refusals += _refused(lambda: user.full_clean(exclude={"password", *MADE_FIELDS}))
        if password:
            refusals += _refused(lambda: validate_password(password, user))
        if refusals:
            raise CommandError("\n".join([*refusals, "Nothing was written."]))
        user.set_password(password)
        return user

    def existing(self, options: dict[str, Any]) -> User | None:
        """Return who has the address already."""
        return User.objects.filter(email__iexact=options["email"]).first()

    def is_as_asked(self, user: User, options: dict[str, Any]) -> bool:
        """Return whether name and password are those the command asks for."""
        password = os.environ.get(options["password_env"], "")
        return user.is_active and user.display_name == tidy(options["name"]) and user.check_password(password)


def _refused(check: Callable[[], object]) -> list[str]:
    """Return a line for each thing the check finds wrong: the option, what is wrong, and the mend."""
    try:
        check()
    except ValidationError as error:
        wrong = error.message_dict if hasattr(error, "error_dict") else {"password": error.messages}
        return [
            f"{OPTIONS[field][0]}: {message} {OPTIONS[field][1]}"
            for field, messages in wrong.items()
            for message in messages
        ]
    return []
