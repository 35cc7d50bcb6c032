"""A page put together of what members share is the page that would be made for its reader alone, and right at once."""

import random
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import view_as
from articles.models import Article, Contributor
from articles.models.contributor import Byline
from comments import shared_sections
from comments.models import Acceptance, Comment, Discussion, Recommendation, Rule, Selection, Status
from newsroom.subscribers.models import Subscription, User
from tests import factories
from tests.comments.pages import own_page, text_of
from tests.comments.trees import planted

# What is another in each copy of a page: the tokens and keys of its forms.
SECRETS = re.compile(r'(name="(?:csrfmiddlewaretoken|key)" value=")\w+')
# What any comment may have become.
STATUSES = [*[Status.PUBLISHED] * 6, *(status for status in Status)]


def page(client: Client, address: str) -> str:
    """Return the page without its secrets."""
    answer = client.get(address)
    assert answer.status_code == 200
    return SECRETS.sub(r"\1", text_of(answer))


def made_alone(monkeypatch: pytest.MonkeyPatch, client: Client, address: str) -> str:
    """Return the page as it is made where nothing is shared."""
    with monkeypatch.context() as patch:
        patch.setattr(view_as, "alike", lambda person: None)
        patch.setattr(shared_sections, "of", lambda *asked, **more: None)
        return page(client, address)


def addresses(article: Article) -> list[str]:
    """Return the pages that show the article's discussion."""
    last = Comment.objects.order_by("-pk").first()
    below = [f"{own_page(article)}?before={last.pk}"] if last else []
    orders = [f"{own_page(article)}?sort={order}" for order in ("oldest", "recommended", "selection")]
    return [article.get_absolute_url(), own_page(article), *orders, *below]


def tree(article: Article, people: list[User], seed: int) -> None:
    """Plant a discussion of any shape, recommended and chosen by anybody."""
    chance = random.Random(seed)  # noqa: S311
    planned: list[Comment] = []
    for _number in range(chance.randint(1, 24)):
        above = chance.choice(planned) if planned and chance.random() < 0.6 else None
        if above and above.depth >= 3:
            above = None
        planned.append(planted(article, chance.choice(people), chance.choice(STATUSES), above))
    for one in planned:
        for member in people:
            if chance.random() < 0.15 and member.pk != one.author_id:
                Recommendation.objects.create(comment=one, member=member)
        if chance.random() < 0.1:
            Selection.objects.create(comment=one, by=people[0])


@pytest.mark.parametrize("seed", range(8))
def test_in_any_discussion_each_member_gets_the_page_that_would_be_made_for_them(
    monkeypatch: pytest.MonkeyPatch, browse: Callable[[User], Client], free_article: Article,
    alice: User, basile: User, chloe: User, david: User, seed: int,
) -> None:  # fmt: skip
    Byline.objects.create(
        article=free_article, contributor=Contributor.objects.create(name="David", slug="david", user=david)
    )
    tree(free_article, [alice, basile, chloe, david], seed)
    if seed % 3 == 0:
        Acceptance.objects.filter(user=alice).delete()
    if seed % 4 == 0:
        Discussion.objects.begun(free_article.pk).govern(by=None, state="closed")

    for member in (alice, basile, chloe, david):
        client = browse(member)
        article, *others = addresses(free_article)
        for address in (article, others[seed % len(others)]):
            assert page(client, address) == made_alone(monkeypatch, client, address)


@pytest.mark.parametrize("name", ["alice", "chloe", "david"])
def test_a_walled_article_is_the_same_too(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, browse: Callable[[User], Client],
    walled_article: Article, name: str,
) -> None:  # fmt: skip
    factories.narration(walled_article)
    client = browse(request.getfixturevalue(name))

    assert page(client, walled_article.get_absolute_url()) == made_alone(
        monkeypatch, client, walled_article.get_absolute_url()
    )
    assert (factories.SECRET in page(client, walled_article.get_absolute_url())) == (name == "alice")


