"""A file of subscribers that a paper brings with it: every line is checked first, and one that is wrong stops all."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from newsroom.audit.models import Entry
from newsroom.lib import rows
from newsroom.lib.folding import fold
from newsroom.subscribers import invitations
from newsroom.subscribers.models import Plan, Subscription, User
from newsroom.subscribers.models.user import MADE_FIELDS

COLUMNS = ("email", "name", "plan", "starts", "ends")
COLUMN_OF_FIELD = {"email": "email", "display_name": "name"}


class Refused(Exception):
    """Lines that are wrong: each message names the line, the column, and what is wrong."""

    def __init__(self, messages: list[str]) -> None:
        self.messages = messages
        super().__init__("\n".join(messages))


@dataclass(slots=True)
class Line:
    """One line, understood."""

    number: int
    user: User
    plan: Plan | None
    starts_at: datetime | None
    ends_at: datetime | None

    @property
    def is_there(self) -> bool:
        """Whether the very same was brought in before; without a first day, whenever it began."""
        if self.user.pk is None:
            return False
        same = self.user.subscriptions.filter(source=Subscription.Source.IMPORT, plan=self.plan, ends_at=self.ends_at)
        return (same.filter(starts_at=self.starts_at) if self.starts_at else same).exists()


@dataclass(slots=True)
class Reading:
    """What the file holds, line by line, and what is wrong in it."""

    lines: list[Line] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    people: dict[str, User] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)

    def add(self, number: int, cells: dict[str, str]) -> None:
        """Understand one line, or say what is wrong with it."""
        before = len(self.wrong)
        user = self._person(number, cells)
        plan = self.plans.get(cells["plan"])
        if cells["plan"] and plan is None:
            known = ", ".join(sorted(self.plans)) or "none"
            self._refuse(number, "plan", f"no plan has the slug {cells['plan']!r} (known: {known})")
        starts_at = self._midnight(number, "starts", cells["starts"])
        ends_at = self._midnight(number, "ends", cells["ends"], days=1)
        if starts_at and ends_at and ends_at <= starts_at:
            self._refuse(number, "ends", "the last day comes before the first")
        if ends_at and not starts_at and ends_at <= timezone.now():
            self._refuse(number, "ends", f"{cells['ends']} is past: write the first day too")
        if len(self.wrong) == before and user:
            self.lines.append(Line(number, user, plan, starts_at, ends_at))

    def _person(self, number: int, cells: dict[str, str]) -> User | None:
        """Return who has the address: in the file's lines before, in the database, or somebody new."""
        email = cells["email"].lower()
        if email in self.people:
            return self.people[email]
        user = User.objects.filter(email=email).first() or self._newcomer(number, email, cells["name"])
        if user:
            self.people[email] = user
        return user

    def _newcomer(self, number: int, email: str, name: str) -> User | None:
        user = User(email=email, display_name=name)
        user.set_unusable_password()
        try:
            user.full_clean(exclude=MADE_FIELDS)
        except ValidationError as error:
            for key, messages in error.message_dict.items():
                self._refuse(number, COLUMN_OF_FIELD.get(key, key), " ".join(messages))
            return None
        if taken := self.names.get(fold(name)):
            self._refuse(number, "name", f"{taken} has this pseudonym, or one that looks the same, further up")
            return None
        self.names[fold(name)] = email
        return user

    def _midnight(self, number: int, column: str, text: str, days: int = 0) -> datetime | None:
        """Return the midnight, where the paper is, of that day and so many after; None for a blank."""
        if not text:
            return None
        try:
            return timezone.make_aware(datetime.combine(date.fromisoformat(text) + timedelta(days=days), time()))
        except (ValueError, OverflowError):
            self._refuse(number, column, f"{text!r} is no day: write it as 2027-12-31")
            return None

    def _refuse(self, number: int, column: str, why: str) -> None:
        self.wrong.append(f"line {number}, {column}: {why}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was written, or would be: accounts opened, subscriptions granted, lines that were there already."""

    opened: int
    granted: int
    there: int


def bring_in(text: str, *, invite: bool = False, dry_run: bool = False) -> Outcome:
    """Bring the subscribers of the CSV in: all of them, or none where a line is wrong. Raise Refused.

    The same file again changes nothing. Who has an account keeps their pseudonym. `invite` mails those whose account
    is new a link to choose a password.
    """
    with transaction.atomic():
        lines = _read(text)
        new = [line for line in lines if not line.is_there]
        newcomers = {id(line.user): line.user for line in new if line.user.pk is None}.values()
        outcome = Outcome(len(newcomers), len(new), len(lines) - len(new))
        if not dry_run:
            _open(newcomers, invite=invite)
            for line in new:
                _grant(line)
    return outcome


def _read(text: str) -> list[Line]:
    reading = Reading(plans={plan.slug: plan for plan in Plan.objects.all()})
    try:
        for number, cells in rows.from_csv(text, COLUMNS):
            reading.add(number, cells)
    except rows.BadTable as error:
        reading.wrong.append(str(error))
    if reading.wrong:
        raise Refused(reading.wrong)
    return reading.lines


def _open(newcomers: Iterable[User], *, invite: bool) -> None:
    for user in newcomers:
        user.save()
        user.confirm_address()
        Entry.objects.record(actor=None, action="user.created", subject=user)
        if invite:
            invitations.send(user)


def _grant(line: Line) -> None:
    if line.is_there:
        # The same line stands twice in the file.
        return
    starts_at = line.starts_at or timezone.now()
    subscription = Subscription(user=line.user, plan=line.plan, starts_at=starts_at, ends_at=line.ends_at)
    subscription.grant(by=None, source=Subscription.Source.IMPORT)
