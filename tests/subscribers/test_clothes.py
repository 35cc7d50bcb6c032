"""Every page of the accounts library wears the paper's clothes, and needs nothing that the policy forbids."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from newsroom.subscribers.models import User
from tests.subscribers.visits import sign_in

pytestmark = pytest.mark.once

KEY = {"key": "made-up", "uidb36": "1"}


def pages() -> list[str]:
    """Return an address of each page of the accounts library."""
    names = sorted({name for name in get_resolver().reverse_dict if str(name).startswith("account_")})
    found = []
    for name in names:
        for arguments in ({}, {"key": "made-up"}, KEY):
            try:
                found.append(reverse(name, kwargs=arguments))
                break
            except NoReverseMatch:
                continue
    assert len(found) == len(names) > 12
    return found


@pytest.mark.parametrize("signed_in", [False, True])
def test_every_page_is_ours_or_leads_to_one(client: Client, zoe: User, signed_in: bool) -> None:
    if signed_in:
        sign_in(client, zoe.email)
    for page in pages():
        answer = client.get(page, follow=True)
        text = answer.content.decode()

        assert answer.status_code == 200, page
        assert 'class="masthead' in text, page
        assert "Menu:" not in text, page
        assert "<h1" in text, page
        assert " style=" not in text, page
        assert "<script>" not in text, page


def test_pages_with_a_key_or_a_form_are_no_matter_for_search_engines(client: Client, db: None) -> None:
    for page in ("/accounts/login/", "/accounts/signup/", "/accounts/confirm-email/made-up/"):
        assert '<meta name="robots" content="noindex">' in client.get(page).content.decode()
