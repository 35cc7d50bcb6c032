"""The addresses of the pages of law."""

from django.urls import path

from newsroom import languages, pages, styleguide

urlpatterns = [
    path("language/", languages.language, name="language"),
    path("terms/", pages.terms, name="terms"),
    path("privacy/", pages.privacy, name="privacy"),
    path("legal/", pages.legal, name="legal"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]
