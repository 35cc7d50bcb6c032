"""Whatever changes what readers see is noted in the database, in the transaction of the change, and nothing else is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from articles.models import Article, Contributor, FrontOrder, Picture, Rendition, Section, Tag
from comments.models import Comment, Discussion, Policy, Recommendation, Rule, Selection
from newsroom import page_changes
from newsroom.lib import changes
from newsroom.lib.changes import EVERYTHING, Mark, Reader
from newsroom.subscribers.models import Plan, User
from tests import factories
from tests.articles.illustrating import picture


@dataclass
class Paper:
    """What the changes are made to."""

    section: Section
    article: Article
    other: Article
    draft: Article
    comment: Comment
    alice: User
    basile: User
    maud: User
    carole: User
    rule: Rule


@pytest.fixture
def reader(transactional_db: None) -> Iterator[Reader]:
    """Who asks, by a connection of its own."""
    asking = changes.reader()
    yield asking
    asking.close()


@pytest.fixture
def paper(
    transactional_db: None,
    media: Path,
    politics: Section,
    alice: User,
    basile: User,
    maud: User,
    carole: User,
    rule: Rule,
) -> Paper:
    article, other, draft = (
        factories.article(politics, headline, access="free", published=published)
        for headline, published in (("Le pont", True), ("Le port", True), ("Le brouillon", False))
    )
    said = factories.comment(article, alice, "Enfin !")
    return Paper(politics, article, other, draft, said, alice, basile, maud, carole, rule)


def changed(reader: Reader, since: Mark, paper: Paper) -> set[str]:
    """Return which of the things changed since."""
    named = {"everything": EVERYTHING, "article": paper.article.pk, "other": paper.other.pk}
    return {name for name, thing in named.items() if not reader.holds(Mark(since.since, (thing,)))}


def rename(paper: Paper) -> None:
    User.objects.filter(pk=paper.alice.pk).update(display_name="Alix")


def charter(paper: Paper) -> None:
    draft = paper.rule.charter.draft_next(by=paper.carole)
    draft.publish(by=paper.carole)


# By what it is: what it changes.
CHANGES: dict[str, tuple[set[str], Callable[[Paper], object]]] = {
    "an article is withdrawn": ({"everything"}, lambda it: it.other.withdraw(by=None)),
    "an article is published": ({"everything"}, lambda it: it.draft.publish(by=None)),
    "an article is corrected": ({"everything"}, lambda it: it.article.correct(by=None, text="Il est rouvert.")),
    "a headline is set by hand": (
        {"everything"},
        lambda it: Article.objects.filter(pk=it.article.pk).update(kicker="K"),
    ),
    "a headline is set in bulk": (
        {"everything"},
        lambda it: Article.objects.bulk_update([Article(pk=it.article.pk, kicker="L")], ["kicker"]),
    ),
    "the front page is arranged": (
        {"everything"},
        lambda it: FrontOrder.objects.arrange([it.article.pk], by=it.maud, seen=0),
    ),
    "a section is renamed": ({"everything"}, lambda it: Section.objects.update(name="Ville")),
    "a tag is made": ({"everything"}, lambda it: Tag.objects.create(name="Ponts", slug="ponts")),
    "an article is tagged": ({"everything"}, lambda it: it.article.tags.add(Tag.objects.get())),
    "a contributor is made": ({"everything"}, lambda it: Contributor.objects.create(name="Zoé", slug="zoe")),
    "a byline is written": (
        {"everything"},
        lambda it: it.article.bylines.create(contributor=Contributor.objects.get()),
    ),
    "a picture comes in": ({"everything"}, lambda it: picture()),
    "a rendition is made": (
        {"everything"},
        lambda it: Rendition.objects.create(picture=Picture.objects.get(), format="webp", width=1, height=1, file="a"),
    ),
    "a plan is offered": ({"everything"}, lambda it: Plan.objects.create(name="Mois", slug="mois", price_cents=900)),
    "the discussions are stopped": ({"everything"}, lambda it: Policy.objects.revise(by=it.carole, stopped=True)),
    "they go on": ({"everything"}, lambda it: Policy.objects.revise(by=it.carole, stopped=False)),
    "a comment is published": ({"article"}, lambda it: factories.comment(it.article, it.basile, "Oui.")),
    "a comment is recommended": ({"article"}, lambda it: Recommendation.objects.give(it.comment, by=it.basile)),
    "a comment is chosen": ({"article"}, lambda it: Selection.objects.choose(it.comment, by=it.carole)),
    "it is chosen no more": ({"article"}, lambda it: Selection.objects.drop(it.comment, by=it.carole)),
    "a member takes another name": ({"article"}, rename),
    "a comment is hidden": (
        {"article"},
        lambda it: Comment.objects.get(pk=it.comment.pk).hide(by=it.maud, rule=it.rule, explanation="Trop."),
    ),
    "a comment moves": (
        {"article", "other"},
        lambda it: Comment.objects.filter(pk=it.comment.pk).update(article=it.other),
    ),
    "a discussion is closed": (
        {"article"},
        lambda it: Discussion.objects.begun(it.article.pk).govern(by=it.maud, state="closed"),
    ),
    "a narration is ready": ({"other"}, lambda it: factories.narration(it.other)),
    # Last: who has not accepted it writes nothing.
    "a charter is published": ({"everything"}, charter),
}
# What no reader sees.
NOTHING: dict[str, Callable[[Paper], object]] = {
    "a draft is saved": lambda it: Article.objects.filter(pk=it.draft.pk, status="draft").update(kicker="K"),
    "a member signs in": lambda it: User.objects.update(last_login=timezone.now()),
    "the paper reads a comment": lambda it: Comment.objects.update(first_known_at=timezone.now(), known_via="report"),
    "a comment is written as it was": lambda it: Comment.objects.update(body=F("body")),
    "somebody signs up": lambda it: factories.user("Nouvelle"),
}


def test_each_change_is_noted_and_names_what_it_changes(reader: Reader, paper: Paper) -> None:
    silent = {}
    for name, do in NOTHING.items():
        since = reader.now()
        do(paper)
        silent[name] = changed(reader, since, paper)
    noted = {}
    for name, (_things, do) in CHANGES.items():
        since = reader.now()
        do(paper)
        noted[name] = changed(reader, since, paper)

    assert {name: things for name, things in silent.items() if things} == {}
    assert noted == {name: things for name, (things, _do) in CHANGES.items()}


def test_what_rolled_back_is_not_noted_and_what_is_not_committed_is_not_seen(reader: Reader, paper: Paper) -> None:
    since = reader.now()

    with transaction.atomic():
        Section.objects.update(name="Ville")
        assert changed(reader, since, paper) == set()
        transaction.set_rollback(True)
    assert changed(reader, since, paper) == set()

    with transaction.atomic():
        Section.objects.update(name="Bourg")
        during = reader.now()
    # Whoever read the rows while the other wrote them read the old ones.
    assert changed(reader, during, paper) == {"everything"}


def test_a_mark_holds_until_something_of_it_changes(reader: Reader, paper: Paper) -> None:
    mark = reader.now()
    mark.things = (EVERYTHING, paper.other.pk)

    factories.comment(paper.article, paper.basile, "Oui.")
    assert reader.holds(mark)
    assert reader.holds(mark)

    factories.comment(paper.other, paper.basile, "Non.")
    assert not reader.holds(mark)


def test_each_watched_table_is_there_and_bears_its_triggers(db: None) -> None:
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        listed = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "postgresql":
            listed = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
        cursor.execute(listed)
        triggers = {name for (name,) in cursor.fetchall()}

    for watch in page_changes.WATCHES:
        assert watch.table in names
        assert any(name.startswith(watch.name) for name in triggers), watch.table


def test_a_migration_that_makes_a_table_anew_is_followed_by_a_watch_on_it(reader: Reader, paper: Paper) -> None:
    page_changes.remove(connection)
    since = reader.now()
    Section.objects.update(name="Ville")
    assert changed(reader, since, paper) == set()

    page_changes.install(connection)

    # Nobody watched meanwhile: all that was kept is made anew.
    assert changed(reader, since, paper) == {"everything"}
    since = reader.now()
    Section.objects.update(name="Bourg")
    assert changed(reader, since, paper) == {"everything"}


def test_old_notes_go_and_what_was_noted_since_stays(reader: Reader, paper: Paper) -> None:
    since = reader.now()
    Section.objects.update(name="Ville")

    page_changes.forget()

    assert changed(reader, since, paper) == {"everything"}
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("UPDATE newsroom_change SET at = %s", [timezone.now() - timedelta(days=2)])
            page_changes.forget()
            cursor.execute("SELECT count(*) FROM newsroom_change")
            assert cursor.fetchone() == (0,)


def test_a_database_that_went_back_in_time_keeps_nothing(reader: Reader, paper: Paper) -> None:
    mark = reader.now()
    if connection.vendor == "sqlite":
        mark.since = mark.seen = mark.since + 1000

        assert not reader.holds(mark)