def test_nothing_of_who_came_first_is_on_the_next_one_s_page(
    transactional_db: None, client: Client, free_article: Article, alice: User, basile: User
) -> None:
    factories.comment(free_article, basile, "Bonjour.")
    first, second = factories.let_in(Client(), alice), factories.let_in(Client(), basile)
    answers = [client.get(free_article.get_absolute_url()) for client in (first, second)]
    theirs, others = map(text_of, answers)

    assert "Alice" in theirs
    assert "Alice" not in others
    assert f'data-draft="{free_article.pk}-{alice.pk}"' in theirs
    assert f'data-draft="{free_article.pk}-{basile.pk}"' in others
    keys = [set(re.findall(r'name="(?:csrfmiddlewaretoken|key)" value="(\w+)"', text)) for text in (theirs, others)]
    assert keys[0]
    assert not keys[0] & keys[1]
    assert answers[0].cookies["csrftoken"].value != answers[1].cookies["csrftoken"].value


def queries(client: Client, address: str) -> int:
    """Return how many queries the page takes once others have seen it."""
    page(client, address)
    with CaptureQueriesContext(connection) as captured:
        page(client, address)
    return len(captured)


@pytest.mark.parametrize("kind", ["article", "own page"])
def test_a_page_that_is_remembered_takes_three_queries_and_four_more_for_threads_of_one_s_own(
    transactional_db: None, browse: Callable[[User], Client], walled_article: Article, alice: User, basile: User,
    kind: str,
) -> None:  # fmt: skip
    address = walled_article.get_absolute_url() if kind == "article" else own_page(walled_article)
    client = browse(alice)
    costs = []
    for number in (1, 19):
        for _thread in range(number):
            top = planted(walled_article, basile)
            planted(walled_article, basile, parent=top)
        costs.append(queries(client, address))
    assert costs == [3, 3]

    Recommendation.objects.create(comment=top, member=alice)
    planted(walled_article, alice)
    assert queries(client, address) == 7


def test_it_is_right_at_the_next_request_whatever_changed(
    transactional_db: None, browse: Callable[[User], Client], walled_article: Article, alice: User, basile: User,
    maud: User, rule: Rule,
) -> None:  # fmt: skip
    address = walled_article.get_absolute_url()
    client = browse(alice)
    assert "data-comment=" not in page(client, address)

    said = factories.comment(walled_article, basile, "Bonjour.")
    assert "Bonjour." in page(client, address)
    Recommendation.objects.give(said, by=alice)
    assert 'aria-pressed="true"' in page(client, address)
    basile.display_name = "Bertrand"
    basile.save()
    assert "Bertrand" in page(client, address)
    said.withdraw(by=basile)
    assert "Bonjour." not in page(client, address)
    walled_article.headline = "Un autre titre"
    walled_article.save()
    assert "Un autre titre" in page(client, walled_article.get_absolute_url())
    Discussion.objects.begun(walled_article.pk).govern(by=None, state="closed")
    assert 'data-reason="closed"' in page(client, walled_article.get_absolute_url())
    Discussion.objects.begun(walled_article.pk).govern(by=None, state="open")
    factories.sanction(alice, level="ban", by=maud_as_chief(maud), rule=rule)
    assert 'data-reason="banned"' in page(client, walled_article.get_absolute_url())
    Subscription.objects.filter(user=alice).update(ends_at=timezone.now() - timedelta(days=1))
    assert factories.SECRET not in page(client, walled_article.get_absolute_url())


def maud_as_chief(maud: User) -> User:
    """Return the moderator with every right."""
    User.objects.filter(pk=maud.pk).update(is_superuser=True)
    return User.objects.get(pk=maud.pk)


def test_the_clock_brings_the_article_that_was_scheduled(
    transactional_db: None, browse: Callable[[User], Client], free_article: Article, alice: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    later = factories.article(free_article.section, "À venir", published=False)
    later.publish(by=None, at=timezone.now() + timedelta(hours=2))
    client = browse(alice)
    assert "À venir" not in page(client, free_article.get_absolute_url())

    then = timezone.now() + timedelta(hours=3)
    monkeypatch.setattr(timezone, "now", lambda: then)
    assert "À venir" in page(client, free_article.get_absolute_url())
