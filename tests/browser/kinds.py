"""The kinds of pages of the site, by the addresses they have in the demonstration edition."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256

from playwright.sync_api import Page

from newsroom import demo_accounts
from newsroom.demo_edition import STARTED_FROM, URIS
from tests.browser import busy_desk, editors_desk, extremes
from tests.browser.walk import Visitor
from tests.running import RunningSite

WALLED = f"{URIS}passerelle-des-tanneurs-onze-ans-et-neuf-metres-de-vide"
METERED = f"{URIS}nuit-blanche-au-col-de-la-sarve"
DISCUSSED = f"{URIS}valmeray-eteint-une-rive-sur-deux"
# Who works at the desk, behind a second factor.
STAFF = (demo_accounts.MODERATOR.email, demo_accounts.CHIEF_MODERATOR.email, demo_accounts.EDITOR.email)
SPOKEN = f"{URIS}les-locataires-du-viaduc"
IN_ENGLISH = f"{URIS}the-night-train-is-back-and-it-is-full"
ASKED = """
import json
from articles.models import Article, Contributor, GiftLink, Section, Tag
from comments import tokens
from comments.models import Charter, Comment, Report
from comments.models.sender import Sender
from newsroom import demo_accounts
from newsroom.subscribers import order_letters, payments
from newsroom.subscribers.models import Order, Plan
from newsroom.subscribers.payment.event import Kind
from newsroom.subscribers.payment.trial import Trial
from newsroom.subscribers.models import User
author, moderator = (User.objects.get(email=one.email) for one in (demo_accounts.SUBSCRIBER, demo_accounts.MODERATOR))
# Never shown, so that no other page changes: what its author reads about a decision.
refused, made = Comment.objects.get_or_create(author=author, idempotency_key="refused", defaults={
    "article": Article.objects.first(), "body": "Il faut être un âne pour écrire cela."})
rule = Charter.objects.current().rules.first()
decided = refused.refuse(by=moderator, rule=rule, explanation=rule.explanation) if made else refused.decisions.get()
comment = Comment.objects.reachable().first()
# A contract that renews itself, with the letter about it.
plan = Plan.objects.first()
terms = {"plan_name": plan.name, "price_cents": plan.price_cents, "period": plan.period, "currency": plan.currency}
contract, made = Order.objects.get_or_create(user=author, plan=plan, provider="test", defaults=terms)
if made:
    payments.receive(Trial(), *Trial().tell(contract, Kind.PAID))
walled = Article.objects.published().filter(access="subscribers").first()
print(json.dumps({
    "articles": {one.uri: one.get_absolute_url() for one in Article.objects.select_related("section")},
    "section": Section.objects.first().get_absolute_url(),
    "contributor": Contributor.objects.first().get_absolute_url(),
    "tag": Tag.objects.first().get_absolute_url(),
    "comment": comment.pk,
    "decision": decided.get_absolute_url(),
    "order": f"/plans/{plan.slug}/order/",
    "trial": f"/payments/trial/{contract.reference}/",
    "cancellation, kept": f"/cancellation/kept/{order_letters.keep_token(contract)}/",
    "appeal": tokens.for_author(decided),
    "discussion": comment.article_id,
    "gift": GiftLink.objects.offer(walled, by=author).get_absolute_url(),
    "report": Report.objects.file(comment, sender=Sender(address="203.0.113.7"), rule=rule)[0].get_absolute_url(),
}))
"""


# What else the site holds, by the module that brings it in once and says where it stands.
BROUGHT = "import json; from tests.browser import {0}; print(json.dumps({0}.fill()))"

# To report a comment: the step where one chooses, and the two forms.
REPORT_WAYS = {"": "", ", charter": "?kind=charter", ", illegal": "?kind=illegal"}


def _told(site: RunningSite, script: str) -> dict[str, object]:
    """Return what the script says inside the site: it runs once, and a copy of the site's folder has its answer."""
    kept = site.data / f"told-{sha256(script.encode()).hexdigest()[:12]}.json"
    if not kept.exists():
        kept.write_text(site.manage("shell", "--no-imports", "-c", script).stdout, encoding="utf-8")
    told: dict[str, object] = json.loads(kept.read_text(encoding="utf-8"))
    return told


def _known(site: RunningSite) -> dict[str, object]:
    return _told(site, ASKED)


def _brought(site: RunningSite, module: str) -> dict[str, str]:
    return {name: str(value) for name, value in _told(site, BROUGHT.format(module)).items()}


def article(site: RunningSite, uri: str = STARTED_FROM) -> str:
    """Return the path of an article of the edition."""
    articles = _known(site)["articles"]
    assert isinstance(articles, dict)
    return str(articles[uri])


