"""The addresses of the accounts library, some of its pages answered by ours; no cache keeps any of them."""

from collections.abc import Iterator

from allauth.account import urls as account
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.cache import never_cache

from newsroom.subscribers import code_views, views

type Pattern = URLPattern | URLResolver


def kept_from_caches(patterns: list[Pattern]) -> Iterator[Pattern]:
    """Yield the same addresses, with answers that say "private, no-store": the library says so of some alone."""
    for one in patterns:
        if isinstance(one, URLResolver):
            within = list(kept_from_caches(one.url_patterns))
            yield URLResolver(one.pattern, within, one.default_kwargs, one.app_name, one.namespace)
        else:
            yield URLPattern(one.pattern, never_cache(one.callback), one.default_args, one.name)


urlpatterns = list(
    kept_from_caches(
        [
            path("signup/", views.SignupView.as_view(), name="account_signup"),
            path("password/reset/", views.PasswordResetView.as_view(), name="account_reset_password"),
            path("login/code/", code_views.RequestLoginCodeView.as_view(), name="account_request_login_code"),
            path("login/code/confirm/", code_views.ConfirmLoginCodeView.as_view(), name="account_confirm_login_code"),
            *account.urlpatterns,
        ]
    )
)
