"""The appeals at the desk: what waits, what bears on one, what each outcome would do, and the answer."""

from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments.models import Appeal, Comment, Decision, Report, Rule, Sanction, Status
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.trees import planted

Browse = Callable[[User], Client]
LIST = "/admin/comments/appeal/"
WORDS = "Relisez l’article."
REASONS = "Relu avec l’article : c’est une critique."


@pytest.fixture
def appeal(free_article: Article, alice: User, maud: User, rule: Rule) -> Appeal:
    """Alice's appeal against a removal by Maud."""
    return contested(free_article, alice, maud, rule)


def contested(article: Article, author: User, by: User, rule: Rule) -> Appeal:
    """Return the appeal against a removal."""
    removal = planted(article, author).remove(by=by, rule=rule, explanation="Votre texte vise une personne.")
    return Appeal.objects.submit(removal, words=WORDS)


def page_of(appeal: Appeal) -> str:
    """Return the address of the appeal at the desk."""
    return f"{LIST}{appeal.pk}/change/"


def read(client: Client, address: str) -> str:
    """Return the page, its signs of HTML unescaped."""
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def answer(client: Client, appeal: Appeal, outcome: str, **fields: object) -> int:
    """Answer the appeal in its form; return the status of the page."""
    sent = client.post(page_of(appeal), {"outcome": outcome, "reasons": REASONS, **fields})
    return int(sent.status_code)


def test_what_waits_is_listed_the_oldest_first_and_what_is_decided_apart(
    free_article: Article, alice: User, maud: User, carole: User, rule: Rule, browse: Browse
) -> None:
    first, second, decided = (contested(free_article, alice, maud, rule) for _number in range(3))
    decided.decide(by=carole, outcome="upheld", reasons=REASONS)
    desk = browse(carole)

    waiting, done = read(desk, LIST), read(desk, f"{LIST}?state=decided")

    assert waiting.index(page_of(first)) < waiting.index(page_of(second))
    assert page_of(decided) not in waiting
    assert page_of(decided) in done
    assert page_of(first) not in done


def test_all_that_bears_on_it_is_on_its_page(appeal: Appeal, carole: User, rule: Rule, browse: Browse) -> None:
    comment = Comment.objects.get()
    judged = comment.body
    Comment.objects.update(body="Récrit depuis.", revision=2)
    comment.revisions.create(number=1, body=judged)

    page = read(browse(carole), page_of(appeal))

    for part in (WORDS, judged, "Votre texte vise une personne.", str(rule), "Maud", "Alice", 'name="outcome"'):
        assert part in page
    assert "Récrit" not in page


def test_who_decided_finds_no_form_and_reads_that_nobody_else_may_hear_it(
    free_article: Article, alice: User, carole: User, rule: Rule, browse: Browse
) -> None:
    appeal = contested(free_article, alice, carole, rule)
    desk = browse(carole)
    alone = read(desk, page_of(appeal))

    assert 'name="outcome"' not in alone
    assert "nommez un autre" in alone
    assert answer(desk, appeal, "upheld") == 403
    factories.staff("Claude", "Chief moderator")
    assert "nommez un autre" not in read(desk, page_of(appeal))


def test_each_outcome_says_what_it_does_before_it_does_it(appeal: Appeal, carole: User, browse: Browse) -> None:
    desk = browse(carole)
    assert "le commentaire est affiché de nouveau" in read(desk, page_of(appeal))

    Comment.objects.get().restore(by=carole, explanation="Relu.")

    page = read(desk, page_of(appeal))
    assert "le commentaire est affiché de nouveau" not in page
    assert 'value="partly_reversed"' not in page


