"""The kinds of pages of the site, by the addresses they have in the demonstration edition."""

import json
from functools import cache

from newsroom.demo_edition import STARTED_FROM, URIS
from tests.running import RunningSite

WALLED = f"{URIS}passerelle-des-tanneurs-onze-ans-et-neuf-metres-de-vide"
DISCUSSED = f"{URIS}valmeray-eteint-une-rive-sur-deux"
IN_ENGLISH = f"{URIS}the-night-train-is-back-and-it-is-full"
ASKED = """
import json
from articles.models import Article, Contributor, Section, Tag
from comments import tokens
from comments.models import Charter, Comment, Report
from comments.models.sender import Sender
from newsroom import demo_accounts
from newsroom.subscribers.models import User
author, moderator = (User.objects.get(email=one.email) for one in (demo_accounts.SUBSCRIBER, demo_accounts.MODERATOR))
# Never shown, so that no other page changes: what its author reads about a decision.
refused, made = Comment.objects.get_or_create(author=author, idempotency_key="refused", defaults={
    "article": Article.objects.first(), "body": "Il faut être un âne pour écrire cela."})
rule = Charter.objects.current().rules.first()
decided = refused.refuse(by=moderator, rule=rule, explanation=rule.explanation) if made else refused.decisions.get()
comment = Comment.objects.reachable().first()
print(json.dumps({
    "articles": {one.uri: one.get_absolute_url() for one in Article.objects.select_related("section")},
    "section": Section.objects.first().get_absolute_url(),
    "contributor": Contributor.objects.first().get_absolute_url(),
    "tag": Tag.objects.first().get_absolute_url(),
    "comment": comment.pk,
    "decision": decided.get_absolute_url(),
    "appeal": tokens.for_author(decided),
    "discussion": comment.article_id,
    "report": Report.objects.file(comment, sender=Sender(address="203.0.113.7"), rule=rule)[0].get_absolute_url(),
}))
"""


# To report a comment: the step where one chooses, and the two forms.
REPORT_WAYS = {"": "", ", charter": "?kind=charter", ", illegal": "?kind=illegal"}


@cache
def _known(site: RunningSite) -> dict[str, object]:
    known: dict[str, object] = json.loads(site.manage("shell", "--no-imports", "-c", ASKED).stdout)
    return known


def article(site: RunningSite, uri: str = STARTED_FROM) -> str:
    """Return the path of an article of the edition."""
    articles = _known(site)["articles"]
    assert isinstance(articles, dict)
    return str(articles[uri])


def signed_out(site: RunningSite) -> dict[str, str]:
    """Return a page of each kind that everybody may open, the page that is not there among them."""
    known = _known(site)
    return {
        "front": "/",
        "article": article(site),
        "article, discussed": article(site, DISCUSSED),
        "article, walled": article(site, WALLED),
        "article, in English": article(site, IN_ENGLISH),
        **{kind: str(known[kind]) for kind in ("section", "contributor", "tag", "appeal")},
        "discussion": f"/discussions/{known['discussion']}/",
        **{kind: f"/{kind}/" for kind in ("charter", "terms", "privacy", "legal", "accessibility", "plans")},
        "sign in": "/accounts/login/",
        "sign up": "/accounts/signup/",
        "password reset": "/accounts/password/reset/",
        **{f"report{of}": f"/comments/{known['comment']}/report/{way}" for of, way in REPORT_WAYS.items()},
        "report, followed": str(known["report"]),
        "not there": "/nowhere/at-all-999999",
    }


def signed_in(site: RunningSite) -> dict[str, str]:
    """Return a page of each kind that takes an account."""
    return {
        "article, with the form": article(site),
        "account": "/account/",
        "contributions": "/account/contributions/",
        "decision": str(_known(site)["decision"]),
        "report, signed in": f"/comments/{_known(site)['comment']}/report/?kind=charter",
        "password change": "/accounts/password/change/",
        "address change": "/accounts/email/",
        "sign out": "/accounts/logout/",
    }
