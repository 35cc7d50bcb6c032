"""The page behind the signed link: it opens to whom it was sent, takes one appeal in, and shows what became of it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from articles.models import Article
from comments import tokens
from comments.models import Appeal, Comment, Decision, Report, Rule
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.pages import text_of
from tests.comments.sending import TYPED, given_back
from tests.comments.trees import planted

Browse = Callable[[User], Client]
WHY = "Votre texte vise une personne."
REASONS = "Relu : c’est une critique."
FORM = 'name="words"'


@pytest.fixture(autouse=True)
def no_tries_before(db: None) -> Iterator[None]:
    """Let each test begin with no tries counted."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def removal(comment: Comment, maud: User, rule: Rule) -> Decision:
    """Alice's comment, taken down by Maud."""
    return comment.remove(by=maud, rule=rule, explanation=WHY)


@pytest.fixture
def report(free_article: Article, alice: User, basile: User, maud: User, rule: Rule) -> Report:
    """Basile's report of a comment of Alice's, which Maud kept."""
    reported = factories.comment(free_article, alice, "Ce que Basile a lu.")
    report = Report.objects.create(comment=reported, revision=1, reporter=basile, rule=rule, words="Une insulte.")
    reported.keep(by=maud)
    report.refresh_from_db()
    return report


def said(answer: object) -> str:
    """Return the words of the page, with no sign of HTML escaped."""
    return unescape(text_of(answer))  # type: ignore[arg-type]


def told_late(decision: Decision, *, days: int) -> None:
    """Put the last day of the decision so many days from now."""
    Decision.objects.filter(pk=decision.pk).update(appeal_deadline=timezone.now() + timedelta(days=days))


def test_the_author_reads_what_is_contested_signed_out(removal: Decision, client: Client, rule: Rule) -> None:
    Comment.objects.update(body="Récrit depuis.", revision=2)

    answer = client.get(tokens.for_author(removal))

    assert answer.status_code == 200
    page = said(answer)
    for part in ("Enfin !", WHY, rule.title, str(removal.puid), FORM):
        assert part in page
    assert "Récrit" not in page
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in page
    assert "Maud" not in page


def test_the_reporter_reads_their_report_and_the_answer_alone(report: Report, client: Client, rule: Rule) -> None:
    page = said(client.get(tokens.for_reporter(report)))

    for part in ("Une insulte.", rule.title, FORM):
        assert part in page
    for secret in ("Ce que Basile a lu", "Alice", "Maud", "Basile"):
        assert secret not in page


@pytest.mark.parametrize("whose", ["author", "reporter"])
def test_an_appeal_is_sent_signed_out_and_its_page_says_so(
    whose: str, report: Report, removal: Decision, client: Client
) -> None:
    path = tokens.for_author(removal) if whose == "author" else tokens.for_reporter(report)

    answer = client.post(path, {"words": TYPED}, follow=True)

    appeal = Appeal.objects.get()
    assert answer.redirect_chain == [(path, 302)]
    assert (appeal.words, appeal.submitted_by, appeal.report) == (TYPED, None, report if whose == "reporter" else None)
    page = said(answer)
    assert str(appeal.puid) in page
    assert TYPED in page
    assert FORM not in page


def test_who_is_signed_in_is_noted(removal: Decision, alice: User, browse: Browse) -> None:
    browse(alice).post(tokens.for_author(removal), {"words": TYPED})

    assert Appeal.objects.get().submitted_by == alice


@pytest.mark.parametrize("who", ["basile", "maud", "carole"])
def test_a_link_of_somebody_else_is_closed_to_who_is_signed_in(
    who: str, removal: Decision, browse: Browse, request: pytest.FixtureRequest
) -> None:
    client = browse(request.getfixturevalue(who))

    for answer in (client.get(tokens.for_author(removal)), client.post(tokens.for_author(removal), {"words": TYPED})):
        assert answer.status_code == 403
        assert WHY not in said(answer)
    assert not Appeal.objects.exists()


def test_a_moderator_does_not_contest_for_who_reported(report: Report, marius: User, browse: Browse) -> None:
    assert browse(marius).post(tokens.for_reporter(report), {"words": TYPED}).status_code == 403
    assert not Appeal.objects.exists()


@pytest.mark.parametrize("forge", ["row", "side", "signature", "nothing"])
def test_a_forged_link_leads_nowhere(forge: str, removal: Decision, report: Report, client: Client) -> None:
    whose, row, signature = tokens.for_author(removal).strip("/").removeprefix("appeals/").split(".")
    forged = {
        "row": f"{whose}.{'0' * 32}.{signature}",
        "side": f"report.{row}.{signature}",
        "signature": f"{whose}.{row}.{'A' * len(signature)}",
        "nothing": "x",
    }[forge]

    for answer in (client.get(f"/appeals/{forged}/"), client.post(f"/appeals/{forged}/", {"words": TYPED})):
        assert answer.status_code == 404
    assert not Appeal.objects.exists()


def test_a_link_of_another_secret_leads_nowhere(removal: Decision, client: Client, settings: Settings) -> None:
    path = tokens.for_author(removal)
    settings.SECRET_KEY = "another"

    assert client.get(path).status_code == 404


def test_a_report_without_an_answer_is_not_contested(
    comment: Comment, basile: User, rule: Rule, client: Client
) -> None:
    report = Report.objects.create(comment=comment, revision=1, reporter=basile, rule=rule)

    assert client.get(tokens.for_reporter(report)).status_code == 404