@pytest.mark.parametrize(
    ("outcome", "status"),
    [("upheld", Status.REMOVED), ("inadmissible", Status.REMOVED), ("reversed", Status.PUBLISHED)],
)
def test_an_answer_is_given_once_with_what_follows(
    outcome: str, status: Status, appeal: Appeal, carole: User, browse: Browse
) -> None:
    desk = browse(carole)

    assert answer(desk, appeal, outcome) == 302

    stored = Appeal.objects.get()
    assert (stored.outcome, stored.reviewer, stored.reasons) == (outcome, carole, REASONS)
    assert Comment.objects.get().status == status
    assert REASONS in read(desk, page_of(appeal))


def test_an_answer_without_reasons_or_grounds_comes_back(appeal: Appeal, carole: User, browse: Browse) -> None:
    desk = browse(carole)

    assert answer(desk, appeal, "reversed", reasons="...") == 200
    assert answer(desk, appeal, "partly_reversed") == 200
    assert answer(desk, appeal, "released") == 200
    assert not Appeal.objects.get().is_decided


def test_partly_reversed_the_comment_stands_on_other_grounds(
    appeal: Appeal, carole: User, rule: Rule, browse: Browse
) -> None:
    desk, other = browse(carole), rule.charter.rules.get(number=6)

    assert answer(desk, appeal, "partly_reversed", ground="charter", rule=rule.pk) == 200
    assert answer(desk, appeal, "partly_reversed", ground="charter", rule=other.pk) == 302

    assert Decision.objects.get(reverses=appeal.decision).charter_rule == other


def test_who_comes_second_is_told_what_happened(appeal: Appeal, carole: User, browse: Browse) -> None:
    claude = factories.staff("Claude", "Chief moderator")
    appeal.decide(by=claude, outcome="upheld", reasons=REASONS)

    sent = browse(carole).post(page_of(appeal), {"outcome": "reversed", "reasons": REASONS})

    assert sent.status_code == 409
    assert "Claude" in unescape(sent.content.decode())
    assert Comment.objects.get().status == Status.REMOVED


def test_a_reporter_s_appeal_takes_the_comment_down_and_names_nobody(
    free_article: Article, alice: User, basile: User, maud: User, carole: User, rule: Rule, browse: Browse
) -> None:
    comment = planted(free_article, alice)
    report = Report.objects.create(comment=comment, revision=1, reporter=basile, rule=rule, words="Une insulte.")
    kept = comment.keep(by=maud)
    appeal = Appeal.objects.submit(kept, report=Report.objects.get(pk=report.pk), words=WORDS, by=basile)
    desk = browse(carole)

    for page in (read(desk, LIST), read(desk, page_of(appeal))):
        assert "basile" not in page.lower()
    assert answer(desk, appeal, "reversed") == 200
    assert answer(desk, appeal, "reversed", ground="charter", rule=rule.pk) == 302
    assert Comment.objects.get().status == Status.REMOVED


def test_a_sanction_is_replaced_by_a_milder_one(alice: User, carole: User, rule: Rule, browse: Browse) -> None:
    ban = factories.sanction(alice, level="ban", by=carole, rule=rule)
    appeal = Appeal.objects.submit(ban.decision, words=WORDS)
    desk = browse(factories.staff("Claude", "Chief moderator"))

    assert 'name="level"' in read(desk, page_of(appeal))
    assert answer(desk, appeal, "partly_reversed", level="ban") == 200
    assert answer(desk, appeal, "partly_reversed", level="suspension", until="2099-01-31") == 302
    assert Sanction.objects.in_force().get().level == "suspension"


def test_the_list_and_the_page_cost_the_same_for_one_and_for_ten(
    free_article: Article, alice: User, maud: User, carole: User, rule: Rule, browse: Browse
) -> None:
    desk = browse(carole)
    costs = []
    for number in (1, 9):
        appeals = [contested(free_article, alice, maud, rule) for _appeal in range(number)]
        for address in (LIST, page_of(appeals[0])):
            with CaptureQueriesContext(connection) as queries:
                read(desk, address)
            costs.append(len(queries))

    assert costs[:2] == costs[2:]
    assert costs[0] <= 9
    assert costs[1] <= 20
