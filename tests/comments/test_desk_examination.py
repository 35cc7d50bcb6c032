"""The page where a comment is examined: all that bears on it, and the decision and its words."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.html import escape

from articles.models import Article
from comments.models import Charter, Comment, Decision, Report, Rule, Status
from comments.models.transitions import VERBS, Verb
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.desk import QUEUE, buttons, decide, examination, seen

Browse = Callable[[User], Client]
Put = Callable[[Status], Comment]
WHY = "Votre texte vise une personne."
# Where each button starts, and what the comment is afterwards.
FROM: dict[str, Status] = {verb: Status(was) for (was, _to), verb in VERBS.items() if was != Status.HIDDEN}
TO: dict[str, Status] = {verb: Status(to) for (_was, to), verb in VERBS.items()}


@pytest.fixture
def put(comment: Comment) -> Put:
    """Return the comment as it would stand in a status."""

    def standing(status: Status) -> Comment:
        Comment.objects.filter(pk=comment.pk).update(status=status)
        return Comment.objects.get(pk=comment.pk)

    return standing


@pytest.fixture
def reported(comment: Comment, basile: User, rule: Rule) -> Report:
    """What Basile says against Alice's comment."""
    return Report.objects.create(comment=comment, revision=1, reporter=basile, rule=rule, words="C’est <b>faux</b>.")


def page_of(client: Client, comment: Comment) -> str:
    """Return the comment's page at the desk."""
    answer = client.get(examination(comment))
    assert answer.status_code == 200
    return answer.content.decode()


def test_all_that_bears_on_the_comment_is_on_its_page(
    free_article: Article, alice: User, basile: User, maud: User, carole: User, rule: Rule, browse: Browse
) -> None:
    Article.objects.filter(pk=free_article.pk).update(standfirst="Un pont & deux rives.")
    parent = factories.comment(free_article, basile, "Qui a payé <ce> pont ?")
    said = factories.comment(free_article, alice, "Nous tous.", parent=parent)
    factories.comment(free_article, basile, "Pas moi.", parent=said)
    factories.comment(free_article, alice, "Insulte").remove(by=maud, rule=rule, explanation=WHY)
    said.hide(by=maud, rule=rule, explanation="À vérifier & à relire.")
    factories.sanction(alice, level="premoderation", by=carole, rule=rule, explanation="Deux textes en un jour.")

    page = page_of(browse(maud), said)

    shown = (
        *(free_article.headline, "Un pont & deux rives.", free_article.get_absolute_url()),
        *("Qui a payé <ce> pont ?", "Nous tous.", "Pas moi."),
        *("À vérifier & à relire.", WHY, "Deux textes en un jour.", str(rule)),
    )
    assert [words for words in shown if escape(words) not in page] == []
    assert f"/admin/comments/sanction/member/{alice.pk}/" in page


def test_the_reports_are_read_without_who_made_them(
    comment: Comment, reported: Report, maud: User, browse: Browse
) -> None:
    page = page_of(browse(maud), comment)

    assert escape(reported.words) in page
    assert escape(reported.rule) in page
    assert "basile" not in page.lower()


@pytest.mark.parametrize(
    ("status", "who", "expected"),
    [
        # Whose page it is, where the comment stands, and what there is to press.
        (Status.PENDING, "maud", {"publish", "refuse"}),
        (Status.PUBLISHED, "maud", {"hide", "remove"}),
        (Status.HIDDEN, "maud", {"publish", "remove"}),
        (Status.REFUSED, "maud", set()),
        (Status.REMOVED, "maud", set()),
        (Status.REFUSED, "carole", {"restore"}),
        (Status.REMOVED, "carole", {"restore"}),
        (Status.WITHDRAWN, "carole", set()),
        (Status.PENDING, "carole", {"publish", "refuse"}),
    ],
)
def test_the_page_offers_the_moves_that_are_allowed(
    status: Status, who: str, expected: set[str], put: Put, browse: Browse, request: pytest.FixtureRequest
) -> None:
    assert buttons(page_of(browse(request.getfixturevalue(who)), put(status))) == expected


def test_a_reported_comment_can_be_kept(comment: Comment, reported: Report, maud: User, browse: Browse) -> None:
    client = browse(maud)
    assert "keep" in buttons(page_of(client, comment))

    decide(client, comment, "keep")

    reported.refresh_from_db()
    assert reported.decision is not None
    assert reported.decision.decided_by == maud
    assert comment not in Comment.objects.waiting()


def test_a_report_that_came_in_after_the_page_was_read_stays_open(
    comment: Comment, reported: Report, chloe: User, rule: Rule, maud: User, browse: Browse
) -> None:
    client = browse(maud)
    as_seen = seen(page_of(client, comment))
    late = Report.objects.create(comment=comment, revision=1, reporter=chloe, rule=rule)

    decide(client, comment, "keep", as_seen=as_seen)

    assert list(comment.reports.unanswered()) == [late]


