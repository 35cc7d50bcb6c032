"""The word rules at the desk: previewed on the latest comments before they are saved, by the chief alone."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from comments import word_preview
from comments.models import Charter, Comment, Status, WordRule
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.desk import examination
from tests.comments.pages import text_of
from tests.comments.trees import planted

Browse = Callable[[User], Client]
LIST = "/admin/comments/wordrule/"
ADD = f"{LIST}add/"
HOLD: dict[str, Any] = {"phrase": "grumeau", "action": "hold"}


def saying(article: Article, author: User, *bodies: str, status: str = Status.PUBLISHED) -> list[Comment]:
    """Plant comments that say this, in order."""
    made = [planted(article, author, status) for _body in bodies]
    for one, body in zip(made, bodies, strict=True):
        Comment.objects.filter(pk=one.pk).update(body=body)
    return made


def change(rule: WordRule) -> str:
    """Return the address of the rule's page."""
    return f"{LIST}{rule.pk}/change/"


def ticket(page: str) -> str:
    """Return what the page's form carries of the preview."""
    found = re.search(r'name="previewed" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def save(client: Client, address: str, fields: dict[str, Any], **more: Any) -> Any:
    """Ask for the preview, then press « Save »."""
    page = text_of(client.post(address, fields))
    return client.post(address, fields | {"save": "1", "previewed": ticket(page)} | more)


def figures(page: str) -> list[str]:
    """Return the figures of the preview."""
    return re.findall(r"<dd>([^<]*)</dd>", page)


@pytest.fixture
def held(carole: User) -> WordRule:
    """A rule of the paper."""
    return WordRule.objects.add(by=carole, phrase="grumeau", action="hold")


def test_a_rule_is_previewed_and_then_saved(
    free_article: Article, alice: User, maud: User, carole: User, browse: Browse
) -> None:
    saying(free_article, alice, *["Rien."] * 30, "Un grûmeau <b>ici</b>.")
    let_through = planted(free_article, alice, Status.PENDING)
    Comment.objects.filter(pk=let_through.pk).update(body="Le grumeau.")
    Comment.objects.get(pk=let_through.pk).publish(by=maud)
    old, erased = saying(free_article, alice, "Un vieux grumeau.", "Un grumeau effacé.")
    Comment.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
    erased.erase(by=alice)
    client = browse(carole)

    page = text_of(client.post(ADD, HOLD))

    assert figures(page) == ["2", "32", "6,3\u00a0%", "1"]
    assert "Un <mark>grûmeau</mark> &lt;b&gt;ici&lt;/b&gt;." in page
    assert page.index(f'data-comment="{let_through.pk}"') < page.index("grûmeau</mark>")
    assert "laissé passer par un modérateur" in page
    assert 'name="confirmed"' not in page
    assert not WordRule.objects.exists()
    # From now on the paper knows of them (93-3).
    assert Comment.objects.filter(first_known_at__isnull=False).count() == 2

    answer = client.post(ADD, HOLD | {"save": "1", "previewed": ticket(page)})

    assert answer.headers["Location"] == LIST
    made = WordRule.objects.get()
    assert (made.phrase, made.action, made.created_by, made.active) == ("grumeau", "hold", carole, True)


def test_what_was_not_previewed_is_not_saved(carole: User, browse: Browse) -> None:
    client = browse(carole)
    previewed = ticket(text_of(client.post(ADD, HOLD)))

    for changed in ({"phrase": "grumeaux"}, {"action": "flag"}, {"previewed": ""}, {"previewed": "forged:x:y"}):
        page = text_of(client.post(ADD, HOLD | {"save": "1", "previewed": previewed} | changed))
        assert "errorlist nonfield" in page
        assert ticket(page)
        assert not WordRule.objects.exists()

    client.post(ADD, HOLD | {"save": "1", "previewed": ticket(page)})
    assert WordRule.objects.exists()


def test_a_rule_that_catches_everything_is_saved_on_a_second_thought_alone(
    free_article: Article, alice: User, carole: User, browse: Browse
) -> None:
    saying(free_article, alice, *["Le pont."] * 21, "Rien.")
    client, wide = browse(carole), HOLD | {"phrase": "le"}

    page = text_of(client.post(ADD, wide))
    assert "Cette règle aurait retenu 21 des 22 derniers commentaires\u00a0: elle est sans doute trop large." in page
    assert page.count("<mark>Le</mark>") == 20

    again = text_of(save(client, ADD, wide))
    assert 'name="confirmed"' in again
    assert "errorlist" in again
    assert not WordRule.objects.exists()

    assert save(client, ADD, wide, confirmed="on").status_code == 302
    assert WordRule.objects.get().phrase == "le"


def test_the_allow_list_counts_in_the_preview_and_says_what_it_spares(
    free_article: Article, alice: User, carole: User, browse: Browse
) -> None:
    saying(free_article, alice, "Un cul-de-sac.", "Un cul-de-sac, quel cul.", "Quel cul.", "Rien.")
    client = browse(carole)
    allowed = {"phrase": "cul-de-sac", "action": "allow"}

    assert figures(text_of(client.post(ADD, allowed)))[0] == "0"
    WordRule.objects.add(by=carole, phrase="cul", action="hold")
    page = text_of(client.post(ADD, allowed))
    assert figures(page)[:2] == ["2", "4"]
    assert "desk-warning" not in page
    assert save(client, ADD, allowed).status_code == 302

    page = text_of(client.post(change(WordRule.objects.get(phrase="cul")), {"phrase": "cul", "action": "hold"}))
    assert figures(page)[:2] == ["2", "4"]


def test_a_long_past_is_read_in_part_and_the_page_says_so(
    free_article: Article, alice: User, carole: User, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    saying(free_article, alice, "Un grumeau.", *["Rien."] * 20)
    monkeypatch.setattr(word_preview, "SCANNED", 20)

    page = text_of(browse(carole).post(ADD, HOLD))

    assert figures(page)[:2] == ["0", "20"]
    assert "les 20 derniers commentaires ont été lus" in page


def test_a_preview_asks_as_much_of_the_database_for_few_as_for_many(
    free_article: Article, alice: User, basile: User, carole: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rule = WordRule(phrase="grumeau", key="grumeau", action="hold")
    for number in (1, 30):
        saying(free_article, alice, *["Un grumeau."] * number)
        saying(free_article, basile, *["Un grumeau."] * number)
        with django_assert_num_queries(3):
            found = word_preview.preview(rule)
            assert all(one.comment.article.section and one.comment.author.display_name for one in found.examples)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"phrase": ""}, "phrase"),
        ({"phrase": "… !"}, "phrase"),
        ({"phrase": "x" * 101}, "phrase"),
        ({"phrase": "GRÛMEAU"}, "phrase"),
        ({"phrase": "avant\x00après"}, "phrase"),
        ({"action": "shadow"}, "action"),
        ({"action": ""}, "action"),
        ({"action": "refuse"}, "rule_number"),
        ({"action": "refuse", "rule_number": "99"}, "rule_number"),
    ],
    ids=str,
)
def test_what_cannot_stand_is_named_at_its_field(
    held: WordRule, carole: User, browse: Browse, sent: dict[str, str], field: str
) -> None:
    client = browse(carole)

    page = text_of(client.post(ADD, {"phrase": "autre", "action": "hold", "save": "1"} | sent))

    assert f'id="id_{field}_error"' in page
    assert "<dd>" not in page
    assert WordRule.objects.count() == 1


