"""Who does what at the editors' desk: one table of deeds, by group."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Correction, FrontOrder, Picture, PreviewLink, Section
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.desk import ADD, Browse, form_of, shown, typed
from tests.articles.test_picture_admin import upload

pytestmark = pytest.mark.once

PICTURE = "/admin/articles/picture/"
WORDS = {"alt_text": "Un autre pont.", "caption": "", "credit": "© Maud", "focal_x": 50, "focal_y": 50}


class Desk:
    """What somebody tries at the desk; each deed says whether it was done."""

    def __init__(self, client: Client, public: Article, draft: Article) -> None:
        self.client, self.public, self.draft = client, public, draft

    def page(self, article: Article, word: str) -> str:
        return form_of(article).replace("change/", f"{word}/")

    def write(self) -> bool:
        self.client.post(ADD, typed(self.draft.section, headline="Nouveau"))
        return Article.objects.filter(headline="Nouveau").exists()

    def rewrite_a_draft(self) -> bool:
        return self._rewrite(self.draft)

    def rewrite_what_is_published(self) -> bool:
        return self._rewrite(self.public)

    def publish(self) -> bool:
        return self._ask(self.draft, "publish", "published")

    def schedule(self) -> bool:
        return self._ask(self.draft, "schedule", "published")

    def withdraw(self) -> bool:
        return self._ask(self.public, "withdraw", "withdrawn")

    def correct(self) -> bool:
        self.client.post(self.page(self.public, "corrections"), {"text": "Mardi."})
        return Correction.objects.exists()

    def arrange_the_front(self) -> bool:
        self.client.post("/admin/articles/article/front/", {"move": f"lead:{self.public.pk}", "seen": 0})
        return FrontOrder.objects.exists()

    def show_a_draft_by_link(self) -> bool:
        self.client.post(self.page(self.draft, "previews"))
        return PreviewLink.objects.exists()

    def add_a_section(self) -> bool:
        self.client.post("/admin/articles/section/add/", {"name": "Sciences", "slug": "sciences", "position": 3})
        return Section.objects.filter(slug="sciences").exists()

    def reword_a_picture(self) -> bool:
        return self._reword()

    def reword_a_picture_that_leads_what_is_published(self) -> bool:
        Article.objects.filter(pk=self.public.pk).update(lead_picture=Picture.objects.get())
        return self._reword()

    def reword_a_picture_in_what_is_scheduled(self) -> bool:
        image = f'<img src="/media/{Picture.objects.get().image}" alt="">'
        Article.objects.filter(pk=self.draft.pk).update(body=image)
        self.draft.publish(by=None, at=timezone.now() + timedelta(hours=1))
        return self._reword()

    def _reword(self) -> bool:
        self.client.post(f"{PICTURE}{Picture.objects.get().pk}/change/", WORDS)
        return Picture.objects.get().alt_text == WORDS["alt_text"]

    def _rewrite(self, article: Article) -> bool:
        page = self.client.get(form_of(article))
        can_write = page.status_code == 200 and 'name="headline"' in page.content.decode()
        form: dict[str, Any] = shown(self.client, article) if can_write else typed(article.section)
        self.client.post(form_of(article), form | {"headline": "Récrit"})
        return Article.objects.get(pk=article.pk).headline == "Récrit"

    def _ask(self, article: Article, verb: str, status: str) -> bool:
        at = f"{timezone.localtime() + timedelta(hours=2):%Y-%m-%dT%H:%M}"
        form = {"verb": verb, "seen": article.version, "confirmed": "1", "at": at}
        self.client.post(self.page(article, "publication"), form)
        return Article.objects.get(pk=article.pk).status == status


WRITERS, EDITORS = {"Reporter", "Editor", "Publisher"}, {"Editor", "Publisher"}
MAY = {
    Desk.write: WRITERS,
    Desk.rewrite_a_draft: WRITERS,
    Desk.show_a_draft_by_link: WRITERS,
    Desk.reword_a_picture: WRITERS,
    Desk.rewrite_what_is_published: EDITORS,
    Desk.reword_a_picture_that_leads_what_is_published: EDITORS,
    Desk.reword_a_picture_in_what_is_scheduled: EDITORS,
    Desk.publish: EDITORS,
    Desk.schedule: EDITORS,
    Desk.withdraw: EDITORS,
    Desk.correct: EDITORS,
    Desk.arrange_the_front: EDITORS,
    Desk.add_a_section: EDITORS,
}


@pytest.mark.parametrize("group", ["Reporter", "Editor", "Publisher", "Moderator", "Chief moderator"])
@pytest.mark.parametrize("deed", MAY, ids=lambda deed: deed.__name__)
def test_each_group_does_what_the_table_says(
    browse: Browse, edith: User, media: Path, free_article: Article, draft_article: Article, deed: Any, group: str
) -> None:
    browse(edith).post(f"{PICTURE}add/", {"image": upload(), "alt_text": "Un pont.", "credit": "© Maud"})
    client = browse(factories.staff("Quelqu’un", group))

    assert deed(Desk(client, free_article, draft_article)) is (group in MAY[deed])


def test_a_reporter_is_told_that_they_may_not_reword_what_readers_see(
    browse: Browse, renee: User, edith: User, media: Path, free_article: Article
) -> None:
    browse(edith).post(f"{PICTURE}add/", {"image": upload(), "alt_text": "Un pont.", "credit": "© Maud"})
    Article.objects.update(lead_picture=Picture.objects.get())
    client = browse(renee)
    address = f"{PICTURE}{Picture.objects.get().pk}/change/"

    assert client.get(address).status_code == 200
    assert client.post(address, WORDS).status_code == 403
