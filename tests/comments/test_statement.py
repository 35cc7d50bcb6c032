"""Each restriction, whatever imposed it, leaves a row and is told, whole, by e-mail and on a page (DSA 17)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.translation import gettext
from pytest_django import DjangoAssertNumQueries, Settings

from articles.models import Article
from comments import tokens
from comments.models import Comment, Decision, Report, Rule, Sanction, Status
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.statements import BY_A_PERSON, missing
from tests.comments.trees import planted

Browse = Callable[[User], Client]
RunTasks = Callable[[], None]
WHY = 'Votre texte vise <script>alert("x")</script> « une personne » & ses amis.'
ARTICLE = "article 33 de la loi du 29 juillet 1881 & <b>suivants</b>"
LAW = {"ground": "law", "legal_ground": ARTICLE, "category": "cyber_violence"}


class Desk:
    """Alice, who wrote, and the two who take from her."""

    def __init__(self, article: Article, alice: User, maud: User, carole: User, rule: Rule) -> None:
        self.article, self.alice, self.maud, self.carole, self.rule = article, alice, maud, carole, rule

    def take(self, was: str, verb: str, **grounds: object) -> Decision:
        """Take a text of Alice's from its readers as Maud."""
        comment = planted(self.article, self.alice, was)
        comment.revisions.create(number=1, body=comment.body)
        decision: Decision = getattr(comment, verb)(by=self.maud, explanation=WHY, **grounds)
        return decision

    def machine(self, was: str, to: Status) -> Decision:
        """Take a text of Alice's from its readers without a person."""
        comment = planted(self.article, self.alice, was)
        return comment.move_by_machine(to, rule=self.rule, explanation=WHY)

    def sanction(self, level: str, days: int | None = None) -> Decision:
        """Sanction Alice as Carole."""
        ends_at = timezone.now() + timedelta(days=days) if days else None
        imposed = factories.sanction(
            self.alice, level=level, by=self.carole, rule=self.rule, explanation=WHY, ends_at=ends_at
        )
        return imposed.decision


@pytest.fixture
def desk(free_article: Article, alice: User, maud: User, carole: User, rule: Rule) -> Desk:
    """What the table below acts on."""
    return Desk(free_article, alice, maud, carole, rule)


# Every action that takes something from a member, in words.
ACTIONS: dict[str, Callable[[Desk], Decision]] = {
    "a moderator refuses, under the charter": lambda desk: desk.take(Status.PENDING, "refuse", rule=desk.rule),
    "a moderator refuses, under the law": lambda desk: desk.take(Status.PENDING, "refuse", **LAW),
    "a moderator hides, under the charter": lambda desk: desk.take(Status.PUBLISHED, "hide", rule=desk.rule),
    "a moderator hides, under the law": lambda desk: desk.take(Status.PUBLISHED, "hide", **LAW),
    "a moderator removes, under the charter": lambda desk: desk.take(Status.PUBLISHED, "remove", rule=desk.rule),
    "a moderator removes, under the law": lambda desk: desk.take(Status.PUBLISHED, "remove", **LAW),
    "a moderator removes what was hidden": lambda desk: desk.take(Status.HIDDEN, "remove", rule=desk.rule),
    "the intake refuses a new text": lambda desk: desk.machine(Status.PENDING, Status.REFUSED),
    "the intake refuses an edit": lambda desk: desk.machine(Status.PUBLISHED, Status.REFUSED),
    "reports hide": lambda desk: desk.machine(Status.PUBLISHED, Status.HIDDEN),
    "a chief moderator premoderates for good": lambda desk: desk.sanction("premoderation"),
    "a chief moderator premoderates for a time": lambda desk: desk.sanction("premoderation", days=3),
    "a chief moderator suspends": lambda desk: desk.sanction("suspension", days=7),
    "a chief moderator bans": lambda desk: desk.sanction("ban"),
}


