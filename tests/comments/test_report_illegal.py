"""Reporting illegal content (DSA 16): by anybody, whole, given back where it is not."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from articles.models import Article
from comments.models import Category, Comment, Report, Rule
from newsroom.subscribers.models import User
from tests.comments.pages import part, text_of
from tests.comments.reporting import EMAIL, WHOLE, address, followed, letters, send
from tests.comments.trees import planted

ABUSE = Category.PROTECTION_OF_MINORS.value
INVALID = re.compile(r'<(?:input|textarea)[^>]* name="(\w+)"[^>]* aria-invalid="true"')


def test_everybody_finds_the_same_link_beside_a_comment(
    client: Client, free_article: Article, comment: Comment
) -> None:
    page = part(text_of(client.get(free_article.get_absolute_url())))

    assert f'href="{address(comment)}"' in page
    assert "csrf" not in page


def test_the_two_ways_are_offered_without_a_token_or_a_cookie(client: Client, comment: Comment) -> None:
    answer = client.get(address(comment))

    page = text_of(answer)
    assert 'href="?kind=charter"' in page
    assert 'href="?kind=illegal"' in page
    assert "<form" not in page[page.index("<main") : page.index("</main>")]
    assert not answer.cookies


def test_a_stranger_reports_and_is_given_a_reference_and_a_receipt(
    client: Client, comment: Comment, run_tasks: Callable[[], None]
) -> None:
    answer = client.post(address(comment), WHOLE | {"law": " Loi du 29 juillet 1881, \n art. 24 "}, follow=True)
    run_tasks()

    made = Report.objects.get()
    assert (made.kind, made.category, made.rule) == ("illegal", WHOLE["category"], None)
    assert (made.reporter, made.reporter_name, made.reporter_email) == (None, "Zoé Martin", EMAIL)
    assert (made.words, made.law) == (WHOLE["words"], "Loi du 29 juillet 1881, art. 24")
    assert made.good_faith
    assert made.reference in text_of(answer)
    [letter] = letters(EMAIL)
    assert made.reference in letter
    assert made.acknowledged_at is not None
    page = text_of(client.get(followed(letter)))
    assert made.reference in page


def test_a_receipt_quotes_nothing_that_a_stranger_typed(
    client: Client, comment: Comment, run_tasks: Callable[[], None]
) -> None:
    send(client, comment, name="Gagnez 1000 euros sur pub.test", words="Cliquez sur pub.test !")
    run_tasks()

    assert "pub.test" not in letters(EMAIL)[0]


def test_a_comment_is_known_from_its_first_report(client: Client, comment: Comment) -> None:
    send(client, comment)

    comment.refresh_from_db()
    assert (comment.first_known_at is not None, comment.known_via) == (True, "report")


# What is sent -> the fields that are named as wrong.
WRONG = [
    ({"category": None}, {"category"}),
    ({"category": "other_violation_tc"}, {"category"}),
    ({"words": ""}, {"words"}),
    ({"words": "x" * 5001}, {"words"}),
    ({"words": "\u200b"}, {"words"}),
    ({"law": "x" * 501}, {"law"}),
    ({"law": "a\x00b"}, {"law"}),
    ({"name": ""}, {"name"}),
    ({"name": "x" * 101}, {"name"}),
    ({"name": "\u202eemoor"}, {"name"}),
    ({"email": ""}, {"email"}),
    ({"email": "zoe@"}, {"email"}),
    ({"email": "x" * 250 + "@ailleurs.test"}, {"email"}),
    ({"name": "", "email": "", "good_faith": None, "words": "", "category": None},
     {"name", "email", "good_faith", "words", "category"}),
    ({"good_faith": None}, {"good_faith"}),
    ({"unnamed": "on"}, {"unnamed"}),
    ({"unnamed": "on", "name": "", "email": ""}, {"unnamed", "name", "email"}),
    ({"category": ABUSE, "email": "zoe@"}, {"email"}),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "named"), WRONG)
def test_what_is_wrong_is_named_and_all_is_given_back(
    client: Client, comment: Comment, fields: dict[str, str | None], named: set[str]
) -> None:
    answer = send(client, comment, **fields)

    page = text_of(answer)
    assert answer.status_code == 422
    assert set(re.findall(r'<li><a href="#id_(\w+?)(?:_0)?">', page)) == named
    for value in (WHOLE | fields).values():
        assert value in {None, "on", "other_violation_tc"} or f"{value}" in unescape(page)
    assert not Report.objects.exists()


@pytest.mark.parametrize("fields", [
    {"name": "", "email": ""},
    {"name": "Zoé", "email": ""},
    {"name": "", "email": "", "unnamed": "on"},
    {"name": "Zoé", "email": "zoe@", "unnamed": "on"},
])  # fmt: skip
def test_the_sexual_abuse_of_minors_is_reported_without_a_name(
    client: Client, comment: Comment, fields: dict[str, str]
) -> None:
    answer = send(client, comment, category=ABUSE, **fields)

    made = Report.objects.get()
    assert answer.status_code == 302
    assert made.reporter_email == ""
    assert made.reporter_name == ("" if "unnamed" in fields else fields["name"])
    assert made.is_urgent
    assert made.reference in text_of(client.get(answer.headers["Location"]))
    assert mail.outbox == []


def test_a_member_gives_neither_name_nor_address(
    browse: Callable[[User], Client], basile: User, comment: Comment
) -> None:
    member = browse(basile)

    page = text_of(member.get(f"{address(comment)}?kind=illegal"))
    answer = send(member, comment, name=None, email=None)

    assert 'name="email"' not in page
    assert answer.status_code == 302
    assert Report.objects.get().reporter == basile


def test_a_member_may_prefer_not_to_say_who_they_are(
    browse: Callable[[User], Client], basile: User, comment: Comment
) -> None:
    send(browse(basile), comment, category=ABUSE, unnamed="on", name=None, email=None)

    made = Report.objects.get()
    assert (made.reporter, made.reporter_name, made.reporter_email) == (None, "", "")


@pytest.mark.parametrize(("category", "priority"), [
    (Category.PROTECTION_OF_MINORS, Report.Priority.URGENT),
    (Category.RISK_FOR_PUBLIC_SECURITY, Report.Priority.URGENT),
    (Category.VIOLENCE, Report.Priority.URGENT),
    (Category.SELF_HARM, Report.Priority.URGENT),
    (Category.ILLEGAL_OR_HARMFUL_SPEECH, Report.Priority.GRAVE),
    (Category.NOT_SPECIFIED_NOTICE, Report.Priority.ILLEGAL),
])  # fmt: skip
def test_what_endangers_somebody_comes_first(
    client: Client, comment: Comment, category: Category, priority: Report.Priority
) -> None:
    send(client, comment, category=category.value)

    assert Report.objects.get().priority == priority


def test_a_stranger_reports_against_the_charter_too(client: Client, comment: Comment, rule: Rule) -> None:
    answer = client.post(address(comment), {"kind": "charter", "rule": rule.pk, "name": "", "email": ""})

    made = Report.objects.get()
    assert answer.headers["Location"] == made.get_absolute_url()
    assert (made.reporter, made.rule, made.reporter_email) == (None, rule, "")


def test_the_same_person_makes_one_report_of_one_reason(client: Client, comment: Comment, rule: Rule) -> None:
    for email in (EMAIL, EMAIL.upper(), EMAIL):
        assert send(client, comment, email=email).status_code == 302
    for _time in range(2):
        client.post(address(comment), {"rule": rule.pk})

    assert sorted(Report.objects.values_list("kind", flat=True)) == ["charter", "illegal"]


def test_two_people_at_one_address_of_the_network_with_addresses_of_their_own_are_two(
    client: Client, comment: Comment
) -> None:
    send(client, comment)
    send(client, comment, email="autre@ailleurs.test")

    assert Report.objects.count() == 2


def test_no_answer_tells_whether_an_address_reported_before(client: Client, comment: Comment) -> None:
    # The author of the comment, who guesses whose report it was, sends another in that person's name.
    first = send(client, comment)
    again = send(Client(REMOTE_ADDR="203.0.113.9"), comment, name="Un curieux", words="Alors ?")

    assert first.headers["Location"] == again.headers["Location"]
    assert text_of(client.get(again.headers["Location"])).count(WHOLE["words"]) == 0
    assert Report.objects.get().words == WHOLE["words"]


def test_no_network_address_is_stored(comment: Comment, rule: Rule) -> None:
    Client(REMOTE_ADDR="203.0.113.77").post(address(comment), {"rule": rule.pk})

    row = Report.objects.values().get()
    assert "203.0.113.77" not in str(row)
    assert len(row["sender_key"]) == 64


def test_a_reference_is_short_and_no_key_to_anything(client: Client, comment: Comment) -> None:
    send(client, comment)

    made = Report.objects.get()
    assert re.fullmatch(r"S-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}", made.reference)
    for token in (made.reference, str(made.pk), f"{made.pk}.x"):
        assert client.get(f"/reports/{token}/").status_code == 404
        assert client.get(f"/reports/received/{token}/").status_code == 404


def test_a_script_in_a_report_is_shown_as_text(
    client: Client, comment: Comment, browse: Callable[[User], Client], maud: User
) -> None:
    script = "<script>alert(1)</script>"
    refused = send(client, comment, words=script, law=script, name=script, good_faith=None)
    send(client, comment, words=script, law=script, name=script)

    made = Report.objects.get()
    moderator = browse(maud)
    pages = [refused, moderator.get(f"/admin/comments/report/{made.pk}/change/"),
             moderator.post(f"/admin/comments/report/{made.pk}/change/"), moderator.get("/admin/comments/report/"),
             moderator.get(f"/admin/comments/comment/{comment.pk}/change/")]  # fmt: skip
    for page in map(text_of, pages):
        assert script not in page
        assert "&lt;script&gt;" in page


def test_a_comment_that_went_meanwhile_is_said_to_be_gone(client: Client, comment: Comment, maud: User) -> None:
    comment.hide(by=maud, rule=Rule.objects.get(charter__version=1, number=1), explanation="À vérifier.")

    assert send(client, comment).status_code == 404


# The database refuses what the form would.
@pytest.mark.parametrize("fields", [
    {"category": "", "rule": None},
    {"good_faith": False},
    {"words": ""},
    {"reporter_name": ""},
    {"reporter_email": ""},
])  # fmt: skip
def test_the_database_keeps_no_report_that_is_not_whole(
    free_article: Article, alice: User, fields: dict[str, object]
) -> None:
    whole: dict[str, object] = {
        "comment": planted(free_article, alice), "revision": 1, "kind": "illegal", "category": "violence",
        "words": "Il menace.", "good_faith": True, "reporter_name": "Zoé", "reporter_email": EMAIL,
    }  # fmt: skip
    Report.objects.create(**whole)

    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(**whole | fields)
