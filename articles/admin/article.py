"""Articles in the admin: written, published and withdrawn by the model's own verbs."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import body, publication_checks
from articles.admin import correction, front, preview, publication, version
from articles.admin.page import address, editor
from articles.forms import ArticleForm, BylineForm, BylineFormSet, byline_changed
from articles.models import Article, Byline, Presence, Revision, StaleArticle
from newsroom.audit.models import Entry

WHO_READS = gettext_lazy("Who reads the whole article. Until somebody chooses, it is for subscribers.")


class BylineInline(admin.TabularInline[Byline, Article]):
    """Who signs, in order."""

    model = Byline
    form = BylineForm
    formset = BylineFormSet
    autocomplete_fields = ("contributor",)
    extra = 1


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin[Article]):
    """A status is never edited: an article is published and withdrawn."""

    form = ArticleForm
    inlines = (BylineInline,)
    fieldsets = (
        (gettext_lazy("Words"), {"fields": ("kicker", "headline", "slug", "standfirst", "dateline", "body")}),
        (gettext_lazy("Place"), {"fields": ("section", "tags", "lead_picture", "language")}),
        (gettext_lazy("Access"), {"fields": ("access",), "description": WHO_READS}),
        (
            gettext_lazy("Publication"),
            {"fields": ("status", "embargo_until", "published_at", "modified_at", "withdrawn_at", "uri")},
        ),
    )
    readonly_fields = ("status", "published_at", "modified_at", "withdrawn_at", "uri")
    radio_fields = {"access": admin.VERTICAL}
    autocomplete_fields = ("lead_picture", "tags")
    prepopulated_fields = {"slug": ("headline",)}
    list_display = ("headline", "section", "access", "stands", "published_at")
    list_filter = ("status", "access", "section")
    list_select_related = ("section",)
    list_per_page = 50
    search_fields = ("headline", "kicker", "=uri")
    show_full_result_count = False
    save_on_top = True
    actions = ("publish", "withdraw")

    @admin.display(description=gettext_lazy("state"), ordering="status")
    def stands(self, article: Article) -> str:
        """Where the article stands: what is scheduled is not yet published."""
        return str(publication.STATES[publication.state(article)])

    def get_urls(self) -> list[URLPattern]:
        arranged = self.admin_site.admin_view(partial(front.front, desk=self))
        pages = [
            path("front/", arranged, name="articles_article_front"),
            address(self, "publication", publication.publication),
            address(self, "corrections", correction.corrections),
            address(self, "versions", version.versions),
            address(self, "versions", version.version, more="<int:number>/"),
            address(self, "previews", preview.previews),
            address(self, "previews", preview.revocation, more="<int:link>/revocation/"),
            address(self, "presence", version.presence),
        ]
        return [*pages, *super().get_urls()]

    @admin.action(
        description=gettext_lazy("Publish"),
        description_plural=gettext_lazy("Publish the selected articles"),
        permissions=["publish"],
    )
    def publish(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        """Publish each article now, or at the end of its embargo; not one in which something must be mended."""
        for article in articles.select_related("section", "lead_picture"):
            try:
                _refuse_what_blocks(article)
                article.publish(by=editor(request))
            except (StaleArticle, ValidationError) as error:
                self._not_moved(request, article, error)
            else:
                self.message_user(request, publication.in_words(article), messages.SUCCESS)

    @admin.action(
        description=gettext_lazy("Withdraw"),
        description_plural=gettext_lazy("Withdraw the selected articles"),
        permissions=["publish"],
    )
    def withdraw(self, request: HttpRequest, articles: QuerySet[Article]) -> HttpResponse | None:
        """Take each article from its readers, once the editor has read what that does."""
        if not request.POST.get("confirmed"):
            context = {**self.admin_site.each_context(request), "opts": self.opts, "articles": articles}
            context["title"] = _("Withdraw these articles?")
            return TemplateResponse(request, "admin/articles/article/withdrawals.html", context)
        for article in articles:
            try:
                article.withdraw(by=editor(request))
            except StaleArticle as error:
                self._not_moved(request, article, error)
            else:
                words = _("“%(headline)s” is withdrawn.") % {"headline": article.headline}
                self.message_user(request, words, messages.SUCCESS)
        return None

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method == "POST" and object_id and (article := self._published_meanwhile(request, object_id)):
            return version.not_kept(request, article, desk=self)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except StaleArticle:
            # Somebody saved between the look and the save: the form, read again, shows both texts.
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_formset_kwargs(self, request: HttpRequest, obj: Article, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "POST" and obj.pk and byline_changed(obj, request.POST.get("seen", "")):
            # Rows that a colleague took away could never be sent again: those that are there are shown.
            kwargs = {name: value for name, value in kwargs.items() if name not in {"data", "files"}}
        return kwargs

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> HttpResponse:
        if obj and self.has_change_permission(request, obj):
            Presence.objects.note(obj, editor(request))
            context["others"] = Presence.objects.others(obj, editor(request))
        if obj:
            context |= publication.panel(request, obj)
        form = context["adminform"].form
        html = str(form["body"].value() or "") if "body" in form.fields else ""
        context["body_pictures"] = {name: body.said(one) for name, one in body.pictures(html).items()}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool) -> None:
        # What exists is saved with its byline and its tags, as one version.
        if not change:
            with Entry.objects.recorded(actor=editor(request), action="article.create", subject=obj):
                obj.save()

    def save_related(self, request: HttpRequest, form: ArticleForm, formsets: Any, change: bool) -> None:
        beside = {"tags"} & set(form.changed_data) | (
            {"byline"} if any(one.has_changed() for one in formsets) else set()
        )
        if not change:
            super().save_related(request, form, formsets, change)
            Revision.objects.keep(form.instance, by=editor(request))
        elif form.revised | beside:
            with form.instance.revised(by=editor(request), fields=form.revised | beside, seen=form.version_seen):
                super().save_related(request, form, formsets, change)
        else:
            super().save_related(request, form, formsets, change)

    def view_on_site(self, obj: Article) -> str:
        return obj.get_absolute_url()

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether the person may publish and withdraw."""
        return publication.may_publish(request)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        # What stands in a published article is published as it is saved.
        is_published = obj is not None and obj.status == Article.Status.PUBLISHED
        return super().has_change_permission(request, obj) and (
            not is_published or self.has_publish_permission(request)
        )

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        # What readers knew is withdrawn: its address says so, and its discussion stays.
        is_draft = obj is None or obj.status == Article.Status.DRAFT
        return super().has_delete_permission(request, obj) and is_draft

    def _published_meanwhile(self, request: HttpRequest, object_id: str) -> Article | None:
        """Return the article where somebody writes who may no longer: it was a draft when they opened it."""
        article = self.get_object(request, unquote(object_id))
        may_write = article is None or self.has_change_permission(request, article)
        return None if may_write or not self.has_change_permission(request) else article

    def _not_moved(self, request: HttpRequest, article: Article, error: Exception) -> None:
        reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        words = _("“%(headline)s” stays as it is: %(reason)s") % {"headline": article.headline, "reason": reason}
        self.message_user(request, words, messages.ERROR)


def _refuse_what_blocks(article: Article) -> None:
    if found := publication_checks.blocking(article):
        raise ValidationError([one.what for one in found])
