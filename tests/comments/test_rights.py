"""Who may react under an article: one table, and the panel that says why not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from articles.models import Article, Contributor
from articles.models.contributor import Byline
from comments import rights, tokens
from comments.models import Decision, Discussion, Rule, Sanction
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.pages import Discussion as Shown
from tests.comments.pages import text_of

Level = Sanction.Level
State = Discussion.State
SOON = timedelta(days=7)

# reader, discussion, sanction -> why there is no form ("" where there is one), and whether their texts wait.
RIGHTS = [
    ("nobody", State.OPEN, None, "signed-out", False),
    ("nobody", State.PREMODERATED, None, "signed-out", False),
    ("nobody", State.CLOSED, None, "closed", False),
    ("subscriber", State.OPEN, None, "", False),
    ("subscriber", State.PREMODERATED, None, "", True),
    ("subscriber", State.CLOSED, None, "closed", False),
    ("subscriber", State.OPEN, Level.PREMODERATION, "", True),
    ("subscriber", State.OPEN, Level.SUSPENSION, "suspended", False),
    ("subscriber", State.OPEN, Level.BAN, "banned", False),
    ("subscriber", State.CLOSED, Level.BAN, "banned", False),
    ("subscriber", State.CLOSED, Level.SUSPENSION, "suspended", False),
    ("never subscribed", State.OPEN, None, "no-subscription", False),
    ("never subscribed", State.CLOSED, None, "closed", False),
    ("never subscribed", State.OPEN, Level.BAN, "banned", False),
    ("lapsed", State.OPEN, None, "no-subscription", False),
    ("lapsed", State.OPEN, Level.PREMODERATION, "no-subscription", False),
    ("staff", State.OPEN, None, "", False),
    ("staff", State.PREMODERATED, None, "", True),
    ("staff", State.CLOSED, None, "closed", False),
    ("contributor of the article", State.OPEN, None, "", False),
    ("contributor of the article", State.OPEN, Level.BAN, "banned", False),
    ("contributor of another article", State.OPEN, None, "no-subscription", False),
]


def reader(kind: str, article: Article) -> User | AnonymousUser:
    """Return a person of the kind the table names."""
    if kind == "nobody":
        return AnonymousUser()
    if kind == "subscriber":
        return factories.subscriber("Abel")
    if kind == "lapsed":
        return factories.subscriber("Abel", ends_at=timezone.now() - timedelta(seconds=1))
    if kind == "staff":
        return factories.staff("Abel", "Reporter")
    member = factories.user("Abel")
    if kind.startswith("contributor"):
        signed = article if kind.endswith("the article") else factories.article(article.section, "Un autre")
        Byline.objects.create(
            article=signed, contributor=Contributor.objects.create(name="Abel", slug="abel", user=member)
        )
    return member


def impose(level: str | None, member: User | AnonymousUser, by: User, rule: Rule) -> None:
    """Put the member under a sanction."""
    if level and isinstance(member, User):
        ends_at = timezone.now() + SOON if level == Level.SUSPENSION else None
        factories.sanction(member, level=level, by=by, rule=rule, explanation="Des insultes.", ends_at=ends_at)


@pytest.mark.parametrize(("kind", "state", "level", "refusal", "waits"), RIGHTS)
def test_rights_follow_the_table(
    free_article: Article, carole: User, rule: Rule,
    kind: str, state: str, level: str | None, refusal: str, waits: bool,
) -> None:  # fmt: skip
    person = reader(kind, free_article)
    Discussion.objects.begun(free_article.pk).govern(by=carole, state=state)
    impose(level, person, carole, rule)

    found = rights.of(person, free_article, Discussion.objects.of(free_article))

    assert (found.refusal or "", found.premoderated) == (refusal, waits)


@pytest.mark.parametrize(("kind", "state", "level", "refusal", "waits"), RIGHTS)
def test_the_page_shows_the_form_or_the_panel_that_says_why(
    client: Client, free_article: Article, carole: User, rule: Rule,
    kind: str, state: str, level: str | None, refusal: str, waits: bool,
) -> None:  # fmt: skip
    person = reader(kind, free_article)
    Discussion.objects.begun(free_article.pk).govern(by=carole, state=state)
    impose(level, person, carole, rule)
    if isinstance(person, User):
        factories.let_in(client, person)

    for address in (free_article.get_absolute_url(), f"/discussions/{free_article.pk}/"):
        shown = Shown(text_of(client.get(address)))
        assert (shown.panel, shown.has_form) == (refusal, not refusal)


def test_a_sanction_that_ended_or_was_lifted_bars_nobody(
    free_article: Article, alice: User, carole: User, rule: Rule
) -> None:
    past = timezone.now() - timedelta(days=9)
    impose(Level.SUSPENSION, alice, carole, rule)
    Sanction.objects.update(starts_at=past, ends_at=past + timedelta(days=7))
    impose(Level.BAN, alice, carole, rule)
    Sanction.objects.get(level=Level.BAN).lift(by=carole, explanation="Une erreur.")

    assert rights.of(alice, free_article, Discussion.objects.of(free_article)).may_react


def test_the_gravest_sanction_is_the_one_shown(free_article: Article, alice: User, carole: User, rule: Rule) -> None:
    for level in (Level.PREMODERATION, Level.SUSPENSION, Level.BAN):
        impose(level, alice, carole, rule)

    found = rights.of(alice, free_article, Discussion.objects.of(free_article))

    assert found.refusal == rights.Reason.BANNED


def test_a_ban_is_under_every_article_and_leaves_the_subscription_alone(
    browse: Callable[[User], Client],
    free_article: Article,
    walled_article: Article,
    alice: User,
    carole: User,
    rule: Rule,
) -> None:
    impose(Level.BAN, alice, carole, rule)
    member = browse(alice)

    pages = [text_of(member.get(article.get_absolute_url())) for article in (free_article, walled_article)]

    assert [Shown(page).panel for page in pages] == ["banned", "banned"]
    assert factories.SECRET in pages[1]


def test_the_panel_of_a_ban_names_the_decision_the_rule_and_where_to_contest(
    browse: Callable[[User], Client], free_article: Article, alice: User, carole: User, rule: Rule
) -> None:
    impose(Level.BAN, alice, carole, rule)

    page = text_of(browse(alice).get(free_article.get_absolute_url()))

    panel = page[page.index('class="discussion-panel"') : page.index("</section>", page.index("discussion-panel"))]
    sanction = Sanction.objects.get()
    for expected in (
        sanction.decision.get_absolute_url(),
        rule.charter.get_absolute_url(),
        rule.title,
        "/charter/",
        tokens.for_author(sanction.decision),
    ):
        assert expected in panel


def test_the_panel_says_when_it_is_too_late_to_contest(
    browse: Callable[[User], Client], free_article: Article, alice: User, carole: User, rule: Rule
) -> None:
    impose(Level.BAN, alice, carole, rule)
    Decision.objects.update(appeal_deadline=timezone.now() - timedelta(days=1))

    page = text_of(browse(alice).get(free_article.get_absolute_url()))

    assert "pouvait être contestée" in page
    assert tokens.for_author(Decision.objects.get()) not in page
