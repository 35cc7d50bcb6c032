"""The addresses of the readers' own pages."""

from django.urls import path

from newsroom.subscribers import name_views, views
from newsroom.subscribers.order_views.ending import ending, kept, received
from newsroom.subscribers.order_views.order import order
from newsroom.subscribers.order_views.subscription import subscription
from newsroom.subscribers.order_views.trial import trial
from newsroom.subscribers.order_views.webhook import webhook

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/subscription/", subscription, name="subscription"),
    path("account/pseudonym/", name_views.pseudonym, name="pseudonym"),
    path("plans/", views.plans, name="plans"),
    path("plans/<slug:slug>/order/", order, name="order"),
    path("payments/trial/<str:reference>/", trial, name="trial"),
    path("payments/<slug:name>/", webhook, name="payment-webhook"),
    path("cancellation/", ending, {"way": "cancellation"}, name="cancellation"),
    path("cancellation/kept/<str:token>/", kept, name="cancellation-kept"),
    path("renunciation/", ending, {"way": "renunciation"}, name="renunciation"),
    path("cancellation/received/", received, {"way": "cancellation"}, name="cancellation-received"),
    path("renunciation/received/", received, {"way": "renunciation"}, name="renunciation-received"),
]