def test_a_phrase_listed_already_names_its_rule(held: WordRule, carole: User, browse: Browse) -> None:
    held.deactivate(by=carole)

    page = text_of(browse(carole).post(ADD, {"phrase": "GRUMEAU", "action": "flag"}))

    assert "«\u00a0grumeau\u00a0» (retenir, désactivée)" in page


def test_a_rule_is_changed_switched_off_and_put_in_force_again(held: WordRule, carole: User, browse: Browse) -> None:
    client = browse(carole)
    refusal = {"phrase": "grumeau", "action": "refuse", "rule_number": "2"}

    save(client, change(held), refusal | {"changes": "0"})
    held.refresh_from_db()
    assert (held.action, held.rule_number, held.changes) == ("refuse", 2, 1)
    client.post(change(held), {"deactivate": "1", "changes": "1"})
    held.refresh_from_db()
    assert not held.active
    page = text_of(client.get(change(held)))
    assert page.count("<q>grumeau</q>") == 3
    assert 'name="deactivate"' not in page
    save(client, change(held), refusal | {"changes": "2"})

    held.refresh_from_db()
    assert held.active
    assert Entry.objects.filter(action="word-rule.revise", actor=carole).count() == 3


def test_of_two_who_change_a_rule_the_second_is_told(held: WordRule, carole: User, browse: Browse) -> None:
    held.revise(by=carole, phrase="grumeau", action="flag")
    client = browse(carole)

    assert "errorlist nonfield" in text_of(save(client, change(held), HOLD | {"changes": "0"}))
    client.post(change(held), {"deactivate": "1", "changes": "0"})

    held.refresh_from_db()
    assert (held.action, held.active) == ("flag", True)


