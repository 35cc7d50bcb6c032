"""What the page of an article weighs for who opens it first: within what the paper promises."""

from dataclasses import replace

import pytest

from tests.benchmarks import weighing
from tests.browser import kinds
from tests.browser.conftest import Come
from tests.running import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.mark.parametrize("width", weighing.WIDTHS)
def test_an_article_weighs_no_more_than_its_budget(come: Come, site: RunningSite, width: int) -> None:
    visitor = come(viewport={"width": width, "height": weighing.HEIGHT})

    weight = weighing.weigh(visitor.page, site.address + kinds.article(site))

    assert list(weight.over(weighing.BUDGET)) == []
    assert min(weight.html, weight.css, weight.js, weight.font, weight.requests) > 0


def test_what_is_over_the_budget_is_named() -> None:
    heavy = replace(weighing.BUDGET, css=weighing.BUDGET.css + 1, moved=0.03)

    assert list(heavy.over(weighing.BUDGET)) == ["css: 12001, of at most 12000", "moved: 0.03, of at most 0.02"]
