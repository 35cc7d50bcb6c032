"""The addresses of what the paper publishes. Last of all: a section's word is any word the site does not use."""

from django.urls import path, re_path

from articles import (
    archive_views,
    audio_views,
    correction_views,
    feeds,
    gift_views,
    ninjs_views,
    podcast_views,
    preview_views,
    search_views,
    sitemaps,
    views,
)

# Each date has one address: ISO 8601's digits.
YEAR, MONTH, DAY = r"(?P<year>[0-9]{4})", r"(?P<month>[0-9]{2})", r"(?P<day>[0-9]{2})"

# No other address has two words and no slash at its end.
ARTICLE = path("<slug:section>/<slug:slug>-<int:pk>", views.article, name="article")

urlpatterns = [
    path("", views.front, name="front"),
    path("feed/", feeds.site, {"form": feeds.RSS}, name="feed"),
    path("feed/atom/", feeds.site, {"form": feeds.ATOM}, name="feed-atom"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap-news"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap-pages"),
    path("sitemap-<slug:kind>-<int:number>.xml", sitemaps.places, name="sitemap-places"),
    path("contributors/<slug:slug>/feed/", feeds.contributor, {"form": feeds.RSS}, name="contributor-feed"),
    path("contributors/<slug:slug>/feed/atom/", feeds.contributor, {"form": feeds.ATOM}, name="contributor-feed-atom"),
    path("corrections/", correction_views.corrections, name="corrections"),
    path("previews/<str:token>/", preview_views.preview, name="preview"),
    path("archive/", archive_views.years, name="archive"),
    re_path(rf"^archive/{YEAR}/$", archive_views.year, name="archive-year"),
    re_path(rf"^archive/{YEAR}/{MONTH}/$", archive_views.month, name="archive-month"),
    re_path(rf"^archive/{YEAR}/{MONTH}/{DAY}/$", archive_views.day, name="archive-day"),
    path("search/", search_views.results, name="search"),
    path("contributors/<slug:slug>/", views.contributor, name="contributor"),
    path("tags/<slug:slug>/", views.tag, name="tag"),
    path("audio/<int:pk>", audio_views.audio, name="audio"),
    path("audio/<int:pk>/cues", audio_views.cues, name="audio-cues"),
    path("audio/feed/<str:token>", podcast_views.feed, name="podcast-feed"),
    path("account/podcast/", podcast_views.podcast, name="podcast"),
    path("account/gifts/", gift_views.gifts, name="gifts"),
    path("account/gifts/<int:pk>/revocation/", gift_views.revocation, name="gift-revocation"),
    path("<slug:section>/<slug:slug>-<int:pk>.ninjs.json", ninjs_views.article, name="article-ninjs"),
    path("<slug:section>/<slug:slug>-<int:pk>/meter", views.meter, name="meter"),
    path("<slug:slug>/feed/", feeds.section, {"form": feeds.RSS}, name="section-feed"),
    path("<slug:slug>/feed/atom/", feeds.section, {"form": feeds.ATOM}, name="section-feed-atom"),
    path("<slug:slug>/", views.section, name="section"),
]
