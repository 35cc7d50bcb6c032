"""The player beyond play and pause: keys, the system's own, the next article, what was corrected, who may not."""

import json

import pytest
from playwright.sync_api import Page, expect

from newsroom import demo_accounts
from tests.browser import kinds
from tests.browser.conftest import Come
from tests.browser.test_listening import MARKED, SOUND, play, sound, until
from tests.browser.walk import Visitor
from tests.running import RunningSite

pytestmark = pytest.mark.browser

# What the page gave to the system, kept where a test finds it: no script may press the keys of a headset.
KEPT = """
window.given = {};
const give = MediaSession.prototype.setActionHandler;
MediaSession.prototype.setActionHandler = function (action, act) {
  window.given[action] = act;
  return give.call(this, action, act);
};
"""
STALE = "from articles.models import Narration; Narration.objects.filter(article={}).make_stale()"
OTHERS = """
import json
from articles.models import Article, GiftLink
from django.utils import timezone
from tests import factories
from tests.newsroom import in_front
lapsed, giver = factories.subscriber("Léontine Passé"), factories.subscriber("Aubin Donneur")
lapsed.subscriptions.update(ends_at=timezone.now())
gift = GiftLink.objects.offer(Article.objects.get(pk={}), by=giver)
print(json.dumps({{"lapsed": in_front.session(lapsed), "gift": gift.get_absolute_url()}}))
"""


def shell(site: RunningSite, command: str) -> str:
    return site.manage("shell", "--no-imports", "-c", command).stdout


@pytest.fixture
def listener(come: Come, site: RunningSite) -> Visitor:
    """The demonstration's subscriber, who wants nothing to move, before an article that is read aloud."""
    visitor = come(reduced_motion="reduce", wanted=(404,))
    visitor.page.add_init_script(KEPT)
    path = kinds.spoken(site)
    visitor.open(f"/accounts/login/?next={path}")
    visitor.sign_in(demo_accounts.SUBSCRIBER.email)
    return visitor


def at(page: Page, seconds: float) -> str:
    """Return what is true once the sound stands about there."""
    return f"Math.abs({SOUND}.currentTime - {seconds}) < 3"


def test_keys_and_the_system_play_it_and_the_next_article_follows(listener: Visitor, site: RunningSite) -> None:
    page = listener.page
    following = page.get_attribute(".related .card a >> nth=0", "href") or ""
    site.beside(NEWSROOM_VOICE="pico").manage("narrate", following.rpartition("-")[2])
    page.reload()
    expect(page.locator("[data-next]")).to_have_attribute("href", f"{following}#narration")
    play(page)
    # So slow that it stands where it was put, however long the machine takes to look.
    page.evaluate(f"{SOUND}.playbackRate = 0.1")

    page.evaluate(f"{SOUND}.currentTime = 30")
    page.keyboard.press("l")
    until(page, at(page, 40))
    page.keyboard.press("j")
    page.keyboard.press("j")
    until(page, at(page, 21))
    page.keyboard.press("Control+l")
    page.keyboard.press("k")
    assert page.evaluate(f"{SOUND}.paused")
    until(page, at(page, 21))
    # The keys are the player's own: nowhere else do they mean anything.
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("k")
    assert page.evaluate(f"{SOUND}.paused")

    assert page.evaluate("navigator.mediaSession.metadata.title") == page.inner_text("h1.headline").replace(
        "\u202f", " "
    )
    page.evaluate("given.play()")
    page.evaluate("given.seekforward({})")
    until(page, at(page, 31))
    page.evaluate("given.seekbackward({ seekOffset: 20 })")
    until(page, at(page, 11))
    page.evaluate("given.seekto({ seekTime: 50 })")
    until(page, f"{at(page, 50)} && {MARKED}.length > 10")

    # Whoever wants nothing to move sees nothing move: the sentences are marked, and the page stays where it is.
    where = page.evaluate("scrollY")
    page.evaluate(f"{SOUND}.currentTime = {SOUND}.duration * 0.8")
    until(page, f"!{SOUND}.seeking && {MARKED}.length > 10")
    assert page.evaluate("scrollY") == where
    assert page.evaluate("document.getAnimations().length") == 0

    page.check("[data-chain]")
    page.evaluate(f"{SOUND}.playbackRate = 1")
    page.evaluate(f"{SOUND}.currentTime = {SOUND}.duration - 0.5")
    page.evaluate("given.play()")
    page.wait_for_url(f"**{following}#narration")
    until(page, f"{SOUND}.currentTime > 0.2 && !{SOUND}.paused")
    assert page.is_checked("[data-chain]")


def test_what_was_corrected_since_the_page_was_shown_is_not_played_and_the_page_says_so(
    listener: Visitor, site: RunningSite
) -> None:
    page = listener.page
    path = kinds.article(site, kinds.DISCUSSED)
    number = path.rpartition("-")[2]
    site.beside(NEWSROOM_VOICE="pico").manage("narrate", number)
    listener.open(path)
    shell(site, STALE.format(number))

    page.locator("[data-skip='10']").focus()
    page.keyboard.press("k")

    expect(page.locator("[data-trouble]")).to_contain_text("Rechargez la page")
    assert sound(page, "currentTime") == 0
    sent = listener.open(path)
    assert "<audio" not in sent


def test_neither_a_lapsed_subscription_nor_a_gift_is_heard(come: Come, site: RunningSite) -> None:
    path = kinds.spoken(site)
    number = path.rpartition("-")[2]
    others = json.loads(shell(site, OTHERS.format(number)))

    for cookie, opened in ((others["lapsed"], path), ("", others["gift"])):
        other = come(wanted=(403,))
        if cookie:
            other.page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site.address}])
        sent = other.open(opened)
        expect(other.page.locator(".narration")).to_contain_text("Lecture audio réservée aux abonnés")
        assert "/audio/" not in sent
        for more in ("", "/cues"):
            assert other.page.request.get(f"{site.address}/audio/{number}{more}").status == 403
