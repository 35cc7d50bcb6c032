"""What is read aloud, at the desk: the lexicon of pronunciation, each entry to be heard, and the narrations."""

import io
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import errands
from articles.admin.page import editor
from articles.audio.voices import VoiceError
from articles.desk_forms import SoundForm
from articles.models import Narration, Pronunciation, recital
from newsroom.audit.desk import ReadOnlyAdmin
from newsroom.audit.models import Entry
from newsroom.lib import byte_ranges, ratelimit
from newsroom.lib.answers import see_other

# A voice starts for each: more than anybody hears in a minute, whatever the browser asks for stretch by stretch.
SOUND_RATE = "60/m/user"


@admin.register(Pronunciation)
class PronunciationAdmin(admin.ModelAdmin[Pronunciation]):
    """How words are read aloud; a change speaks again the sentences that hold them."""

    list_display = ("written", "said", "language", "link_to_listen")
    list_filter = ("language",)
    search_fields = ("written", "said")
    show_full_result_count = False
    fields = ("language", "written", "said", "sound")
    readonly_fields = ("sound",)

    def get_urls(self) -> list[URLPattern]:
        listen = self.admin_site.admin_view(self.listen)
        return [path("sound/", listen, name="articles_pronunciation_sound"), *super().get_urls()]

    def get_fields(self, request: HttpRequest, obj: Pronunciation | None = None) -> Any:
        """Leave out the button that reads the form to who has no form."""
        return self.fields if self.has_change_permission(request, obj) else self.fields[:-1]

    @admin.display(description=gettext_lazy("Listen"))
    def link_to_listen(self, entry: Pronunciation) -> SafeString:
        """Lead to the sound of an entry; the browser plays it."""
        return format_html('<a href="{}">{}</a>', _sound({"language": entry.language, "said": entry.said}), _("Listen"))

    @admin.display(description=gettext_lazy("How it is read"))
    def sound(self, entry: Pronunciation) -> SafeString:
        """Show the button that reads what stands in the form, saved or not."""
        return render_to_string("admin/articles/pronunciation/sound.html")

    def listen(self, request: HttpRequest) -> HttpResponseBase:
        """Give the sound of some words, spoken now by the quickest of the paper's voices; a form is led to it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = SoundForm(request.GET or request.POST)
        if not asked.is_valid():
            return _refused(_("Write a word, or some."), 400)
        if request.method == "POST":
            return see_other(_sound(asked.cleaned_data))
        if seconds := ratelimit.wait(request, "pronunciation", SOUND_RATE):
            return _refused(_("That is a lot of listening: wait a minute."), 429, **{"Retry-After": str(seconds)})
        try:
            sound = recital.sample(asked.words, asked.cleaned_data["language"])
        except VoiceError as error:
            return _refused(str(error), 503)
        return byte_ranges.answer(
            request, io.BytesIO(sound), len(sound), f'"{sha256(sound).hexdigest()}"', "audio/mpeg"
        )

    def save_model(
        self, request: HttpRequest, obj: Pronunciation, form: ModelForm[Pronunciation], change: bool
    ) -> None:
        before = str(form.initial.get("written", "")) if change else ""
        action = "pronunciation.change" if change else "pronunciation.create"
        with Entry.objects.recorded(actor=editor(request), action=action, subject=obj, said=str(obj)):
            super().save_model(request, obj, form, change)
            errands.narrate_again.enqueue(sorted({obj.written, before} - {""}))

    def delete_model(self, request: HttpRequest, obj: Pronunciation) -> None:
        with transaction.atomic():
            Entry.objects.record(actor=editor(request), action="pronunciation.delete", subject=obj, said=str(obj))
            super().delete_model(request, obj)
            errands.narrate_again.enqueue([obj.written])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Pronunciation]) -> None:
        for entry in queryset:
            self.delete_model(request, entry)


@admin.register(Narration)
class NarrationAdmin(ReadOnlyAdmin[Narration]):
    """Where each narration stands, and why one failed: nothing to edit, and one thing to do."""

    list_display = ("article", "voice", "status", "minutes", "ordered_at", "reason")
    list_filter = ("status", "voice")
    list_select_related = ("article",)
    list_per_page = 50
    search_fields = ("article__headline",)
    fields = ("article", "voice", "status", "reason", "seconds", "size", "ordered_at", "ready_at", "failed_at")
    actions = ("speak_again",)

    @admin.action(description=gettext_lazy("Speak again what failed"), permissions=["speak"])
    def speak_again(self, request: HttpRequest, narrations: QuerySet[Narration]) -> None:
        """Queue again those that failed, whatever number of tries they had."""
        failed = list(narrations.filter(status=Narration.Status.FAILED))
        for narration in failed:
            narration.wait_again(attempts=0)
        told = ngettext("%(number)s narration waits again.", "%(number)s narrations wait again.", len(failed))
        self.message_user(request, told % {"number": len(failed)}, messages.SUCCESS)

    def has_speak_permission(self, request: HttpRequest) -> bool:
        """Whether the person may have narrations spoken."""
        return request.user.has_perm("articles.change_narration")


def _sound(asked: Mapping[str, str]) -> str:
    """Return where some words are heard."""
    words = {name: asked[name] for name in SoundForm.base_fields if asked.get(name)}
    return f"{reverse('admin:articles_pronunciation_sound')}?{urlencode(words)}"


def _refused(why: str, status: int, **headers: str) -> HttpResponse:
    """Say why there is no sound, to who pressed the button."""
    return HttpResponse(why, status=status, content_type="text/plain; charset=utf-8", headers=headers)