@pytest.mark.parametrize("verb", list(Verb))
def test_each_button_leaves_its_decision(
    verb: Verb, put: Put, reported: Report, rule: Rule, carole: User, browse: Browse
) -> None:
    comment = put(FROM[verb])

    answer = decide(browse(carole), comment, verb, rule=rule.pk, explanation=WHY)

    assert answer.status_code == 302
    decision = Decision.objects.get()
    assert (decision.was, decision.now, decision.decided_by) == (FROM[verb], TO[verb], carole)
    assert Comment.objects.get(pk=comment.pk).status == TO[verb]
    if verb in {Verb.REFUSE, Verb.HIDE, Verb.REMOVE}:
        assert (decision.charter_rule, decision.explanation) == (rule, WHY)


def test_the_next_comment_of_the_queue_comes_after_a_decision(
    free_article: Article, alice: User, put: Put, maud: User, browse: Browse
) -> None:
    comment = put(Status.PENDING)
    following = factories.comment(free_article, alice, "Le suivant")
    Comment.objects.filter(pk=following.pk).update(status=Status.PENDING)
    client = browse(maud)

    assert decide(client, comment, "publish").headers["Location"] == examination(following)
    assert decide(client, following, "publish").headers["Location"] == QUEUE


def test_a_decision_made_in_the_archive_stays_on_its_comment(
    comment: Comment, rule: Rule, maud: User, browse: Browse
) -> None:
    client = browse(maud)
    address = examination(comment, archive=True)
    as_seen = seen(client.get(address).content.decode())

    answer = client.post(address, {"seen": as_seen, "verb": "remove", "rule": rule.pk, "explanation": WHY})

    assert answer.headers["Location"] == address


@pytest.mark.parametrize("verb", ["refuse", "hide", "remove"])
def test_what_takes_a_text_away_needs_a_rule(verb: str, put: Put, maud: User, browse: Browse) -> None:
    comment = put(FROM[verb])

    answer = decide(browse(maud), comment, verb, explanation=WHY)

    assert answer.status_code == 200
    assert 'class="errorlist"' in answer.content.decode()
    assert WHY in answer.content.decode()
    assert not Decision.objects.exists()


def test_the_words_of_the_rule_come_back_to_be_edited_before_they_are_sent(
    put: Put, rule: Rule, maud: User, browse: Browse
) -> None:
    client = browse(maud)
    comment = put(Status.PENDING)

    answer = decide(client, comment, "refuse", rule=rule.pk)
    page = answer.content.decode()

    assert not Decision.objects.exists()
    assert f">\n{escape(rule.explanation)}</textarea>" in page
    assert f'<option value="{rule.pk}" selected' in page
    client.post(
        examination(comment),
        {"seen": seen(page), "verb": "refuse", "rule": rule.pk, "explanation": f"{rule.explanation} Merci."},
    )
    assert Decision.objects.get().explanation == f"{rule.explanation} Merci."


def test_every_rule_comes_with_its_words_for_the_script_and_for_the_eye(
    comment: Comment, charter: Charter, maud: User, browse: Browse
) -> None:
    page = page_of(browse(maud), comment)

    for rule in charter.rules.all():
        assert f'data-explanation="{escape(rule.explanation)}"' in page
        assert f"<blockquote>{escape(rule.explanation)}</blockquote>" in page


def test_a_rule_of_a_former_charter_is_not_applied(
    comment: Comment, charter: Charter, rule: Rule, carole: User, maud: User, browse: Browse
) -> None:
    charter.draft_next(by=carole).publish(by=carole)

    answer = decide(browse(maud), comment, "remove", rule=rule.pk, explanation=WHY)

    assert answer.status_code == 200
    assert not Decision.objects.exists()


@pytest.mark.parametrize("explanation", ["x" * 2001, "a\x00b", "…"])
def test_words_that_cannot_stand_are_said_and_given_back(
    explanation: str, comment: Comment, rule: Rule, maud: User, browse: Browse
) -> None:
    answer = decide(browse(maud), comment, "remove", rule=rule.pk, explanation=explanation)

    assert answer.status_code == 200
    assert 'class="errorlist"' in answer.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize("as_seen", ["", "published", "published 1 0", "published 1 x 0 0", "published 1 0 0 0 0", "é"])
def test_a_form_that_is_not_whole_changes_nothing(
    as_seen: str, comment: Comment, rule: Rule, maud: User, browse: Browse
) -> None:
    answer = decide(browse(maud), comment, "remove", as_seen=as_seen, rule=rule.pk, explanation=WHY)

    assert answer.status_code == 200
    assert not Decision.objects.exists()


@pytest.mark.parametrize("verb", ["", "erase", "withdraw", "_move", "delete"])
def test_only_a_button_of_the_desk_is_pressed(verb: str, comment: Comment, maud: User, browse: Browse) -> None:
    assert decide(browse(maud), comment, verb).status_code == 200
    assert Comment.objects.get(pk=comment.pk).status == Status.PUBLISHED
