"""The charter: a new version is written as a draft, published once, and never changed again."""

import re
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.html import escape

from comments.models import Charter, Comment, Rule
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User

Browse = Callable[[User], Client]
LIST = "/admin/comments/charter/"


@pytest.fixture
def draft(charter: Charter, carole: User) -> Charter:
    """Version 2, not published."""
    return charter.draft_next(by=carole)


def form_of(client: Client, charter: Charter) -> dict[str, str]:
    """Return the fields of the version's page, as a browser would send them."""
    page = client.get(f"{LIST}{charter.pk}/change/").context
    fields: dict[str, object] = {}
    for formset in [inline.formset for inline in page["inline_admin_formsets"]]:
        for form in [page["adminform"].form, formset.management_form, *formset.initial_forms]:
            fields |= {bound.html_name: bound.value() for bound in form}
    return {name: "" if value is None else str(value) for name, value in fields.items()}


def test_a_new_version_begins_with_the_words_of_the_last(charter: Charter, carole: User, browse: Browse) -> None:
    answer = browse(carole).post(f"{LIST}{charter.pk}/draft/")

    draft = Charter.objects.get(version=2)
    assert answer.headers["Location"] == f"{LIST}{draft.pk}/change/"
    assert draft.is_draft
    assert draft.introduction_fr == charter.introduction_fr
    assert [str(rule) for rule in draft.rules.all()] == [str(rule) for rule in charter.rules.all()]
    assert [rule.explanation_en for rule in draft.rules.all()] == [rule.explanation_en for rule in charter.rules.all()]
    assert Charter.objects.current() == charter


def test_a_draft_is_rewritten_rule_by_rule(draft: Charter, carole: User, browse: Browse) -> None:
    client = browse(carole)
    fields = form_of(client, draft)
    fields |= {"introduction_fr": "Nouvelle.", "rules-0-title_fr": "Politesse", "rules-9-DELETE": "on"}

    answer = client.post(f"{LIST}{draft.pk}/change/", fields)

    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.introduction_fr == "Nouvelle."
    assert draft.rules.count() == 9
    assert draft.rules.get(number=1).title_fr == "Politesse"


def test_two_rules_of_one_number_are_refused(draft: Charter, carole: User, browse: Browse) -> None:
    client = browse(carole)

    answer = client.post(f"{LIST}{draft.pk}/change/", form_of(client, draft) | {"rules-1-number": "1"})

    assert answer.status_code == 200
    assert 'class="errorlist' in answer.content.decode()


def test_publishing_is_confirmed_and_noted(draft: Charter, carole: User, browse: Browse) -> None:
    client = browse(carole)
    address = f"{LIST}{draft.pk}/publish/"
    assert client.get(address).status_code == 200
    assert Charter.objects.current() != draft

    client.post(address)

    assert Charter.objects.current() == draft
    assert Entry.objects.get(action="charter.publish").actor == carole


def test_a_published_version_is_only_read(charter: Charter, carole: User, browse: Browse) -> None:
    client = browse(carole)
    page = client.get(f"{LIST}{charter.pk}/change/").content.decode()

    assert not re.search(r'<(?:textarea|input[^>]+type="text")', page.partition('id="content-main"')[2])
    assert client.post(f"{LIST}{charter.pk}/change/", {"introduction_fr": "Autre."}).status_code == 403
    charter.refresh_from_db()
    assert charter.introduction_fr != "Autre."


def test_a_version_is_published_once(draft: Charter, carole: User, browse: Browse) -> None:
    draft.publish(by=carole)
    published_at = draft.published_at

    with pytest.raises(ValidationError):
        draft.publish(by=carole)
    browse(carole).post(f"{LIST}{draft.pk}/publish/")

    draft.refresh_from_db()
    assert draft.published_at == published_at


def test_a_version_without_rules_is_not_published(draft: Charter, carole: User) -> None:
    draft.rules.all().delete()

    with pytest.raises(ValidationError):
        draft.publish(by=carole)


def test_an_older_draft_does_not_take_the_place_of_a_later_version(draft: Charter, carole: User) -> None:
    later = draft.draft_next(by=carole)
    assert later.version == 3
    later.publish(by=carole)

    with pytest.raises(ValidationError):
        draft.publish(by=carole)
    assert Charter.objects.current() == later


def test_readers_do_not_see_a_draft(draft: Charter, carole: User, client: Client) -> None:
    assert client.get(f"/charter/{draft.version}/").status_code == 404


def test_readers_find_each_rule_and_each_version(
    draft: Charter, charter: Charter, carole: User, client: Client
) -> None:
    draft.publish(by=carole)

    page = client.get("/charter/").content.decode()
    former = client.get(charter.get_absolute_url()).content.decode()

    for rule in draft.rules.all():
        assert f'id="rule-{rule.number}"' in page
        assert escape(rule.title) in page
    assert charter.get_absolute_url() in page
    assert 'href="/charter/"' in former.partition("</h1>")[2].partition("</article>")[0]


def test_a_decision_names_the_rule_as_it_was(
    draft: Charter, comment: Comment, rule: Rule, maud: User, carole: User, client: Client
) -> None:
    decision = comment.remove(by=maud, rule=rule, explanation="Une insulte.")
    draft.rules.filter(number=1).update(title_fr="Politesse")
    draft.publish(by=carole)

    assert decision.charter_rule is not None
    address, _hash, anchor = decision.charter_rule.get_absolute_url().partition("#")
    page = client.get(address).content.decode()
    assert f'id="{anchor}"' in page
    assert escape(rule.title_fr) in page
    assert "Politesse" not in page
