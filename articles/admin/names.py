"""Sections, contributors and tags in the admin."""

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from articles import renaming
from articles.models import Contributor, Section, Tag


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin[Section]):
    """The parts of the paper, in the order of the masthead."""

    list_display = ("name", "slug", "position")
    list_editable = ("position",)
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Contributor)
class ContributorAdmin(admin.ModelAdmin[Contributor]):
    """Who signs, with or without an account."""

    list_display = ("name", "role", "slug", "user")
    search_fields = ("name",)
    autocomplete_fields = ("portrait",)
    raw_id_fields = ("user",)
    prepopulated_fields = {"slug": ("name",)}

    def save_model(self, request: HttpRequest, obj: Contributor, form: ModelForm[Contributor], change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            renaming.contributor.enqueue(obj.pk)


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin[Tag]):
    """The subjects that articles of several sections share."""

    list_display = ("name", "slug")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}

    def save_model(self, request: HttpRequest, obj: Tag, form: ModelForm[Tag], change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            renaming.tag.enqueue(obj.pk)
