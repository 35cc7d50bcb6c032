"""The word rules in the admin: their list, where a text can be tried; and a rule, previewed before it is saved."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.admin.lists import DeskAdmin, Tabs, person_at
from comments.admin.rows import note_known
from comments.checks.words import WordList
from comments.models import WordRule
from comments.models.word_rule import Stale
from comments.word_forms import TryForm, WordRuleForm
from comments.word_preview import numbers, preview, try_text
from newsroom.audit.models import Entry
from newsroom.lib import wording

CHANGES_SHOWN = 20


@admin.register(WordRule)
class WordRuleAdmin(DeskAdmin[WordRule]):
    """Lists the word rules to the moderators, and lets the chief write them."""

    list_display = ("phrase", "effect", "rule_number", "state", "created_by", "created_at")
    list_filter = (("action", Tabs),)
    list_select_related = ("created_by",)
    list_per_page = 200
    search_help_text = gettext_lazy("Phrase, or a part of it")
    change_list_template = "admin/comments/word_rule_list.html"

    @admin.display(description=gettext_lazy("action"))
    def effect(self, rule: WordRule) -> SafeString:
        return format_html(
            '<span class="desk-status" data-action="{}">{}</span>', rule.action, rule.get_action_display()
        )

    @admin.display(description=gettext_lazy("state"))
    def state(self, rule: WordRule) -> str:
        if not rule.active:
            return _("switched off")
        return _("broken: every text waits") if WordList([rule]).broken else _("in force")

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return ["key"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[WordRule], search_term: str
    ) -> tuple[QuerySet[WordRule], bool]:
        try:
            return queryset.filter(key__contains=wording.key(search_term)), False
        except ValueError:
            return queryset, False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.add_wordrule")

    def has_change_permission(self, request: HttpRequest, obj: WordRule | None = None) -> bool:
        return request.user.has_perm("comments.change_wordrule")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list; a text that is sent with it is tried, and kept nowhere."""
        form = TryForm(request.POST if request.method == "POST" else None)
        trial = None
        if form.is_bound and self.has_view_permission(request) and form.is_valid():
            trial = try_text(form.cleaned_data["text"])
        context = {"try_form": form, "trial": trial, "may_add": self.has_add_permission(request)}
        return super().changelist_view(request, context | (extra_context or {}))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Write a new rule."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self._rule_view(request, None, may_change=True)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show a rule, change it, switch it off or put it in force again."""
        may_change = self.has_change_permission(request)
        if not (may_change if request.method == "POST" else self.has_view_permission(request)):
            raise PermissionDenied
        rule = self.get_object(request, object_id)
        if rule is None:
            raise Http404
        if "deactivate" in request.POST:
            return self._deactivate(request, rule)
        return self._rule_view(request, rule, may_change=may_change)

    def _rule_view(self, request: HttpRequest, rule: WordRule | None, *, may_change: bool) -> HttpResponse:
        form = WordRuleForm(request.POST if request.method == "POST" else None, rule=rule)
        found = None
        if form.is_bound and form.is_valid():
            if "save" in request.POST and (saved := form.save(by=person_at(request))):
                messages.success(request, _("The rule “%(phrase)s” is in force.") % {"phrase": saved})
                return redirect("admin:comments_wordrule_changelist")
            found = preview(form.said)
            note_known([example.comment for example in found.examples])
        for field in form.fields.values():
            field.disabled = not may_change
        context = {
            **self.admin_site.each_context(request),
            "title": _("Word rule “%(phrase)s”") % {"phrase": rule} if rule else _("New word rule"),
            "opts": self.opts,
            "form": form,
            "rule": rule,
            "lacks_its_rule": rule and rule.action == WordRule.Action.REFUSE and rule.rule_number not in numbers(),
            "is_broken": rule and rule.active and WordList([rule]).broken,
            "may_change": may_change,
            "preview": found,
            "ticket": form.ticket(found) if found else "",
            "history": _history(rule) if rule else (),
        }
        return TemplateResponse(request, "admin/comments/word_rule.html", context)

    def _deactivate(self, request: HttpRequest, rule: WordRule) -> HttpResponse:
        try:
            rule.changes = int(request.POST.get("changes", ""))
            rule.deactivate(by=person_at(request))
        except (Stale, ValueError):
            messages.error(request, _("Somebody changed this rule meanwhile. Read what it says now."))
            return redirect("admin:comments_wordrule_change", rule.pk)
        messages.success(request, _("The rule “%(phrase)s” is switched off: it catches nothing.") % {"phrase": rule})
        return redirect("admin:comments_wordrule_changelist")


def _history(rule: WordRule) -> list[tuple[Entry, WordRule]]:
    """Return who changed the rule, the latest first, each with the rule as it then was."""
    entries = Entry.objects.filter(subject=f"{rule._meta.label_lower}:{rule.pk}").select_related("actor")
    return [(entry, WordRule(**entry.detail["now"])) for entry in entries.order_by("-id")[:CHANGES_SHOWN]]
