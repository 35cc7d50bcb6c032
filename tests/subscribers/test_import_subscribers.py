"""import_subscribers: all that the file holds, or a line for each thing that is wrong and nothing written."""

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import CommandError, call_command

from newsroom.audit.models import Entry
from newsroom.subscribers.models import Subscription, User
from tests.subscribers.ordering import plan

pytestmark = pytest.mark.django_db

HEADER = "email,name,plan,starts,ends"
YVES = "yves@exemple.test,Yves,mensuel,2026-01-01,2026-12-31"
ZOE = "Zoe@Exemple.test,Zoé,,,"


@pytest.fixture(autouse=True)
def monthly() -> None:
    plan()


def bring_in(folder: Path, *lines: str | bytes, header: str = HEADER, **options: bool) -> str:
    """Write the file and run the command; return what it said."""
    file = folder / "abonnes.csv"
    file.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in (header, *lines)))
    said = StringIO()
    call_command("import_subscribers", file, stdout=said, **options)
    return said.getvalue()


def test_subscribers_come_in_with_their_days(tmp_path: Path) -> None:
    assert bring_in(tmp_path, YVES, ZOE) == "2 accounts opened, 2 subscriptions granted, 0 there already.\n"

    yves = User.objects.get(email="yves@exemple.test")
    subscription = yves.subscriptions.get()
    assert subscription.source == Subscription.Source.IMPORT
    assert subscription.plan == plan()
    # The first midnight of its first day, and the one after its last, in Paris.
    assert subscription.starts_at == datetime(2025, 12, 31, 23, tzinfo=UTC)
    assert subscription.ends_at == datetime(2026, 12, 31, 23, tzinfo=UTC)
    assert not yves.has_usable_password()
    assert EmailAddress.objects.get(user=yves).verified
    assert User.objects.get(email="zoe@exemple.test").subscription_runs()
    assert Entry.objects.filter(action="subscription.granted").count() == 2
    assert not mail.outbox


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    bring_in(tmp_path, YVES, ZOE)
    before = Entry.objects.count()

    assert bring_in(tmp_path, YVES, ZOE) == "0 accounts opened, 0 subscriptions granted, 2 there already.\n"
    assert Entry.objects.count() == before


def test_a_line_that_stands_twice_is_one(tmp_path: Path) -> None:
    bring_in(tmp_path, YVES, YVES)

    assert Subscription.objects.count() == 1


def test_one_reader_may_have_two_subscriptions(tmp_path: Path) -> None:
    bring_in(tmp_path, YVES, "yves@exemple.test,,mensuel,2027-01-01,2027-12-31")

    assert User.objects.get().subscriptions.count() == 2


def test_who_has_an_account_keeps_their_pseudonym(tmp_path: Path, chloe: User) -> None:
    bring_in(tmp_path, f"{chloe.email},Autrement,,,", invite=True)

    chloe.refresh_from_db()
    assert chloe.display_name == "Chloé"
    assert chloe.subscription_runs()
    assert not mail.outbox


def test_who_is_new_is_invited_if_asked(tmp_path: Path) -> None:
    bring_in(tmp_path, YVES, invite=True)
    bring_in(tmp_path, YVES, invite=True)

    assert [message.to for message in mail.outbox] == [["yves@exemple.test"]]


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    said = bring_in(tmp_path, YVES, invite=True, dry_run=True)

    assert said == ("1 accounts opened, 1 subscriptions granted, 0 there already.\nDry run: nothing was written.\n")
    assert not User.objects.exists()
    assert not Entry.objects.exists()
    assert not mail.outbox


def test_semicolons_a_mark_of_order_and_other_columns_first_are_read(tmp_path: Path) -> None:
    bring_in(tmp_path, b'2099-12-31;yves@exemple.test;"Yves; Martin"', "", header="\ufeffEnds;email;name")

    assert User.objects.get().display_name == "Yves; Martin"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("yves,Yves,,,", "line 3, email: "),
        (",Yves,,,", "line 3, email: "),
        ("yves@exemple.test,,,,", "line 3, name: "),
        ("yves@exemple.test,CHLOE,,,", "line 3, name: This pseudonym"),
        ("yves@exemple.test,Zoe,,,", "line 3, name: zoe@exemple.test has this pseudonym"),
        ("yves@exemple.test,Yves,annuel,,", "line 3, plan: no plan has the slug 'annuel' (known: mensuel)"),
        ("yves@exemple.test,Yves,,31/12/2026,", "line 3, starts: '31/12/2026' is no day: write it as 2027-12-31"),
        ("yves@exemple.test,Yves,,,9999-12-31", "line 3, ends: '9999-12-31' is no day"),
        ("yves@exemple.test,Yves,,2026-02-01,2026-01-01", "line 3, ends: the last day comes before the first"),
        ("yves@exemple.test,Yves,,,2020-01-01", "line 3, ends: 2020-01-01 is past: write the first day too"),
        ("yves@exemple.test,Yves,,,,trop", "line 3: 6 cells under 5 columns"),
        ('yves@exemple.test,"Yves,,,', "line 3: unexpected end of data"),
    ],
)
def test_what_is_wrong_is_said_by_line_and_column_and_nothing_is_written(
    tmp_path: Path, chloe: User, line: str, said: str
) -> None:
    with pytest.raises(CommandError) as refused:
        bring_in(tmp_path, ZOE, line)

    first, *_others, last = str(refused.value).splitlines()
    assert first.startswith(said)
    assert last == "Nothing was written."
    assert list(User.objects.all()) == [chloe]


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refused:
        bring_in(tmp_path, "yves,Yves,x,,", "zoe@exemple.test,Zoé,,hier,")

    places = [line.partition(":")[0] for line in str(refused.value).splitlines()]
    assert places == ["line 2, email", "line 2, plan", "line 3, starts", "Nothing was written."]


@pytest.mark.parametrize(
    ("header", "lines", "said"),
    [
        ("adresse,name", [YVES], "line 1: write the names of the columns"),
        ("", [], "line 1: write the names of the columns"),
        (HEADER, [b"yves@exemple.test,\xc9ric,,,"], "not UTF-8 (byte"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(
    tmp_path: Path, header: str, lines: list[str | bytes], said: str
) -> None:
    with pytest.raises(CommandError, match="Nothing was written") as refused:
        bring_in(tmp_path, *lines, header=header)
    assert said in str(refused.value)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_subscribers", tmp_path / "rien.csv")
