"""The accounts and plans of the demonstration: who may try what, all with one password made on this machine."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from newsroom.subscribers import staff
from newsroom.subscribers.models import Plan, Subscription, User
from newsroom.subscribers.models.user import MADE_FIELDS

VOWELS = "aeiou"
CONSONANTS = "bcdfgjlmnprstvz"
WORDS_IN_PASSPHRASE = 5

PLANS = (
    {
        "slug": "numerique-mensuel",
        "name": "Numérique, au mois",
        "description": "Tous les articles et la discussion. Sans engagement : on arrête quand on veut.",
        "price_cents": 990,
        "period": Plan.Period.MONTH,
        "position": 1,
    },
    {
        "slug": "numerique-annuel",
        "name": "Numérique, à l’année",
        "description": "Tous les articles et la discussion, au prix de dix mois.",
        "price_cents": 9900,
        "period": Plan.Period.YEAR,
        "position": 2,
    },
)


@dataclass(frozen=True, slots=True)
class Person:
    """One of the cast: an account to sign in with."""

    email: str
    display_name: str
    # A subscriber without a group; a group makes them staff.
    subscribes: bool = False
    group: str = ""

    @property
    def part(self) -> str:
        """What they are in the play."""
        return self.group.lower() or ("subscriber" if self.subscribes else "member without a subscription")


SUBSCRIBER = Person("abonnee@exemple.invalid", "Solène M.", subscribes=True)
MEMBER = Person("membre@exemple.invalid", "Nino B.")
MODERATOR = Person("moderation@exemple.invalid", "Ariane, modération", group=staff.MODERATOR)
CHIEF_MODERATOR = Person("chef.moderation@exemple.invalid", "Tristan, modération", group=staff.CHIEF_MODERATOR)
REPORTER = Person("reportage@exemple.invalid", "Lilou, reportage", group=staff.REPORTER)
EDITOR = Person("redaction@exemple.invalid", "Gaspard, rédaction", group=staff.EDITOR)
PUBLISHER = Person("direction@exemple.invalid", "Hélène, direction", group=staff.PUBLISHER)
CAST = (SUBSCRIBER, MEMBER, MODERATOR, CHIEF_MODERATOR, REPORTER, EDITOR, PUBLISHER)


def passphrase() -> str:
    """Return a new password that can be read aloud: five words of three syllables that mean nothing, 93 bits."""
    return "-".join(
        "".join(secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _syllable in range(3))
        for _word in range(WORDS_IN_PASSPHRASE)
    )


@transaction.atomic
def make(people: Iterable[Person], password: str, key: str) -> None:
    """Make the plans and the accounts that are not there, and let every account in with the password.

    The staff's asks for a second factor besides: `key` is that of all their apps.
    """
    for plan in PLANS:
        Plan.objects.get_or_create(slug=plan["slug"], defaults=plan)
    wanted = list(people)
    known = {user.email: user for user in User.objects.filter(email__in=[person.email for person in wanted])}
    users = [known.get(person.email) or _made(person) for person in wanted]
    _let_in(users, password)
    for user in users:
        if user.is_staff:
            _give_second_factor(user, key)


def new_key() -> str:
    """Return a new key for an authenticator app."""
    return str(totp.generate_totp_secret())


def recovery_codes(key: str) -> list[str]:
    """Return the codes that stand in for the app: the same for each of the staff, and each serves each of them once."""
    return list(RecoveryCodes(Authenticator(data=_codes(key))).generate_codes())


def _made(person: Person) -> User:
    user = User(email=person.email, display_name=person.display_name, is_staff=bool(person.group))
    user.full_clean(exclude={"password", *MADE_FIELDS})
    user.save()
    user.confirm_address()
    if person.group:
        user.groups.add(Group.objects.get(name=person.group))
    if person.subscribes:
        plan = Plan.objects.get(slug=PLANS[0]["slug"])
        Subscription(user=user, plan=plan).grant(by=None, source=Subscription.Source.COMMAND)
    return user


def _let_in(users: list[User], password: str) -> None:
    """Give the password to who has another; a known password keeps its sessions.

    All share one hash, for it is one password: a hash takes a fifth of a second.
    """
    hashes = {user.password for user in users if user.password}
    fitting = {one for one in hashes if User(password=one).check_password(password)}
    hashed = next(iter(fitting), None) or make_password(password)
    others = [user.pk for user in users if user.password not in fitting]
    User.objects.filter(pk__in=others).update(password=hashed)


def _give_second_factor(user: User, key: str) -> None:
    """Give the account that key and recovery codes, none of them used."""
    for kind, data in ((Authenticator.Type.TOTP, {"secret": key}), (Authenticator.Type.RECOVERY_CODES, _codes(key))):
        Authenticator.objects.update_or_create(user=user, type=kind, defaults={"data": data})


def _codes(key: str) -> dict[str, str | int]:
    return {"seed": key, "used_mask": 0}
