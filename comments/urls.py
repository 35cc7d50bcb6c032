"""The addresses of the discussion."""

from django.urls import path

from comments.views import transparency
from comments.views.appeal import appeal
from comments.views.charter import charter
from comments.views.comment import withdrawal
from comments.views.contributions import contributions
from comments.views.decision import decision
from comments.views.discussion import discussion
from comments.views.edit import edit
from comments.views.marks import recommendation, selection
from comments.views.reply_notices import reply_notices, stop
from comments.views.report import followed, receipt, report
from comments.views.warning import acknowledgement

urlpatterns = [
    path("discussions/<int:article_id>/", discussion, name="discussion"),
    path("comments/<int:pk>/edit/", edit, name="comment-edit"),
    path("comments/<int:pk>/recommendation/", recommendation, name="comment-recommendation"),
    path("comments/<int:pk>/selection/", selection, name="comment-selection"),
    path("comments/<int:pk>/withdrawal/", withdrawal, name="comment-withdrawal"),
    path("comments/<int:pk>/report/", report, name="comment-report"),
    path("reports/received/<str:token>/", receipt, name="report-receipt"),
    path("reports/<str:token>/", followed, name="report"),
    path("appeals/<str:token>/", appeal, name="appeal"),
    path("account/reply-notices/", reply_notices, name="reply-notices"),
    path("account/reply-notices/stop/<str:token>/", stop, name="reply-notices-stop"),
    path("account/contributions/", contributions, name="contributions"),
    path("account/decisions/<uuid:puid>/", decision, name="decision"),
    path("account/warnings/<int:pk>/acknowledgement/", acknowledgement, name="warning-acknowledgement"),
    path("transparency/", transparency.latest, name="transparency-latest"),
    path("transparency/<int:year>/", transparency.report, name="transparency"),
    path("transparency/<int:year>/<slug:name>.csv", transparency.table, name="transparency-table"),
    path("charter/", charter, name="charter"),
    path("charter/<int:version>/", charter, name="charter-version"),
]
