"""What holds on every occasion. Secrets, databases and addresses of the outside are left to the occasions."""

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE
from oscar.defaults import *  # noqa: F403

from config import environment
from config.applications import INSTALLED_APPS as INSTALLED_APPS

BASE_DIR = Path(__file__).resolve().parents[3]
SITE_DIR = BASE_DIR / "site"
VAR_DIR = Path(environment.text("FOODSHED_VAR", str(BASE_DIR / "var"))).resolve()

DEBUG = False
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.content_policy.ContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "oscar.apps.basket.middleware.BasketMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "oscar.apps.search.context_processors.search_form",
                "oscar.apps.checkout.context_processors.checkout",
                "oscar.apps.communication.notifications.context_processors.notifications",
                "oscar.core.context_processors.metadata",
            ],
        },
    },
]

# People and their sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "accounts:account"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
# How many proxies of ours add themselves to X-Forwarded-For; 0 means that the peer is the client.
TRUSTED_PROXY_COUNT = environment.integer("FOODSHED_PROXIES", default=0)
# Our own judgement: a guesser of six digits gets 25 tries an hour, a person who mistypes is never stopped for long.
SIGN_IN_POLICY = {
    "code_digits": 6,
    "code_valid_s": 10 * 60,
    "code_tries": 5,
    "mails_per_address": 5,
    "mails_per_client": 20,
    "mails_window_s": 60 * 60,
    "tries_per_address": 10,
    "tries_per_client": 60,
    "tries_window_s": 15 * 60,
}

# Place and time
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# A transaction is opened where it is needed, never held over a call to the outside.
ATOMIC_REQUESTS = False

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [SITE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.fonts.FontFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
# Two files of one content are one file for browsers: names that carry a hash may be kept for ever.
WHITENOISE_MAX_AGE = 3600

# Content policy: scripts and styles come from us, inline scripts carry the nonce of their page.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
# The editors' and Oscar's own working pages are written with inline scripts and styles. A nonce would make
# browsers ignore 'unsafe-inline', so it is left out there.
CONTENT_POLICY_RELAXED_PREFIXES = ("/cms/", "/shop/dashboard/")
CONTENT_POLICY_RELAXED = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
}
X_FRAME_OPTIONS = "DENY"

# Wagtail
WAGTAIL_SITE_NAME = "Foodshed"
WAGTAILADMIN_BASE_URL = environment.text("FOODSHED_ADDRESS", "http://127.0.0.1:8000")
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "english"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Oscar
OSCAR_SHOP_NAME = "Foodshed"
OSCAR_SHOP_TAGLINE = "Food from the farms around you"
OSCAR_DEFAULT_CURRENCY = "GBP"
OSCAR_ALLOW_ANON_CHECKOUT = True
OSCAR_ALLOW_ANON_REVIEWS = False
OSCAR_FROM_EMAIL = DEFAULT_FROM_EMAIL = environment.text("FOODSHED_MAIL_FROM", "hub@foodshed.example")
OSCAR_EAGER_ALERTS = False
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
HAYSTACK_SIGNAL_PROCESSOR = "haystack.signals.BaseSignalProcessor"

# Where places lie and how far apart they are. Nobody outside is asked unless named here (docs/importing.md, roads.md).
FOODSHED_GEOCODERS = environment.services("FOODSHED_GEOCODER", "FOODSHED_GEOCODER_OPTIONS")
FOODSHED_OSRM_URL = environment.text("FOODSHED_OSRM_URL", "")
FOODSHED_OSRM_MAP = environment.text("FOODSHED_OSRM_MAP", "")

# Long steps. Nothing is kept in a process: a step that dies with its worker is handed out again.
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2}
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
# What could not be sent, or was told while no broker answered, gets its next turn here.
CELERY_BEAT_SCHEDULE = {"send-what-waits": {"task": "shop.journal.tasks.send_outbox", "schedule": 60.0}}

# Commands speak for themselves; a server's log tells every action. FOODSHED_LOG_LEVEL=INFO turns it on anywhere.
LOG_LEVEL = environment.text("FOODSHED_LOG_LEVEL", "WARNING")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "shop": {"level": LOG_LEVEL},
        "logistics": {"level": LOG_LEVEL},
        "accounts": {"level": LOG_LEVEL},
        "cms": {"level": LOG_LEVEL},
    },
}
