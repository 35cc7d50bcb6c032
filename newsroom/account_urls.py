"""The addresses of the account's pages that reach every app."""

from django.urls import path

from newsroom import closing_views, data_views

urlpatterns = [
    path("account/data/", data_views.data, name="account-data"),
    path("account/data/<slug:kind>/", data_views.data_file, name="account-data-file"),
    path("account/closing/", closing_views.account_closing, name="account-closing"),
    path("account/closed/", closing_views.closed, name="account-closed"),
]
