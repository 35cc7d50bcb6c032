"""The site's addresses."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.account.urls")),
    path("", include("newsroom.subscribers.urls")),
    path("", include("newsroom.health_urls")),
    path("", include("newsroom.pages_urls")),
    path("", include("comments.urls")),
    path("", include("articles.urls")),
]