def page_of(client: Client, decision: Decision) -> str:
    """Return the decision's own page."""
    answer = client.get(decision.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("action", ACTIONS)
def test_each_restriction_is_told_whole(
    action: str, language: str, desk: Desk, browse: Browse, run_tasks: RunTasks, settings: Settings
) -> None:
    settings.LANGUAGE_CODE = language
    with translation.override(language):
        decision = ACTIONS[action](desk)
        run_tasks()
        decision.refresh_from_db()
        page = page_of(browse(desk.alice), decision)

        assert Decision.objects.restricting().get() == decision
        assert decision.category
        assert decision.notified_at is not None
        [message] = mail.outbox
        assert message.to == [desk.alice.email]
        assert decision.get_absolute_url() in message.body
        assert missing(str(message.body), decision, html=False) == set()
        assert missing(page, decision, html=True) == set()


def test_what_people_typed_is_harmless_on_the_page(desk: Desk, browse: Browse) -> None:
    User.objects.filter(pk=desk.alice.pk).update(display_name="<b>Alice</b>")
    Article.objects.filter(pk=desk.article.pk).update(headline="<i>Le pont</i>")
    decision = desk.take(Status.PUBLISHED, "remove", **LAW)
    Comment.objects.filter(decisions=decision).update(body="<u>corps</u>")

    page = page_of(browse(desk.alice), decision)

    assert [tag for tag in ("<script>alert", "<i>Le", "<b>Alice", "<b>suivants", "<u>corps") if tag in page] == []
    assert escape("<i>Le pont</i>") in page


@pytest.mark.parametrize("who", ["basile", "maud", "carole"])
def test_the_page_is_for_the_member_concerned(
    who: str, desk: Desk, basile: User, browse: Browse, request: pytest.FixtureRequest
) -> None:
    decision = desk.take(Status.PUBLISHED, "remove", rule=desk.rule)

    assert browse(request.getfixturevalue(who)).get(decision.get_absolute_url()).status_code == 404


def test_the_page_is_kept_from_caches(desk: Desk, browse: Browse) -> None:
    decision = desk.take(Status.PUBLISHED, "remove", rule=desk.rule)

    assert "no-store" in browse(desk.alice).get(decision.get_absolute_url()).headers["Cache-Control"]


def test_neither_reporter_nor_moderator_is_named(desk: Desk, basile: User, browse: Browse) -> None:
    comment = planted(desk.article, desk.alice)
    Report.objects.create(comment=comment, revision=1, reporter=basile, rule=desk.rule, words="Signé Basile.")

    page = page_of(browse(desk.alice), comment.remove(by=desk.maud, rule=desk.rule, explanation=WHY))

    assert gettext("After a report by a reader.") in page
    assert not [name for name in ("basile", "maud") if name in page.lower()]


def test_an_order_of_an_authority_is_named_as_such(desk: Desk, browse: Browse) -> None:
    decision = desk.take(Status.PUBLISHED, "remove", source="order", **LAW)

    assert gettext("On an order of an authority.") in page_of(browse(desk.alice), decision)


@pytest.mark.parametrize(
    ("hit", "sentence"),
    [
        ({"check": "links", "spans": []}, "A machine picked out the text; a person decided."),
        # Each text waited there: no machine found anything in this one.
        ({"check": "premoderation", "why": "discussion"}, BY_A_PERSON),
        ({"check": "words", "failed": True}, BY_A_PERSON),
    ],
)
def test_a_text_that_a_check_picked_out_and_a_person_refused_says_both(
    hit: dict[str, object], sentence: str, desk: Desk, browse: Browse
) -> None:
    comment = planted(desk.article, desk.alice, Status.PENDING)
    comment.revisions.create(number=1, body=comment.body, verdict="hold", hits=[hit | {"verdict": "hold"}])

    page = page_of(browse(desk.alice), comment.refuse(by=desk.maud, rule=desk.rule, explanation=WHY))

    assert gettext(sentence) in page


def test_what_a_check_holds_says_who_reads_it_next(desk: Desk, browse: Browse) -> None:
    decision = planted(desk.article, desk.alice).move_by_machine(Status.PENDING)

    page = page_of(browse(desk.alice), decision)

    held = "A machine picked out the text and holds it. No person has decided yet: a moderator examines it."
    assert gettext(held) in page
    assert gettext("A moderator examined the comment: it respects the charter.") not in page


@pytest.mark.parametrize("none_owed", ["spam", "order"])
def test_what_is_not_sent_is_told_on_the_page_with_the_reason(
    none_owed: str, desk: Desk, browse: Browse, run_tasks: RunTasks
) -> None:
    source = "order" if none_owed == "order" else "own"
    decision = desk.take(Status.PUBLISHED, "remove", none_owed=none_owed, source=source, **LAW)
    run_tasks()

    page = page_of(browse(desk.alice), decision)

    assert mail.outbox == []
    assert missing(page, decision, html=True) - {"(b) report or own initiative"} == set()
    assert escape(decision.get_none_owed_display()) in page


@pytest.mark.parametrize("lacking", [{"email": ""}, {"is_active": False}])
def test_who_cannot_be_written_to_is_not_and_the_row_says_so(
    lacking: dict[str, object], desk: Desk, run_tasks: RunTasks
) -> None:
    User.objects.filter(pk=desk.alice.pk).update(**lacking)
    desk.alice.refresh_from_db()

    decision = desk.take(Status.PUBLISHED, "remove", rule=desk.rule)
    run_tasks()

    assert (decision.none_owed, mail.outbox) == ("no-contact", [])


def test_who_left_before_the_e_mail_did_is_not_written_to(desk: Desk, run_tasks: RunTasks) -> None:
    decision = desk.take(Status.PUBLISHED, "remove", rule=desk.rule)
    User.objects.filter(pk=desk.alice.pk).update(is_active=False)
    run_tasks()

    decision.refresh_from_db()
    assert (decision.notified_at, mail.outbox) == (None, [])


def test_the_page_says_what_became_of_a_decision_that_was_reversed(desk: Desk, marius: User, browse: Browse) -> None:
    decision = desk.take(Status.PUBLISHED, "remove", rule=desk.rule)
    comment = Comment.objects.get(decisions=decision)
    reversal = comment.judge_again(Status.PUBLISHED, by=marius, explanation="Relu : une critique.", reverses=decision)
    alice = browse(desk.alice)

    assert f'href="{reversal.get_absolute_url()}"' in page_of(alice, decision)
    assert f'href="{decision.get_absolute_url()}"' in page_of(alice, reversal)
    assert "Relu : une critique." in page_of(alice, reversal)


def test_the_page_says_what_became_of_a_sanction_that_was_lifted(desk: Desk, browse: Browse) -> None:
    decision = desk.sanction("ban")
    decision.sanction.lift(by=desk.carole, explanation="Une erreur.")
    lifting = Sanction.objects.get().lifting
    assert lifting is not None
    alice = browse(desk.alice)

    assert f'href="{lifting.get_absolute_url()}"' in page_of(alice, decision)
    assert "Une erreur." in page_of(alice, lifting)


def test_what_was_taken_back_at_once_has_no_page(desk: Desk, browse: Browse) -> None:
    decision = desk.take(Status.PUBLISHED, "remove", rule=desk.rule)
    comment = Comment.objects.get(decisions=decision)
    undoing = comment.undo(Decision.objects.get(pk=decision.pk), by=desk.maud)
    alice = browse(desk.alice)

    assert [alice.get(one.get_absolute_url()).status_code for one in (decision, undoing)] == [404, 404]


def test_an_article_that_was_withdrawn_is_named_nowhere(
    desk: Desk, edith: User, browse: Browse, run_tasks: RunTasks
) -> None:
    decision = desk.take(Status.PUBLISHED, "remove", rule=desk.rule)
    desk.article.withdraw(by=edith)
    run_tasks()

    alice = browse(desk.alice)
    page = page_of(alice, decision)

    assert desk.article.headline not in page
    assert desk.article.headline not in alice.get(tokens.for_author(decision)).content.decode()
    assert desk.article.headline not in f"{mail.outbox[0].subject} {mail.outbox[0].body}"
    assert gettext("an article that was withdrawn") in page


def test_the_page_costs_the_same_whatever_was_decided(
    desk: Desk, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    alice = browse(desk.alice)
    made = [
        desk.take(Status.PUBLISHED, "remove", **LAW),
        desk.sanction("ban"),
        desk.machine("published", Status.HIDDEN),
    ]
    for decision in made:
        with django_assert_max_num_queries(8):
            alice.get(decision.get_absolute_url())
