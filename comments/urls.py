"""The addresses of the discussion."""

from django.urls import path

from comments import views

urlpatterns = [
    path("discussions/<int:article_id>/", views.discussion, name="discussion"),
    path("comments/<int:pk>/withdrawal/", views.withdrawal, name="comment-withdrawal"),
    path("comments/<int:pk>/report/", views.report, name="comment-report"),
    path("account/contributions/", views.contributions, name="contributions"),
    path("charter/", views.charter, name="charter"),
    path("charter/<int:version>/", views.charter, name="charter-version"),
]
