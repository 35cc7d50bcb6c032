"""The admin under the paper's strict policy: no page of anybody of the staff asks elsewhere, breaks or is stopped."""

import pytest

from newsroom import demo_accounts
from tests.browser.conftest import Come
from tests.browser.walk import Desk

pytestmark = pytest.mark.browser


# Between them, these two may do whatever the staff may.
@pytest.mark.parametrize(
    "person", [demo_accounts.CHIEF_MODERATOR, demo_accounts.PUBLISHER], ids=lambda person: person.part
)
def test_every_page_of_the_desk_opens(come: Come, person: demo_accounts.Person) -> None:
    desk = Desk.of(come())
    desk.sit_down(person.email)

    lists = desk.links("#content-main .app-list, #content-main .module")
    opened = []
    for path in lists:
        desk.open(path)
        for row in desk.links("#result_list tbody, .desk-list tbody")[:1]:
            desk.open(row)
            opened.append(row)
    assert len(lists) > 5
    assert len(opened) > 3