def test_after_six_months_the_page_says_until_when_and_what_remains(removal: Decision, client: Client) -> None:
    told_late(removal, days=-1)

    answer = client.get(tokens.for_author(removal))
    assert answer.status_code == 410
    assert 'data-appeal="late"' in said(answer)
    assert FORM not in said(answer)

    sent = client.post(tokens.for_author(removal), {"words": TYPED})
    assert sent.status_code == 410
    assert given_back(sent) == TYPED
    assert not Appeal.objects.exists()


def test_through_the_last_day_it_is_taken(removal: Decision, client: Client) -> None:
    told_late(removal, days=0)

    assert client.post(tokens.for_author(removal), {"words": TYPED}).status_code == 302


def test_an_appeal_sent_in_time_is_read_ever_after(removal: Decision, client: Client) -> None:
    Appeal.objects.submit(removal, words=TYPED)
    told_late(removal, days=-100)

    assert client.get(tokens.for_author(removal)).status_code == 200


def test_a_link_used_again_makes_no_second_appeal(removal: Decision, client: Client) -> None:
    path = tokens.for_author(removal)
    client.post(path, {"words": TYPED})

    assert client.post(path, {"words": TYPED}).status_code == 302
    other = client.post(path, {"words": "Et encore ceci."})

    assert other.status_code == 409
    assert given_back(other) == "Et encore ceci."
    assert Appeal.objects.get().words == TYPED


@pytest.mark.parametrize("outcome", ["upheld", "reversed", "partly_reversed", "inadmissible"])
def test_the_same_address_shows_the_outcome_and_its_reasons(
    outcome: str, removal: Decision, carole: User, client: Client, rule: Rule
) -> None:
    measure = {"rule": rule.charter.rules.get(number=6)} if outcome == "partly_reversed" else {}
    Appeal.objects.submit(removal, words=TYPED).decide(by=carole, outcome=outcome, reasons=REASONS, **measure)

    answer = client.get(tokens.for_author(removal))

    assert answer.status_code == 200
    page = said(answer)
    assert f'data-appeal="{outcome}"' in page
    assert REASONS in page
    assert "Carole" not in page


@pytest.mark.parametrize("words", ["", "   ", "é" * 2001])
def test_words_that_cannot_be_kept_are_given_back(words: str, removal: Decision, client: Client) -> None:
    answer = client.post(tokens.for_author(removal), {"words": words})

    assert answer.status_code == 422
    assert given_back(answer) == words
    assert "errorlist" in said(answer)
    assert not Appeal.objects.exists()


def test_too_many_tries_from_one_place_wait_with_their_text(
    free_article: Article, alice: User, maud: User, rule: Rule
) -> None:
    decisions = [planted(free_article, alice).remove(by=maud, rule=rule, explanation=WHY) for _time in range(21)]
    stranger = Client(REMOTE_ADDR="203.0.113.7")

    answers = [stranger.post(tokens.for_author(decision), {"words": TYPED}) for decision in decisions]

    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    assert 3000 < int(answers[-1].headers["Retry-After"]) <= 3600
    assert given_back(answers[-1]) == TYPED
    assert Client(REMOTE_ADDR="203.0.113.8").post(tokens.for_author(decisions[-1]), {"words": TYPED}).status_code == 302


def test_a_token_that_expired_gives_the_text_back(removal: Decision) -> None:
    answer = Client(enforce_csrf_checks=True).post(tokens.for_author(removal), {"words": TYPED})

    assert answer.status_code == 403
    assert given_back(answer) == TYPED
    assert not Appeal.objects.exists()


def test_a_sanction_is_contested_the_same_way(alice: User, carole: User, rule: Rule, client: Client) -> None:
    ban = factories.sanction(alice, level="ban", by=carole, rule=rule, explanation=WHY)
    path = tokens.for_author(ban.decision)

    assert WHY in said(client.get(path))
    assert client.post(path, {"words": TYPED}).status_code == 302
    assert Appeal.objects.get().decision == ban.decision


def test_what_no_longer_counts_is_not_contested(
    removal: Decision, comment: Comment, maud: User, client: Client
) -> None:
    comment.undo(removal, by=maud)

    answer = client.get(tokens.for_author(removal))

    assert answer.status_code == 410
    assert 'data-appeal="none"' in said(answer)


@pytest.mark.parametrize(("moment", "queries"), [("open", 4), ("sent", 4), ("decided", 4)])
def test_the_page_costs_few_queries(
    moment: str,
    queries: int,
    removal: Decision,
    carole: User,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    if moment != "open":
        appeal = Appeal.objects.submit(removal, words=TYPED)
        if moment == "decided":
            appeal.decide(by=carole, outcome="reversed", reasons=REASONS)
    path = tokens.for_author(removal)

    with django_assert_num_queries(queries):
        client.get(path)


@pytest.mark.parametrize("state", ["open", "waiting", "upheld", "late"])
def test_my_contributions_say_where_the_appeal_stands(
    state: str, removal: Decision, alice: User, carole: User, browse: Browse
) -> None:
    if state in {"waiting", "upheld"}:
        appeal = Appeal.objects.submit(removal, words=TYPED)
        if state == "upheld":
            appeal.decide(by=carole, outcome="upheld", reasons=REASONS)
    if state == "late":
        told_late(removal, days=-1)

    page = said(browse(alice).get("/account/contributions/"))

    assert f'data-appeal="{state}"' in page
    assert (tokens.for_author(removal) in page) == (state != "late")
