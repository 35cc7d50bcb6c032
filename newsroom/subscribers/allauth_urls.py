"""The addresses of the accounts library, two of its pages answered by ours."""

from django.urls import include, path

from newsroom.subscribers import views

urlpatterns = [
    path("signup/", views.SignupView.as_view(), name="account_signup"),
    path("password/reset/", views.PasswordResetView.as_view(), name="account_reset_password"),
    path("", include("allauth.account.urls")),
]
