"""A paper filled for the benchmarks is what the verbs of the project would have left: its figures mean something."""

import pytest
from django.db import connection, transaction
from django.db.models import Count, F

from articles.models import Article, PublicText, WholeText, searched
from comments.models import Comment, Decision, Discussion, Report, Revision, Status
from comments.text import normalise
from newsroom.lib import fulltext, markup
from newsroom.lib.folding import fold
from newsroom.subscribers.models import User
from tests import factories
from tests.benchmarks import discussions, filling, texts
from tests.benchmarks.filling import HasReaders

COMMENTS, ARTICLES, MEMBERS = 1000, 60, 70


@pytest.fixture
def paper(db: None) -> None:
    """A paper of a thousand comments."""
    filling.fill(COMMENTS, articles=ARTICLES, members=MEMBERS)


def rows() -> list[object]:
    """Return what the paper says, without its hours."""
    said = [*Comment.objects.order_by("id").values_list("body", "author", "article", "status")]
    return [*Article.objects.order_by("id").values_list("headline", "body", "access"), *said]


@pytest.mark.usefixtures("paper")
def test_it_holds_as_many_as_were_asked_for() -> None:
    assert Comment.objects.count() == COMMENTS
    assert Article.objects.exclude(status="draft").count() == ARTICLES
    assert User.objects.filter(is_staff=False).count() == MEMBERS


@pytest.mark.usefixtures("paper")
def test_what_is_searched_of_an_article_is_what_its_publication_keeps() -> None:
    kept = [list(model.objects.order_by("pk").values()) for model in (PublicText, WholeText)]
    for article in Article.objects.all():
        searched.follow(article)

    assert [list(model.objects.order_by("pk").values()) for model in (PublicText, WholeText)] == kept


@pytest.mark.usefixtures("paper")
def test_the_words_are_found() -> None:
    story = Article.objects.published().earliest("pk")

    assert list(fulltext.matching(WholeText.objects.all(), f'"Dossier {story.pk}"')) == [
        WholeText.objects.get(pk=story.pk)
    ]
    assert Comment.objects.containing(texts.ONCE).count() == 1
    assert Comment.objects.containing(texts.OFTEN).count() == COMMENTS / 20


@pytest.mark.usefixtures("paper")
def test_every_text_is_one_that_the_doors_would_store() -> None:
    for article in Article.objects.all():
        assert markup.clean_body(str(article.body)) == article.body
        article.full_clean()
    assert all(normalise(body) == body for body in Comment.objects.values_list("body", flat=True))
    assert all(fold(user.display_name) == user.display_name_key for user in User.objects.all())


@pytest.mark.usefixtures("paper")
def test_every_reply_stands_under_an_older_comment_of_its_article_that_was_shown() -> None:
    replies = Comment.objects.exclude(parent=None)

    assert replies.count() == COMMENTS * 2 / discussions.THREAD
    assert not replies.exclude(article=F("parent__article")).exists()
    assert not replies.exclude(depth=F("parent__depth") + 1).exists()
    assert not replies.filter(parent__status__in=[Status.PENDING, Status.REFUSED]).exists()
    assert not Comment.objects.filter(created_at__lt=F("article__published_at"), article__lte=ARTICLES - 3).exists()


@pytest.mark.usefixtures("paper")
def test_every_decision_and_count_is_there() -> None:
    decided = Comment.objects.annotate(
        made=Count("decisions", distinct=True), liked=Count("recommendations", distinct=True)
    )

    assert not decided.exclude(moves=F("made")).exists()
    assert not decided.exclude(recommended=F("liked")).exists()
    assert not Decision.objects.exclude(now=F("comment__status")).exists()
    assert Revision.objects.filter(body=F("comment__body")).count() == COMMENTS
    assert Discussion.objects.count() == Comment.objects.values("article").distinct().count()
    assert not Report.objects.filter(decision=None).exclude(comment__status=Status.PUBLISHED).exists()


@pytest.mark.usefixtures("paper")
def test_each_status_fills_a_page_of_the_desk() -> None:
    number = dict(Comment.objects.order_by().values_list("status").annotate(Count("pk")))

    assert all(number[status] >= 50 for status in ("pending", "hidden", "refused", "removed")), number


@pytest.mark.usefixtures("paper")
def test_the_last_discussions_are_as_long_as_was_asked_for() -> None:
    number = dict(Comment.objects.order_by().values_list("article").annotate(Count("pk")))

    assert number[ARTICLES] == COMMENTS / 10
    assert number[ARTICLES - 1] == COMMENTS / 100


@pytest.mark.usefixtures("paper")
def test_what_a_verb_adds_comes_after_it() -> None:
    last = Article.objects.get(pk=ARTICLES)
    comment = factories.comment(last, factories.subscriber("Alice"), "Et après ?")
    article = factories.article(last.section, "Le suivant")

    assert comment.pk > COMMENTS
    assert article.pk > ARTICLES


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_paper_and_another_another() -> None:
    made = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            filling.fill(60, seed=seed)
            made.append(rows())
            transaction.set_rollback(True)

    assert made[0] != made[2]
    # PostgreSQL's numbers go on after a rollback: there the staff, and so the members, have other ones.
    assert connection.vendor == "postgresql" or made[0] == made[1]


def test_a_paper_that_has_readers_is_left_alone(chloe: User) -> None:
    with pytest.raises(HasReaders):
        filling.fill(60)
    assert list(User.objects.all()) == [chloe]
