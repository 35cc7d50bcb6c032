"""The settings of the site, read from the environment (and `.env`), safe by default."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from newsroom import crawlers, publisher
from newsroom.lib import environment, service_urls

ROOT = Path(__file__).resolve().parent.parent
ENVIRON = environment.with_file(os.environ, ROOT / ".env")

# The paper --------------------------------------------------------------------------------------------------

SITE_NAME = ENVIRON.get("NEWSROOM_NAME", "Newsroom")
PUBLISHER = publisher.from_environ(ENVIRON)
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LANGUAGE_CODE = environment.choice(ENVIRON, "NEWSROOM_LANGUAGE", ("fr", "en"))
LOCALE_PATHS = [ROOT / "newsroom" / "locale"]
TIME_ZONE = environment.time_zone(ENVIRON, "NEWSROOM_TIME_ZONE", "Europe/Paris")
USE_I18N = True
USE_TZ = True
# Metered articles a calendar month for who does not subscribe; 0 walls them like the others.
METER = environment.whole(ENVIRON, "NEWSROOM_METER", 5, most=100)
# Days during which a subscription that ended still opens everything.
GRACE_DAYS = environment.whole(ENVIRON, "NEWSROOM_GRACE_DAYS", 0, most=366)
READING_WORDS_A_MINUTE = environment.whole(ENVIRON, "NEWSROOM_READING_WORDS_A_MINUTE", 200)

# What the programs that take in the site's pages may do it for; robots.txt refuses the others.
ROBOTS = environment.choices(ENVIRON, "NEWSROOM_ROBOTS", crawlers.PURPOSES, "search archive answers")
# Where a hole in the site's security is told, and what is promised to who tells it: an e-mail or web address, a page.
SECURITY_CONTACT = ENVIRON.get("NEWSROOM_SECURITY_CONTACT", "").strip()
SECURITY_POLICY = ENVIRON.get("NEWSROOM_SECURITY_POLICY", "").strip()

# The machine ------------------------------------------------------------------------------------------------

DEBUG = environment.flag(ENVIRON, "NEWSROOM_DEBUG")
DATA = environment.folder(ENVIRON, "NEWSROOM_DATA", ROOT / "var")
SECRET_KEY = ENVIRON.get("NEWSROOM_SECRET_KEY") or environment.kept_secret(DATA / "secret-key")
ALLOWED_HOSTS = environment.words(ENVIRON, "NEWSROOM_HOSTS", "localhost 127.0.0.1 [::1]")
# Where readers find the site: links in e-mails begin with it.
SITE_ADDRESS = ENVIRON.get("NEWSROOM_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
# How many proxies stand in front. With one or more, they are expected to speak TLS with the reader.
TRUSTED_PROXIES = environment.whole(ENVIRON, "NEWSROOM_TRUSTED_PROXIES", 0)
# The header in which the first of them writes the reader's port, over whatever the reader sent there.
CLIENT_PORT_HEADER = ENVIRON.get("NEWSROOM_CLIENT_PORT_HEADER", "")

DATABASES = {
    "default": service_urls.database(
        ENVIRON.get("DATABASE_URL") or f"sqlite:///{quote(str(DATA / 'newsroom.sqlite3'))}"
    )
}
# Shared by all workers, so that a limit is one limit: in the database, or in Redis where there is one.
REDIS_URL = ENVIRON.get("REDIS_URL", "").strip()
CACHES = service_urls.caches(REDIS_URL)
MAILERS = {"default": service_urls.mailer(ENVIRON.get("EMAIL_URL") or f"file://{quote(str(DATA / 'mail'))}")}
DEFAULT_FROM_EMAIL = ENVIRON.get("NEWSROOM_EMAIL_FROM", f"{SITE_NAME} <newsroom@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Finished pages for who is signed out: so many MiB of them in each web worker; 0 keeps none.
PAGE_CACHE = environment.whole(ENVIRON, "NEWSROOM_PAGE_CACHE", 32, most=65_536)
# For so many minutes after a page was last known to be right, it is shown while the database does not answer.
STALE_MINUTES = environment.whole(ENVIRON, "NEWSROOM_STALE_MINUTES", 30, most=1440)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# A server of the paper's own that gives each comment a number; without it, no comment has one.
SCORER_URL = ENVIRON.get("NEWSROOM_SCORER_URL", "")

# The voice that reads the articles aloud: `auto` is SVOX Pico at once, and Kokoro after it where it is installed.
VOICE = {
    "engine": environment.choice(ENVIRON, "NEWSROOM_VOICE", ("auto", "pico", "kokoro", "piper", "http", "off")),
    "file": ENVIRON.get("NEWSROOM_VOICE_FILE", ""),
    "sha256": ENVIRON.get("NEWSROOM_VOICE_SHA256", ""),
    "service": ENVIRON.get("NEWSROOM_VOICE_SERVICE", ""),
    "key": ENVIRON.get("NEWSROOM_VOICE_KEY", ""),
    "name": ENVIRON.get("NEWSROOM_VOICE_NAME", ""),
}
# Where the web server in front has the data folder's `private`, and hands its files over by X-Accel-Redirect; without
# it, the site does so itself.
ACCEL_LOCATION = ENVIRON.get("NEWSROOM_ACCEL_LOCATION", "")

# Payment ----------------------------------------------------------------------------------------------------

# Who takes the money of a subscription: nobody, in a trial; Stripe; or no subscription is sold on line.
PAYMENT = environment.choice(ENVIRON, "NEWSROOM_PAYMENT", ("test", "stripe", "off"))
PAYMENT_IS_CHOSEN = bool(ENVIRON.get("NEWSROOM_PAYMENT", "").strip())
STRIPE_SECRET_KEY = ENVIRON.get("STRIPE_SECRET_KEY", "")
STRIPE_WEBHOOK_SECRET = ENVIRON.get("STRIPE_WEBHOOK_SECRET", "")
STRIPE_ADDRESS = "https://api.stripe.com"
STRIPE_CHECKOUT = "https://checkout.stripe.com"

# The house --------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    # For its script alone: the editor is laid over a plain textarea (js/body-editor.js).
    "django_prose_editor",
    "django_tasks_db",
    "newsroom.audit",
    "newsroom.subscribers",
    "articles",
    "comments",
    "newsroom",
]
MIDDLEWARE = [
    "newsroom.lib.compression.small",
    "newsroom.lib.pagecache.unless_told",
    "newsroom.languages.in_language",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "articles.middleware.MeterMiddleware",
    "newsroom.errors.ErrorsMiddleware",
]
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context_processors.paper",
            ]
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "newsroom"

# Readers ----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "subscribers.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    # NIST SP 800-63B-4: a password that stands alone has 15 characters, and no rule on what they are.
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "newsroom.subscribers.passwords.GuessableValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
LOGOUT_REDIRECT_URL = "front"
ACCOUNT_ADAPTER = "newsroom.subscribers.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "confirm_login_code": "newsroom.subscribers.forms.ConfirmLoginCodeForm",
    "request_login_code": "newsroom.subscribers.forms.RequestLoginCodeForm",
    "add_email": "newsroom.subscribers.forms.AddEmailForm",
    "change_password": "newsroom.subscribers.forms.ChangePasswordForm",
    "login": "newsroom.subscribers.forms.LoginForm",
    "reauthenticate": "newsroom.subscribers.forms.ReauthenticateForm",
    "reset_password": "newsroom.subscribers.forms.ResetPasswordForm",
    "reset_password_from_key": "newsroom.subscribers.forms.ResetPasswordKeyForm",
    "set_password": "newsroom.subscribers.forms.SetPasswordForm",
    "signup": "newsroom.subscribers.forms.SignupForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# One address an account: a new one takes its place once confirmed, and asks for the password first.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
# Who followed the mailed link is back where they were, signed in; a confirmation, in the browser that signed up alone.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
PASSWORD_RESET_TIMEOUT = 86_400
# A code by mail in place of the password: as long as a mail may take, and then another is asked for.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
# The library's own, but no stranger may have a mailbox filled with links: five an hour, and each of them works.
# A code serves in the browser that asked for it alone: codes are counted by network address and mailbox together, and
# those of all networks together in `throttles`.
ACCOUNT_RATE_LIMITS = {"reset_password": "20/m/ip,5/h/key", "request_login_code": "20/m/ip,5/h/key"}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
# A second factor for who wants one; the desk opens with one alone (`newsroom.admin`).
MFA_ADAPTER = "newsroom.subscribers.factor_adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A code typed as it runs out, or by a phone whose clock is half a minute off, serves (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "activate_totp": "newsroom.subscribers.factor_forms.ActivateTOTPForm",
    "add_webauthn": "newsroom.subscribers.factor_forms.AddWebAuthnForm",
    "authenticate": "newsroom.subscribers.factor_forms.AuthenticateForm",
    "authenticate_webauthn": "newsroom.subscribers.factor_forms.AuthenticateWebAuthnForm",
    "login_webauthn": "newsroom.subscribers.factor_forms.LoginWebAuthnForm",
    "reauthenticate": "newsroom.subscribers.factor_forms.ReauthenticateForm",
    "reauthenticate_webauthn": "newsroom.subscribers.factor_forms.ReauthenticateWebAuthnForm",
}
# Written at each request otherwise, for a date that no reader needs.
USERSESSIONS_TRACK_ACTIVITY = False

# Safety -----------------------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "media-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    # The reader who orders is led on to the provider's page by the answer to the form.
    "form-action": [CSP.SELF, STRIPE_CHECKOUT] if PAYMENT == "stripe" else [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "newsroom.lib.sessions" if REDIS_URL else "newsroom.lib.stored_sessions"
SESSION_CACHE_ALIAS = "sessions"
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "newsroom.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TRUSTED_PROXIES > 0
SECURE_SSL_REDIRECT = TRUSTED_PROXIES > 0
# The load balancer asks for health over plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000 if TRUSTED_PROXIES else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None

# Files ------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder", "newsroom.stylesheets.FilesOfApps"]
MEDIA_URL = "media/"
MEDIA_ROOT = DATA / "media"
MEDIA_STORAGE_URL = ENVIRON.get("MEDIA_STORAGE_URL", "").strip()
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "newsroom.stylesheets.JoinedStaticFilesStorage"},
    # What a view hands to one person alone: no address of the server leads there.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA / "private",
            "allow_overwrite": True,
            # A web server that hands files over reads them, by the group that it shares with the site.
            # Where the web server in front hands files over, its account reads them as one of the site's group.
            "file_permissions_mode": 0o640 if ACCEL_LOCATION else 0o600,
            "directory_permissions_mode": 0o750 if ACCEL_LOCATION else 0o700,
        },
    },
}

if MEDIA_STORAGE_URL:
    # In one bucket, which is closed: the site hands on all that is in it.
    STORAGES |= service_urls.storages(MEDIA_STORAGE_URL, f"/{MEDIA_URL}")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}