def spoken(site: RunningSite) -> str:
    """Return the path of an article that is read aloud, by the voice that every paper has."""
    path = article(site, SPOKEN)
    if not (read := site.data / "read-aloud").exists():
        site.beside(NEWSROOM_VOICE="pico").manage("narrate", path.rpartition("-")[2])
        read.touch()
    return path


def signed_out(site: RunningSite) -> dict[str, str]:
    """Return a page of each kind that everybody may open, the page that is not there among them."""
    known = _known(site)
    return {
        "front": "/",
        "article": article(site),
        "article, discussed": article(site, DISCUSSED),
        "article, walled": article(site, WALLED),
        "article, metered": article(site, METERED),
        "article, spoken": spoken(site),
        "article, offered": str(known["gift"]),
        "article, in English": article(site, IN_ENGLISH),
        **{kind: str(known[kind]) for kind in ("section", "contributor", "tag", "appeal")},
        "discussion": f"/discussions/{known['discussion']}/",
        **{kind: f"/{kind}/" for kind in ("charter", "terms", "privacy", "legal", "accessibility", "plans")},
        "cancellation": "/cancellation/",
        "cancellation, received": "/cancellation/received/",
        "cancellation, kept": str(known["cancellation, kept"]),
        "renunciation": "/renunciation/",
        "sign in": "/accounts/login/",
        "sign in, by code": "/accounts/login/code/",
        "account closed": "/account/closed/",
        "sign up": "/accounts/signup/",
        "password reset": "/accounts/password/reset/",
        **{f"report{of}": f"/comments/{known['comment']}/report/{way}" for of, way in REPORT_WAYS.items()},
        "report, followed": str(known["report"]),
        "archive": "/archive/",
        "archive, a year": "/archive/2026/",
        "archive, a month": "/archive/2026/11/",
        "archive, a day": "/archive/2013/07/19/",
        "search": "/search/?q=ville",
        "search, empty": "/search/",
        "search, nothing": "/search/?q=grumeau+introuvable&period=week",
        "not there": "/nowhere/at-all-999999",
    }


def signed_in(site: RunningSite) -> dict[str, str]:
    """Return a page of each kind that takes an account."""
    return {
        "article, with the form": article(site),
        "article, listening": spoken(site),
        "account": "/account/",
        "subscription": "/account/subscription/",
        "order": str(_known(site)["order"]),
        "trial": str(_known(site)["trial"]),
        "cancellation, signed in": "/cancellation/",
        "gifts": "/account/gifts/",
        "contributions": "/account/contributions/",
        "decision": str(_known(site)["decision"]),
        "report, signed in": f"/comments/{_known(site)['comment']}/report/?kind=charter",
        "my data": "/account/data/",
        "closing": "/account/closing/",
        "password change": "/accounts/password/change/",
        "address change": "/accounts/email/",
        "security": "/accounts/2fa/",
        "security, an app": "/accounts/2fa/totp/activate/",
        "security, a passkey": "/accounts/2fa/webauthn/add/",
        "sessions": "/accounts/sessions/",
        "sign out": "/accounts/logout/",
    }


@dataclass(frozen=True, slots=True)
class Kind:
    """A page as somebody sees it: signed in where an address is given, after what they did on it."""

    path: str
    person: str = ""
    then: Callable[[Page], None] | None = None


def everybody(site: RunningSite) -> dict[str, Kind]:
    """Return all of them: the readers', then the desk's on a busy day, which the site has from then on."""
    kinds = {kind: Kind(path) for kind, path in signed_out(site).items()}
    kinds |= {kind: Kind(path, demo_accounts.SUBSCRIBER.email) for kind, path in signed_in(site).items()}
    day = _brought(site, "editors_desk")
    edited = {"corrections": Kind("/corrections/"), "article, corrected": Kind(day["corrected"])}
    edited |= {kind: Kind(day[kind]) for kind in ("preview", "preview, ended")}
    extreme = {name: Kind(*opened) for name, opened in extremes.pages(_brought(site, "extremes")).items()}
    return kinds | edited | extreme | _moderated(site) | _at_the_desk(site)


def show(visitor: Visitor, kind: Kind) -> None:
    """Open the page, and do what leads to what it is to show."""
    visitor.open(kind.path)
    if kind.then:
        kind.then(visitor.page)


