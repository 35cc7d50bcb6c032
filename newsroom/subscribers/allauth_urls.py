"""The addresses of the accounts library, some of its pages answered by ours; no cache keeps any of them."""

from collections.abc import Iterator

from allauth.account import urls as account
from allauth.mfa import urls as mfa
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from newsroom.subscribers import code_views, factor_views, session_views, views

type Pattern = URLPattern | URLResolver


def kept_from_caches(patterns: list[Pattern]) -> Iterator[Pattern]:
    """Yield the same addresses, with answers that say "private, no-store": the library says so of some alone."""
    for one in patterns:
        if isinstance(one, URLResolver):
            within = list(kept_from_caches(one.url_patterns))
            yield URLResolver(one.pattern, within, one.default_kwargs, one.app_name, one.namespace)
        else:
            yield URLPattern(one.pattern, never_cache(one.callback), one.default_args, one.name)


FACTORS: list[Pattern] = [
    path("", factor_views.security, name="mfa_index"),
    path("totp/activate/", factor_views.ActivateTOTPView.as_view(), name="mfa_activate_totp"),
    path("recovery-codes/", factor_views.ViewRecoveryCodesView.as_view(), name="mfa_view_recovery_codes"),
    path("webauthn/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("webauthn/add/", factor_views.AddWebAuthnView.as_view(), name="mfa_add_webauthn"),
    path("webauthn/keys/<int:pk>/remove/", factor_views.RemoveWebAuthnView.as_view(), name="mfa_remove_webauthn"),
    path("webauthn/login/", factor_views.LoginWebAuthnView.as_view(), name="mfa_login_webauthn"),
    *mfa.urlpatterns,
]

urlpatterns = list(
    kept_from_caches(
        [
            path("signup/", views.SignupView.as_view(), name="account_signup"),
            path("password/reset/", views.PasswordResetView.as_view(), name="account_reset_password"),
            path("login/code/", code_views.RequestLoginCodeView.as_view(), name="account_request_login_code"),
            path("login/code/confirm/", code_views.ConfirmLoginCodeView.as_view(), name="account_confirm_login_code"),
            *account.urlpatterns,
            path("2fa/", include(FACTORS)),
            path("sessions/", session_views.sessions, name="usersessions_list"),
        ]
    )
)
