"""The site's addresses."""

from django.contrib import admin
from django.urls import include, path

from articles.urls import ARTICLE

urlpatterns = [
    # What most readers ask for is looked for first.
    ARTICLE,
    path("admin/", admin.site.urls),
    path("accounts/", include("newsroom.subscribers.allauth_urls")),
    path("", include("newsroom.subscribers.urls")),
    path("", include("newsroom.account_urls")),
    path("", include("newsroom.health_urls")),
    path("", include("newsroom.machine_urls")),
    path("", include("newsroom.pages_urls")),
    path("", include("comments.urls")),
    path("", include("articles.urls")),
]

handler400 = "newsroom.errors.bad_request"
handler500 = "newsroom.errors.server_error"

# Asked by the accounts library, when one of its limits is reached.
handler429 = "newsroom.subscribers.views.too_many_requests"
