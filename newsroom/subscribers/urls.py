"""The addresses of the readers' own pages."""

from django.urls import path

from newsroom.subscribers import views

urlpatterns = [
    path("account/", views.account, name="account"),
    path("plans/", views.plans, name="plans"),
]
