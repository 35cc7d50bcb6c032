"""`demo`: the edition with its discussions and accounts, once."""

import re
import stat
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client, override_settings
from pytest_django import Settings

from articles.models import Article, Correction, FrontOrder, Picture
from comments.models import Comment, Decision, Discussion, Status
from newsroom import demo_accounts
from newsroom.audit.models import Entry
from newsroom.demo_edition import STARTED_FROM
from newsroom.subscribers.models import Plan, Subscription, User
from tests import factories
from tests.subscribers.visits import one_time_code

pytestmark = pytest.mark.django_db

COUNTED = (Article, Correction, FrontOrder, Picture, Comment, Decision, Discussion, Entry, Plan, Subscription, User)


@pytest.fixture(scope="module", autouse=True)
def printed(stage: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What the command printed when it made the demonstration, which each test finds as it was then."""
    folder = tmp_path_factory.mktemp("data")
    with override_settings(DATA=folder, MEDIA_ROOT=folder / "media"):
        yield demo()


@pytest.fixture
def data(settings: Settings) -> Path:
    """Where password and pictures are."""
    return Path(settings.DATA)


def demo() -> str:
    """Run the command; return what it prints."""
    told = StringIO()
    call_command("demo", stdout=told)
    return told.getvalue()


def counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in COUNTED}


def test_the_edition_stands_with_its_discussions() -> None:
    assert Article.objects.published().count() >= 12
    assert Article.objects.published().values("section").distinct().count() >= 4
    article = Article.objects.get(uri=STARTED_FROM)
    assert article.published_at is not None
    assert article.published_at.year == 2013
    assert Comment.objects.reachable().filter(article=article).count() == 3
    assert Comment.objects.filter(status=Status.PENDING).count() == 3
    refused = Comment.objects.get(status=Status.REFUSED)
    decision = refused.decisions.get()
    assert (decision.charter_rule and decision.charter_rule.number, bool(decision.explanation)) == (7, True)
    assert not Discussion.objects.exclude(state=Discussion.State.OPEN).exists()
    assert Comment.objects.filter(depth__gt=1).exists()


def test_an_article_is_corrected_and_the_front_page_placed_by_hand(client: Client) -> None:
    correction = Correction.objects.get()
    told = "par an à la commune, et non par mois"
    assert correction.article.modified_at == correction.corrected_at
    for page in ("/corrections/", correction.article.get_absolute_url()):
        assert told in client.get(page).content.decode()
    placed = FrontOrder.objects.placed()
    assert placed[0].slug.startswith("passerelle")
    assert len(placed) == 4


def test_a_front_page_that_somebody_placed_stays() -> None:
    editor = User.objects.get(email=demo_accounts.EDITOR.email)
    FrontOrder.objects.arrange([], by=editor, seen=1)

    demo()

    assert FrontOrder.objects.placed() == []


def test_run_again_it_adds_nothing_and_still_says_where_to_look(printed: str) -> None:
    before = counts()

    second = demo()

    assert counts() == before
    assert printed.splitlines()[1:] == second.splitlines()[1:]


def test_each_account_of_the_cast_lets_in_whom_it_names(printed: str, data: Path) -> None:
    password = (data / "demo-password").read_text()
    assert password in printed
    assert stat.S_IMODE((data / "demo-password").stat().st_mode) == 0o600
    for person in demo_accounts.CAST:
        assert person.email in printed
        user = User.objects.get(email=person.email)
        assert Client().login(username=person.email, password=password)
        assert user.is_staff == bool(person.group)
        assert [group.name for group in user.groups.all()] == [person.group] * bool(person.group)
        assert user.subscription_runs() == person.subscribes


def test_the_accounts_sign_in_by_the_page(client: Client, data: Path) -> None:
    fields = {"login": demo_accounts.SUBSCRIBER.email, "password": (data / "demo-password").read_text()}
    answer = client.post("/accounts/login/", fields)

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(email=demo_accounts.SUBSCRIBER.email).pk)


def test_the_staff_s_second_factor_is_printed_beside_the_password(printed: str, data: Path) -> None:
    key = (data / "demo-second-factor").read_text()
    assert key in printed
    codes = re.findall(r"\b\d{8}\b", printed)
    assert len(codes) == 10
    for person, code in ((demo_accounts.MODERATOR, one_time_code(key)), (demo_accounts.PUBLISHER, codes[0])):
        staff = Client()
        fields = {"login": person.email, "password": (data / "demo-password").read_text(), "next": "/admin/"}
        assert staff.post("/accounts/login/", fields).headers["Location"] == "/accounts/2fa/authenticate/"
        assert staff.post("/accounts/2fa/authenticate/", {"code": code}).headers["Location"] == "/admin/"
        assert staff.get("/admin/").status_code == 200


def test_run_again_it_renews_the_codes() -> None:
    Authenticator.objects.filter(type="recovery_codes").update(data={"seed": "x", "used_mask": 1023})

    assert (
        re.findall(r"\b\d{8}\b", demo())[0]
        in Authenticator.objects.filter(type="recovery_codes")[0].wrap().get_unused_codes()
    )


def test_a_changed_password_is_set_back_and_the_others_keep_their_sessions(data: Path) -> None:
    subscriber, member = (User.objects.get(email=one.email) for one in demo_accounts.CAST[:2])
    subscriber.set_password("une autre phrase de passe")
    subscriber.save()

    demo()

    assert User.objects.get(pk=subscriber.pk).check_password((data / "demo-password").read_text())
    assert User.objects.get(pk=member.pk).password == member.password


def test_the_addresses_it_prints_lead_somewhere(client: Client, settings: Settings) -> None:
    settings.SITE_ADDRESS = "https://paper.example"

    printed = [word for word in demo().split() if word.startswith("https://paper.example/")]

    assert len(printed) == 8
    for address in printed:
        assert client.get(address.removeprefix("https://paper.example"), follow=True).status_code == 200


def test_what_people_did_to_the_demonstration_stays() -> None:
    comment = Comment.objects.filter(status=Status.PENDING).first()
    assert comment is not None
    comment.publish(by=User.objects.get(email=demo_accounts.MODERATOR.email))
    factories.user("Passante")
    before = counts()

    demo()

    comment.refresh_from_db()
    assert comment.status == Status.PUBLISHED
    assert counts() == before
