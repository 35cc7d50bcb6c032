"""From a stranger to a first comment: sign up from an article, follow the mailed link, subscribe, react."""

import re

import pytest
from playwright.sync_api import expect

from newsroom.demo_edition import STARTED_FROM
from tests.browser import kinds
from tests.browser.conftest import Come
from tests.browser.walk import letter_to
from tests.running import RunningSite

pytestmark = pytest.mark.browser

SUBSCRIBE = """
from newsroom.subscribers.models import Subscription, User
Subscription(user=User.objects.get(email="{}")).grant(by=None, source=Subscription.Source.COMMAND)
"""


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_a_stranger_to_a_first_comment(come: Come, site: RunningSite, scripts: bool) -> None:
    name = "Yvonne" if scripts else "Yvette"
    address = f"{name.lower()}@exemple.invalid"
    reader = come(java_script_enabled=scripts)
    article = kinds.article(site, STARTED_FROM)

    reader.open(article)
    reader.panel("signed-out").get_by_role("link").click()
    reader.page.locator("main a[href*='/accounts/signup/']").click()
    reader.page.fill("input[name=email]", address)
    reader.page.fill("input[name=display_name]", name)
    reader.page.fill("input[name=password1]", "quatre mots sans aucun rapport")
    reader.page.locator("form:has(input[name=password1]) button").click()
    letter = letter_to(site, address, "/accounts/confirm-email/").get_content()
    (link,) = re.findall(r"^http://\S+$", letter, re.MULTILINE)[:1]
    reader.open(link.removeprefix(site.environ["NEWSROOM_ADDRESS"]))
    reader.page.locator("main form button").click()

    reader.page.wait_for_url(f"**{article}*")
    expect(reader.panel("no-subscription")).to_be_visible()
    site.manage("shell", "--no-imports", "-c", SUBSCRIBE.format(address))
    reader.open(article)
    reader.send(f"Mon premier avis, dit {name}.")

    reader.sees(f"Mon premier avis, dit {name}.")


def test_sign_in_with_a_mailed_code(come: Come, site: RunningSite) -> None:
    reader = come()
    article = kinds.article(site, STARTED_FROM)
    reader.open(article)
    reader.panel("signed-out").get_by_role("link").click()
    reader.page.locator("main a[href*='/accounts/login/code/']").click()
    reader.page.fill("input[name=email]", "jeanne.t@exemple.invalid")
    reader.page.locator("form:has(input[name=email]) button").click()
    letter = letter_to(site, "jeanne.t@exemple.invalid", "quinze minutes").get_content()
    (code,) = re.findall(r"^\d{4}-\d{4}$", letter, re.MULTILINE)

    reader.page.fill("input[name=code]", code)
    reader.page.locator("form:has(input[name=code]) button").click()

    expect(reader.text).to_be_in_viewport()
    assert reader.page.url == f"{site.address}{article}#comment-form"
