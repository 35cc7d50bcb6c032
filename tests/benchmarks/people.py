"""The members of a paper of any size: their accounts, what they pay for, and who is signed in."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.utils import timezone

from comments.models import Acceptance, Charter
from newsroom.lib.folding import fold
from newsroom.subscribers.models import Plan, Subscription, User
from tests.benchmarks.bulk import ago, insert, series

WORDY, QUIET = "Bavard", 9
MINUTES = 3 * 365 * 24 * 60
NAMES = (
    "Camille",
    "Solène",
    "Nino",
    "Margot",
    "Octave",
    "Zéphyrine",
    "Ariane",
    "Gaspard",
    "Maëlle",
    "Lucien",
    "Hélène",
)
CHUNK = 5000


def name(number: int) -> str:
    """Return what the member of that number is called; the first one writes more than anybody."""
    return WORDY if number == 1 else f"{NAMES[number % len(NAMES)]} {number}"


def fill(members: range) -> None:
    """Make the members, who proved their address and accepted the charter; of five, three subscribe and one did."""
    joined = timezone.now() - timedelta(minutes=MINUTES)
    people = (
        User(
            pk=pk, email=f"membre{number}@exemple.test", display_name=name(number), display_name_key=fold(name(number)),
            password="!", date_joined=joined,
        )
        for number, pk in enumerate(members, 1)
    )  # fmt: skip
    User.objects.bulk_create(people, batch_size=CHUNK)
    charter = Charter.objects.current()
    assert charter is not None
    member, all_of_them = f"n + {members[0] - 1}", series(len(members))
    insert(
        EmailAddress, all_of_them, user_id=member, email="'membre' || n || '@exemple.test'", verified="TRUE",
        primary="TRUE",
    )  # fmt: skip
    insert(Acceptance, all_of_them, user_id=member, charter_id=str(charter.pk), at=ago(str(MINUTES)))
    _subscribe(member, all_of_them)
    # The data of a session is only looked at by whoever bears its key, which nobody does.
    insert(
        Session, all_of_them, session_key="md5('session' || n)", session_data="''", expire_date=ago("n % 40320 - 20160")
    )


def _subscribe(member: str, all_of_them: str) -> None:
    plan = Plan.objects.create(name="Numérique, au mois", slug="numerique-mensuel", price_cents=990)
    some = f"SELECT n FROM ({all_of_them}) AS all_of_them WHERE n % 5 <> 4"  # noqa: S608 - a series
    # Once in a hundred days somebody's ends; of four that have one, one has ended.
    ends = ago("CASE WHEN n % 5 = 3 THEN 1 ELSE -1 END * (1 + n % 100) * 1440")
    insert(
        Subscription, some, user_id=member, plan_id=str(plan.pk), source="'import'",
        starts_at=ago(f"{MINUTES} - n % 1440"), ends_at=ends, created_at=ago(str(MINUTES)),
    )  # fmt: skip
