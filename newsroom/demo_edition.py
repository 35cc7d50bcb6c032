"""The demonstration edition: its articles by the importer, its discussions by the doors that readers use."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.db import transaction

from articles import exchange
from articles.models import Article, Contributor, FrontOrder, Narration, Section
from comments import intake
from comments.models import Acceptance, Charter, Comment, Discussion, Policy, Rule, Status
from newsroom import demo_accounts
from newsroom.demo_accounts import Person
from newsroom.subscribers.models import User

FOLDER = Path(__file__).resolve().parent / "demo"
URIS = "urn:newsroom:demo:"
# The article of the page that the project started from.
STARTED_FROM = f"{URIS}exclusif-twitter-une-dirigeante-de-premier-plan-a-paris"


class NotOurs(Exception):
    """The database holds something, and no demonstration: accounts with a shared password have no place there."""


def load(password: str, key: str) -> list[exchange.Outcome]:
    """Bring in what of the demonstration is not there yet, and return what became of its articles.

    Run again, it adds nothing. Raises NotOurs for the database of a real site.
    """
    marked = User.objects.filter(email=demo_accounts.PUBLISHER.email).exists()
    if not marked and (User.objects.exists() or Article.objects.exists()):
        raise NotOurs
    text = json.loads((FOLDER / "discussion.json").read_text(encoding="utf-8"))
    members = [Person(one["email"], one["display_name"], subscribes=True) for one in text["members"]]
    demo_accounts.make([*demo_accounts.CAST, *members], password, key)
    outcomes = exchange.bring_in([FOLDER / "edition.jsonl"], exchange.Choices(publish=True))
    _accept_charter([*demo_accounts.CAST, *members])
    beside = json.loads((FOLDER / "presentation.json").read_text(encoding="utf-8"))
    _present(beside)
    _arrange(beside["front"])
    _open_discussions()
    _order_narrations()
    addresses = {person.display_name: person.email for person in (*demo_accounts.CAST, *members)}
    for discussion in text["discussions"]:
        article = Article.objects.published().filter(uri=discussion["uri"]).first()
        if article:
            _discuss(article, discussion["comments"], addresses)
    return outcomes


def shown(uri: str = URIS, *, access: str = "") -> Article | None:
    """Return the article of that URI, or the last published with that access; None where it is no longer."""
    edition = Article.objects.published().filter(uri__startswith=uri, access__startswith=access)
    return edition.select_related("section").latest_first().first()


def _accept_charter(people: list[Person]) -> None:
    """Let everybody have ticked the charter in force."""
    charter = Charter.objects.current()
    for user in User.objects.filter(email__in=[person.email for person in people]):
        if charter:
            Acceptance.objects.accept(user, charter)


def _present(text: dict[str, Any]) -> None:
    """Say who signs and what each section is about, where nobody has said so."""
    for slug, (role, biography) in text["contributors"].items():
        Contributor.objects.filter(slug=slug, role="", biography="").update(role=role, biography=biography)
    for slug, description in text["sections"].items():
        Section.objects.filter(slug=slug, description="").update(description=description)


def _arrange(uris: list[str]) -> None:
    """Put the front page in order, where nobody has."""
    if not FrontOrder.objects.current().number:
        found = dict(Article.objects.published().filter(uri__in=uris).values_list("uri", "pk"))
        editor = User.objects.get(email=demo_accounts.EDITOR.email)
        FrontOrder.objects.arrange([found[uri] for uri in uris if uri in found], by=editor, seen=0)


def _open_discussions() -> None:
    """Open by hand what the clock closed: the edition stays the same while the days go by."""
    policy = Policy.objects.current()
    for article in Article.objects.published().filter(uri__startswith=URIS):
        discussion = Discussion.objects.of(article)
        if not policy.stopped_at and discussion.state == Discussion.State.OPEN and discussion.closed_since(policy):
            discussion.govern(by=_moderator(), state=Discussion.State.OPEN)


def _order_narrations() -> None:
    """Have the edition read aloud, however old it is by now."""
    for article in Article.objects.published().filter(uri__startswith=URIS):
        Narration.objects.order(article, archive=True)


@transaction.atomic
def _discuss(article: Article, comments: list[dict[str, Any]], addresses: dict[str, str]) -> None:
    """Let each author say what is not said yet, in order."""
    discussion = Discussion.objects.begun(article.pk)
    was = discussion.state
    said: dict[str | None, int] = {}
    for one in comments:
        submission = intake.Submission(
            article=article,
            author=User.objects.get(email=addresses[one["author"]]),
            body=one["body"],
            key=_key(article, one["key"]),
            parent_id=said.get(one["reply_to"]),
        )
        said[one["key"]] = (_known(submission) or _say(discussion, submission, one)).pk
    _govern(discussion, was)


def _known(submission: intake.Submission) -> Comment | None:
    return Comment.objects.filter(author=submission.author, idempotency_key=submission.key).first()


def _say(discussion: Discussion, submission: intake.Submission, one: dict[str, Any]) -> Comment:
    """Submit the text: under premoderation what is to wait for a moderator, who then refuses what is to be refused.

    The first comment of each member waits anyway: the moderator lets it through.
    """
    state = Discussion.State.OPEN if one["state"] == Status.PUBLISHED else Discussion.State.PREMODERATED
    _govern(discussion, state)
    comment = intake.submit(submission)
    if one["state"] == Status.PUBLISHED != comment.status:
        comment.publish(by=_moderator())
    if one["state"] == Status.REFUSED:
        rule = Rule.objects.get(charter=Charter.objects.current(), number=one["rule"])
        comment.refuse(by=_moderator(), rule=rule, explanation=one["explanation"])
    return comment


def _govern(discussion: Discussion, state: str) -> None:
    if discussion.state != state:
        discussion.govern(by=_moderator(), state=state)


def _moderator() -> User:
    return User.objects.get(email=demo_accounts.MODERATOR.email)


def _key(article: Article, key: str) -> str:
    """Return the idempotency key of a comment: the same each time."""
    return hashlib.sha256(f"{article.uri} {key}".encode()).hexdigest()