def _moderated(site: RunningSite) -> dict[str, Kind]:
    """Return the pages on which a reader meets the moderation."""
    day = _brought(site, "busy_desk")
    return {
        "report, answered": Kind(day["answer"]),
        "report, received": Kind(f"/comments/{_known(site)['comment']}/report/?kind=charter", then=_report),
        "appeal, to make": Kind(day["to_contest"]),
        "appeal, made": Kind(day["waiting"]),
        "appeal, answered": Kind(day["answered"]),
        "transparency": Kind("/transparency/"),
        "warned": Kind("/account/contributions/", busy_desk.WARNED),
        "warned, article": Kind(article(site), busy_desk.WARNED),
        "suspended": Kind("/account/contributions/", busy_desk.STRUCK),
        "suspended, article": Kind(article(site), busy_desk.STRUCK),
        "suspended, statement": Kind(day["statement"], busy_desk.STRUCK),
        "withdrawal": Kind(f"/comments/{day['held']}/withdrawal/", busy_desk.STRUCK),
        "answers by e-mail": Kind("/account/reply-notices/", busy_desk.STRUCK),
    }


def _at_the_desk(site: RunningSite) -> dict[str, Kind]:
    """Return the pages of the desk: what a moderator works with, and what only the chief may."""
    day, desk = _brought(site, "busy_desk"), "/admin/comments"
    queue, word_rule = f"{desk}/queuedcomment/", f"{desk}/wordrule/{day['word_rule']}/change/"
    of_moderators = {
        "style guide": Kind("/styleguide/"),
        "desk": Kind("/admin/"),
        "desk, queue": Kind(queue),
        "desk, queue filtered": Kind(f"{queue}?q=grumeau&age=older", then=_open_filters),
        "desk, bulk": Kind(queue, then=_tick),
        "desk, bulk preview": Kind(queue, then=_preview_bulk),
        "desk, examination": Kind(f"{desk}/comment/{day['held']}/change/"),
        "desk, comments": Kind(f"{desk}/comment/"),
        "desk, reports": Kind(f"{desk}/report/"),
        "desk, report": Kind(f"{desk}/report/{day['report']}/change/"),
        "desk, proposals": Kind(f"{desk}/proposal/"),
        "desk, member": Kind(f"{desk}/sanction/member/{day['member']}/"),
        "desk, sanctions": Kind(f"{desk}/sanction/"),
        "desk, decisions": Kind(f"{desk}/decision/"),
        "desk, discussions": Kind(f"{desk}/discussion/"),
        "desk, discussion": Kind(f"{desk}/discussion/of/{_known(site)['discussion']}/"),
        "desk, figures": Kind(f"{desk}/decision/figures/"),
        "desk, charters": Kind(f"{desk}/charter/"),
    }
    of_the_chief = {
        "desk, chief": Kind("/admin/"),
        "desk, appeals": Kind(f"{desk}/appeal/"),
        "desk, appeal": Kind(f"{desk}/appeal/{day['appeal']}/change/"),
        "desk, word rules": Kind(f"{desk}/wordrule/"),
        "desk, word rule": Kind(word_rule),
        "desk, word rule preview": Kind(f"{desk}/wordrule/add/", then=_preview_rule),
        "desk, proposal": Kind(f"{desk}/sanction/member/{day['proposed']}/"),
        "desk, ladder": Kind(f"{desk}/ladderstep/"),
        "desk, policy": Kind(f"{desk}/policy/"),
    }
    by_person = zip(STAFF, (of_moderators, of_the_chief, _edited(site)), strict=True)
    return {name: replace(kind, person=person) for person, kinds in by_person for name, kind in kinds.items()}


def _edited(site: RunningSite) -> dict[str, Kind]:
    """Return the pages of the editors' desk."""
    opened = editors_desk.pages(_brought(site, "editors_desk"))
    return {name: Kind(path, then=then) for name, (path, then) in opened.items()}


def _report(page: Page) -> None:
    page.check("[name=rule] >> nth=1")
    page.fill("[name=email]", "zoe@ailleurs.invalid")
    page.locator("main form[method=post] button").click()
    page.locator(".report-reference").wait_for()


def _open_filters(page: Page) -> None:
    if not page.locator(".desk-filter-fields").is_visible():
        page.click(".desk-filters summary")


def _tick(page: Page) -> None:
    for box in page.locator("input.action-select").all()[:2]:
        box.check()
    page.click("button[formaction$='/bulk/']")
    page.locator("input[name=stroke]").first.wait_for()


def _preview_bulk(page: Page) -> None:
    _tick(page)
    page.check("input[name=stroke][value=take]")
    page.select_option("select[name=rule]", index=2)
    page.fill("[name=explanation]", busy_desk.WHY)
    page.locator("form.desk-confirmation button[type=submit]").click()
    page.locator("button[name=confirmed]").wait_for()


def _preview_rule(page: Page) -> None:
    page.fill("[name=phrase]", "passerelle")
    page.check("[name=action][value=refuse]")
    page.select_option("[name=rule_number]", index=1)
    page.locator("#content-main form button").first.click()
    page.locator("[name=save]").wait_for()