def test_a_refusal_whose_rule_the_charter_lost_says_that_it_only_holds(
    carole: User, charter: Charter, browse: Browse
) -> None:
    rule = WordRule.objects.add(by=carole, phrase="grumeau", action="refuse", rule_number=1)
    draft = charter.draft_next(by=carole)
    draft.rules.filter(number=1).delete()
    draft.publish(by=carole)
    client = browse(carole)

    assert "desk-warning" in text_of(client.get(change(rule)))
    page = text_of(client.post(LIST, {"text": "Un grumeau."}))
    assert "ce texte serait\u00a0: retenu." in page


def test_a_text_is_tried_on_the_rules_in_force(held: WordRule, carole: User, maud: User, browse: Browse) -> None:
    for phrase, action in (("cul", "flag"), ("cul-de-sac", "allow")):
        WordRule.objects.add(by=carole, phrase=phrase, action=action)
    client = browse(maud)

    page = text_of(client.post(LIST, {"text": "Un <grumeau> dans un cul-de-sac."}))

    assert "ce texte serait\u00a0: retenu." in page
    assert "&lt;<mark>grumeau</mark>&gt;" in page
    assert "1 endroit épargné" in page
    assert "Aucune règle n’y trouve" in text_of(client.post(LIST, {"text": "Bonjour."}))
    assert "errorlist" in text_of(client.post(LIST, {"text": " "}))


def test_the_list_is_narrowed_by_action_and_by_phrase(held: WordRule, carole: User, maud: User, browse: Browse) -> None:
    WordRule.objects.add(by=carole, phrase="Œuf", action="flag")
    client = browse(maud)

    for query, shown in (("", 2), ("?action=flag", 1), ("?action__exact=hold", 1), ("?q=OEU", 1), ("?q=%E2%80%A6", 2)):
        assert text_of(client.get(LIST + query)).count('class="field-phrase') == shown


def test_a_moderator_reads_the_rules_and_changes_none(held: WordRule, maud: User, browse: Browse) -> None:
    client = browse(maud)

    page = text_of(client.get(change(held)))
    assert "disabled" in page
    assert '<button type="submit" class="button' not in page
    assert ADD not in text_of(client.get(LIST))
    for address, sent in ((ADD, HOLD), (change(held), HOLD), (change(held), {"deactivate": "1", "changes": "0"})):
        assert client.post(address, sent).status_code == 403
    held.refresh_from_db()
    assert held.active


def test_what_a_rule_found_leads_a_moderator_to_it(
    held: WordRule, free_article: Article, alice: User, maud: User, browse: Browse
) -> None:

    made = factories.comment(free_article, alice, "Un grumeau.")

    assert f'href="{change(held)}"' in text_of(browse(maud).get(examination(made)))
