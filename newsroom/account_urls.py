"""The addresses of the account's pages that reach every app."""

from django.urls import path

from newsroom import data_views

urlpatterns = [
    path("account/data/", data_views.data, name="account-data"),
    path("account/data/<slug:kind>/", data_views.data_file, name="account-data-file"),
]
