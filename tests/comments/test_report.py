"""Reporting a comment as against the charter: what everybody can reach, once under each rule."""

from collections.abc import Callable

import pytest
from django.test import Client

from articles.models import Article
from comments.models import Charter, Comment, Report, Rule, Sanction, Status
from comments.models.sender import Sender
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.pages import text_of
from tests.comments.reporting import reported
from tests.comments.trees import planted


def address(comment: Comment) -> str:
    """Return where the comment is reported."""
    return f"/comments/{comment.pk}/report/"


def test_a_report_names_a_rule_and_keeps_the_words(
    browse: Callable[[User], Client], basile: User, comment: Comment, rule: Rule
) -> None:
    answer = browse(basile).post(address(comment), {"rule": rule.pk, "words": " Voyez \r\nvous-même. "}, follow=True)

    made = Report.objects.get()
    assert (made.comment, made.revision, made.reporter, made.rule) == (comment, comment.revision, basile, rule)
    assert made.words == " Voyez\nvous-même."
    assert (made.kind, made.priority, made.good_faith) == (Report.Kind.CHARTER, Report.Priority.CHARTER, False)
    assert made.get_absolute_url() == answer.redirect_chain[-1][0]
    assert rule.title in text_of(answer)
    assert made.reference in text_of(answer)
    assert "Voyez" not in text_of(answer)


def test_the_form_lists_the_rules_of_the_charter_in_force(
    browse: Callable[[User], Client], basile: User, comment: Comment, charter: Charter
) -> None:
    former = Charter.objects.create(version=99, introduction_fr="Un brouillon.")
    Rule.objects.create(charter=former, number=1, title_fr="Règle du brouillon", text_fr="…")

    page = text_of(browse(basile).get(f"{address(comment)}?kind=charter"))

    assert page.count('type="radio"') == charter.rules.count()
    assert "Règle du brouillon" not in page


def test_a_second_report_is_answered_politely_and_not_stored(
    browse: Callable[[User], Client], basile: User, comment: Comment, rule: Rule
) -> None:
    member = browse(basile)

    answers = [member.post(address(comment), {"rule": rule.pk}) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"rule": ""},
        {"rule": "abc"},
        {"rule": "0"},
        {"rule": "9" * 40},
        {"rule": "1\x00"},
        {"rule": "{rule}", "words": "x" * 1001},
        {"rule": "{rule}", "words": "avant\x00après"},
    ],
)
def test_what_is_no_report_is_refused_with_the_words_given_back(
    browse: Callable[[User], Client], basile: User, comment: Comment, rule: Rule, data: dict[str, str]
) -> None:
    data = {name: value.format(rule=rule.pk) for name, value in data.items()}

    answer = browse(basile).post(address(comment), data)

    assert answer.status_code == 422
    assert "errorlist" in text_of(answer)
    assert data.get("words", "") in text_of(answer)
    assert not Report.objects.exists()


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_thousand_characters_pass_whatever_the_line_ends(
    browse: Callable[[User], Client], basile: User, comment: Comment, rule: Rule, ends: str
) -> None:
    words = ("x" * 9 + ends) * 100

    assert browse(basile).post(address(comment), {"rule": rule.pk, "words": words}).status_code == 302


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.PUBLISHED}))
def test_what_a_reader_cannot_reach_is_not_there_to_report(
    browse: Callable[[User], Client], free_article: Article, alice: User, basile: User, rule: Rule, status: str
) -> None:
    parent = planted(free_article, alice, status)
    reply = planted(free_article, alice, parent=parent)
    member = browse(basile)

    assert member.get(address(parent)).status_code == 404
    assert member.post(address(parent), {"rule": rule.pk}).status_code == 404
    assert (member.get(address(reply)).status_code == 200) == parent.is_tombstone
    assert not Report.objects.exists()


def test_a_comment_of_an_article_that_is_not_public_is_not_there(
    browse: Callable[[User], Client], free_article: Article, basile: User, edith: User, comment: Comment
) -> None:
    free_article.withdraw(by=edith)

    assert browse(basile).get(address(comment)).status_code == 404


def test_nobody_reports_their_own_comment(
    browse: Callable[[User], Client], alice: User, comment: Comment, rule: Rule
) -> None:
    assert browse(alice).post(address(comment), {"rule": rule.pk}).status_code == 404


def test_who_is_banned_or_does_not_subscribe_may_report(
    browse: Callable[[User], Client], chloe: User, basile: User, carole: User, comment: Comment, rule: Rule
) -> None:
    factories.sanction(basile, level=Sanction.Level.BAN, by=carole, rule=rule, explanation="Des insultes.")

    for member in (basile, chloe):
        assert browse(member).post(address(comment), {"rule": rule.pk}).status_code == 302
    assert Report.objects.count() == 2


def test_the_author_never_sees_who_reported(
    browse: Callable[[User], Client], free_article: Article, alice: User, basile: User, comment: Comment, rule: Rule
) -> None:
    Report.objects.file(comment, sender=Sender(member=basile), rule=rule, words="Secret de Basile.")
    member = browse(alice)

    for page in ("/account/contributions/", free_article.get_absolute_url()):
        text = text_of(member.get(page))
        assert "Basile" not in text


def test_a_reference_that_was_drawn_before_is_drawn_again(
    comment: Comment, basile: User, rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    [first] = reported(comment, basile, rule=rule)
    drawn = iter([first.reference, first.reference, "S-2222-2222"])
    monkeypatch.setattr("comments.models.report.reference", lambda key="": next(drawn))

    [second] = reported(comment, factories.subscriber("Zoé"), rule=rule)

    assert second.reference == "S-2222-2222"
