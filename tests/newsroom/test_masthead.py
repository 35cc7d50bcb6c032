"""The head of every page: who is offered a subscription there."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article
from newsroom.subscribers.models import User
from tests.articles.pages import text_of

pytestmark = pytest.mark.once

type Browse = Callable[[User], Client]


@pytest.mark.parametrize(
    ("who", "is_offered"), [(None, True), ("chloe", True), ("david", True), ("alice", False), ("edith", False)]
)
def test_a_subscription_is_offered_to_whom_it_opens_something(
    request: pytest.FixtureRequest,
    client: Client,
    browse: Browse,
    free_article: Article,
    who: str | None,
    is_offered: bool,
) -> None:
    reader = browse(request.getfixturevalue(who)) if who else client

    head = text_of(reader, "/").partition("</header>")[0]

    assert (f'href="{reverse("plans")}"' in head) is is_offered
