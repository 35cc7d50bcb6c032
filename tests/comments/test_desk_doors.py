"""Who may open which door of the desk, and what no page behind one ever shows: an e-mail address, a reporter."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Section
from comments.models import Appeal, Charter, ConnectionRecord, LegalHold, Report, Sanction, WordRule
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.clock import Clock

pytestmark = pytest.mark.django_db

Browse = Callable[[User], Client]

MODERATORS = {"maud", "carole"}
CHIEF = {"carole"}
PUBLISHER = {"paul"}
GOVERNORS = {"edith", "paul", "maud", "carole"}
STAFF = ("maud", "carole", "edith", "paul", "rosa")
# Each door, and who it opens to; {…} stands for the row that the test makes.
DOORS: dict[str, set[str]] = {
    "queuedcomment/": MODERATORS,
    "queuedcomment/{comment}/change/": MODERATORS,
    "comment/": MODERATORS,
    "comment/{comment}/change/": MODERATORS,
    "decision/": MODERATORS,
    "decision/{decision}/change/": MODERATORS,
    "report/": MODERATORS,
    "report/{report}/change/": MODERATORS,
    "appeal/": CHIEF,
    "appeal/{appeal}/change/": CHIEF,
    "sanction/": MODERATORS,
    "sanction/{sanction}/change/": MODERATORS,
    "sanction/member/{member}/": MODERATORS,
    "charter/": MODERATORS,
    "charter/{charter}/change/": MODERATORS,
    "charter/{draft}/change/": MODERATORS,
    "charter/{draft}/history/": MODERATORS,
    "charter/{draft}/publish/": CHIEF,
    "policy/": MODERATORS,
    "policy/1/change/": MODERATORS,
    "discussion/": GOVERNORS,
    "discussion/of/{article}/": GOVERNORS,
    "wordrule/": MODERATORS,
    "wordrule/{wordrule}/change/": MODERATORS,
    "wordrule/add/": CHIEF,
    "wordrule/{wordrule}/delete/": set(),
    "connectionrecord/": PUBLISHER,
    "connectionrecord/{record}/change/": PUBLISHER,
    "connectionrecord/{record}/history/": PUBLISHER,
    "legalhold/": PUBLISHER,
    "legalhold/add/": PUBLISHER,
    "legalhold/{hold}/change/": PUBLISHER,
    "legalhold/{hold}/delete/": set(),
    # Rows of the desk are made and changed by verbs alone.
    "queuedcomment/add/": set(),
    "comment/add/": set(),
    "comment/{comment}/delete/": set(),
    "decision/add/": set(),
    "decision/{decision}/delete/": set(),
    "report/add/": set(),
    "report/{report}/delete/": set(),
    "appeal/add/": set(),
    "appeal/{appeal}/delete/": set(),
    "sanction/add/": set(),
    "sanction/{sanction}/delete/": set(),
    "charter/add/": set(),
    "charter/{charter}/delete/": set(),
    "discussion/add/": set(),
    "policy/add/": set(),
    "connectionrecord/add/": set(),
    "connectionrecord/{record}/delete/": set(),
}


@pytest.fixture(scope="module")
def people(stage: None) -> dict[str, User]:
    """The cast, and Rosa, a reporter."""
    groups = {"maud": "Moderator", "carole": "Chief moderator", "edith": "Editor", "paul": "Publisher"}
    staff = {name: factories.staff(name.title(), group) for name, group in (groups | {"rosa": "Reporter"}).items()}
    return staff | {name: factories.subscriber(name.title()) for name in ("alice", "basile")}


@pytest.fixture(scope="module")
def rows(people: dict[str, User]) -> Iterator[dict[str, int]]:
    """One row of each kind, by the name that the doors give it; no time passes, for some verbs have but seconds."""
    alice, maud, carole = people["alice"], people["maud"], people["carole"]
    article = factories.article(Section.objects.create(name="Politique", slug="politique"), "Le pont", access="free")
    comment = factories.comment(article, alice, "Enfin !")
    charter = Charter.objects.get()
    rule = charter.rules.get(number=1)
    with pytest.MonkeyPatch.context() as patch:
        Clock(patch)
        report = Report.objects.create(
            comment=comment, revision=1, reporter=people["basile"], rule=rule, words="Regardez."
        )
        decision = comment.hide(by=maud, rule=rule, explanation="À vérifier.")
        sanction = factories.sanction(alice, level="ban", by=carole, rule=rule, explanation="Trop.")
        draft = charter.draft_next(by=carole)
        hold = LegalHold.objects.create(
            comment=comment, until=timezone.localdate(), reason="Réquisition.", placed_by=carole
        )
        yield {
            "wordrule": WordRule.objects.add(by=carole, phrase="grumeau", action="hold").pk,
            "article": article.pk,
            "comment": comment.pk,
            "decision": decision.pk,
            "report": report.pk,
            "sanction": sanction.pk,
            "record": ConnectionRecord.objects.create(comment=comment, act="posted", address="198.51.100.4").pk,
            "hold": hold.pk,
            "appeal": Appeal.objects.submit(decision, words="Relisez.").pk,
            "member": alice.pk,
            "charter": charter.pk,
            "draft": draft.pk,
        }


@pytest.mark.parametrize("door", DOORS)
def test_a_door_opens_to_whom_it_should(
    door: str, rows: dict[str, int], people: dict[str, User], browse: Browse
) -> None:
    address = f"/admin/comments/{door.format(**rows)}"
    answers = {who: browse(people[who]).get(address, follow=True).status_code for who in STAFF}

    assert answers == {who: 200 if who in DOORS[door] else 403 for who in STAFF}


@pytest.mark.once
@pytest.mark.parametrize("door", DOORS)
def test_a_reader_and_a_stranger_find_every_door_closed(
    door: str, rows: dict[str, int], people: dict[str, User], browse: Browse, client: Client
) -> None:
    address = f"/admin/comments/{door.format(**rows)}"

    assert client.get(address).status_code == 302
    assert browse(people["alice"]).get(address, follow=True).status_code == 403


@pytest.mark.once
@pytest.mark.parametrize("door", [door for door, people in DOORS.items() if people])
def test_no_page_of_the_desk_shows_an_e_mail_address_or_a_reporter(
    door: str, rows: dict[str, int], people: dict[str, User], browse: Browse
) -> None:
    # Somebody rewrote the draft: what the admin notes of it carries their name.
    for who in ("carole", "maud"):
        answer = browse(people[who]).get(f"/admin/comments/{door.format(**rows)}", follow=True)
        page = answer.content.decode()

        assert "exemple.test" not in page
        assert "basile" not in page.lower()


@pytest.mark.once
@pytest.mark.parametrize(
    ("door", "may"),
    [
        ("queuedcomment/", MODERATORS),
        ("sanction/member/{member}/", MODERATORS),
        # A ban.
        ("sanction/{sanction}/lift/", CHIEF),
        ("sanction/{sanction}/undo/", CHIEF),
        ("charter/{charter}/draft/", CHIEF),
        ("charter/{draft}/publish/", CHIEF),
        ("policy/", CHIEF),
        ("discussion/of/{article}/", GOVERNORS),
    ],
)
@pytest.mark.parametrize("who", STAFF)
def test_what_is_sent_is_taken_from_whom_it_should(
    door: str, may: set[str], who: str, rows: dict[str, int], people: dict[str, User], browse: Browse
) -> None:
    answer = browse(people[who]).post(f"/admin/comments/{door.format(**rows)}", {"explanation": "Vu."})

    assert (answer.status_code == 403) == (who not in may)
    lifted = Sanction.objects.get().lifted_at is not None
    assert lifted == (door.endswith(("lift/", "undo/")) and who in may)


@pytest.mark.once
@pytest.mark.parametrize("door", ["sanction/{sanction}/lift/", "charter/{charter}/draft/"])
def test_what_changes_something_refuses_to_be_read(
    door: str, rows: dict[str, int], people: dict[str, User], browse: Browse
) -> None:
    assert browse(people["carole"]).get(f"/admin/comments/{door.format(**rows)}").status_code == 405


@pytest.mark.once
@pytest.mark.parametrize("door", [door for door, people in DOORS.items() if people])
def test_a_page_of_the_desk_keeps_to_the_content_security_policy(
    door: str, rows: dict[str, int], people: dict[str, User], browse: Browse
) -> None:
    page = browse(people["carole"]).get(f"/admin/comments/{door.format(**rows)}", follow=True).content.decode()

    assert "<style" not in page
    assert " style=" not in page
    assert "onclick=" not in page
    assert "<script>" not in page


@pytest.mark.once
@pytest.mark.parametrize("lookup", ["reporter", "reporter__id__exact", "reporter__display_name"])
def test_no_address_tells_whose_a_report_is(
    lookup: str, rows: dict[str, int], people: dict[str, User], browse: Browse
) -> None:
    address = f"/admin/comments/report/?{lookup}={people['basile'].pk}"

    assert browse(people["maud"]).get(address).status_code == 400
