"""Django's settings, all derived from the typed environment (see environment.py)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yui.config.environment import database_settings, mail_server, read_environment

YUI = read_environment()

SECRET_KEY = YUI.secret_key
DEBUG = False
ALLOWED_HOSTS = list(YUI.allowed_hosts)
ROOT_URLCONF = "yui.config.urls"
WSGI_APPLICATION = "yui.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": database_settings(YUI)}

# Rooms, lower floors first. A room not built yet is not here.
ROOMS = [
    "policy",
    "ui",
    "journal",
    "areas",
    "taxonomy",
    "accounts",
    "review",
    "directory",
    "events",
    "members",
    "search",
    "notices",
    "opendata",
    "exchange",
    "booklets",
    "portal",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "js_lib_leaflet",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "yui.config",
    *(f"yui.{room}" for room in ROOMS),
]

MIDDLEWARE = [
    "yui.ui.middleware.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "yui.config.middleware.LivezMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "yui.accounts.middleware.StayMiddleware",
    "yui.accounts.middleware.ViewerMiddleware",
    "yui.journal.middleware.AccessMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "yui.config.jinja.environment"},
    },
]
# Who fills the frame of lower rooms' pages, and the desk's area, menu and help (docs/adr/0002).
FRAME_FILLER = "yui.portal.pages.slots.fill"
DESK_AREA = "yui.areas.queries.area_by_path"
DESK_MENU = "yui.portal.pages.desk.desk_menu"
DESK_SEARCH = "portal:register"
DESK_HELP = "portal:help"
DESK_CONTACTS = "yui.accounts.queries.help_contacts"
FORM_RENDERER = "yui.ui.forms.YuiRenderer"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "yui.accounts.queries.passwords.CommonWordsValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["login", "display_name", "email"]},
    },
    {"NAME": "yui.accounts.queries.passwords.LocalWordsValidator"},
]
# Tries at signing in and used codes are counted for all processes, and over a restart.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(YUI.data / "cache"),
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/desk/"
CONTEXT_URL = "/accounts/context/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "yui.accounts.adapters.AccountAdapter"
# Sign-in by a provider: the providers come from YUI_OIDC_PROVIDERS, the flow stands behind our own
# doors (accounts/adapters/elsewhere.py).
SOCIALACCOUNT_ADAPTER = "yui.accounts.adapters.ElsewhereAdapter"
# Tries at signing in are counted by our own limiter, exactly (accounts/actions/limiting.py).
ACCOUNT_RATE_LIMITS = {"login": None}
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_ADAPTER = "yui.accounts.adapters.StepAdapter"
MFA_FORMS = {
    "add_webauthn": "yui.accounts.forms.NewPasskeyForm",
    "authenticate_webauthn": "yui.accounts.forms.PasskeyForm",
    "reauthenticate_webauthn": "yui.accounts.forms.PasskeyAgainForm",
}
MFA_RECOVERY_CODE_COUNT = 40  # a printed sheet lasts two months of working days
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = YUI.is_local  # http://localhost of somebody who tries
MFA_TOTP_ISSUER = "Yui"
# Longer than a session lasts (accounts/engine/sessions.py ends it after 60 idle minutes or half a
# day): over a weekend it is still known whose text it was that somebody sends on Monday.
SESSION_COOKIE_AGE = 4 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "yui.ui.views.form_token_refused"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("日本語"))]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = YUI.data / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns about a missing folder
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not YUI.is_local
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = YUI.is_local
# Pictures are compressed already; source maps are large and asked for by nobody.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["png", "jpg", "webp", "gz", "br", "woff2", "map"]
MEDIA_ROOT = YUI.data / "files"
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# Who reads the journal and follows (architecture §3); `yui work` runs them in this order. The
# last three follow the calendar.
FOLLOWERS = [
    "yui.journal.followers.chain",
    "yui.search.followers.follow",
    "yui.search.followers.days",
    "yui.search.followers.count",
    "yui.directory.followers.count",
    "yui.notices.followers.weekly",
    "yui.journal.followers.anchor_daily",
    "yui.config.tidying.tidy_daily",
]

EMAIL_BACKEND = "yui.config.mail.OutboxBackend"
EMAIL_FILE_PATH = YUI.data / "outbox"
if _mail := mail_server(YUI):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.is_tls_from_start, not _mail.is_tls_from_start
    EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = YUI.mail_from

_SELF = "'self'"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": [_SELF],
        "style-src": [_SELF],
        "img-src": [_SELF, "data:"],
        "connect-src": [_SELF],
        "form-action": [_SELF],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if not YUI.is_local:
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
    if YUI.trusted_proxies:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING_CONFIG = None
SILENCED_SYSTEM_CHECKS = [
    "account.W001",  # allauth asks for its own login method names; ours is "login"
    "security.W002",  # framing is refused by the policy's frame-ancestors, which Edge 109 obeys
    "security.W021",  # preloading binds a whole domain: only the owner of city.lg.jp may choose it
]
