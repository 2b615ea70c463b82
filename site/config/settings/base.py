"""What holds on every occasion. Secrets, databases and addresses of the outside are left to the occasions."""

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE
from oscar.defaults import *  # noqa: F403

from config import environment
from config.applications import INSTALLED_APPS as INSTALLED_APPS
from config.settings.signing_in import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parents[3]
SITE_DIR = BASE_DIR / "site"
VAR_DIR = Path(environment.text("FOODSHED_VAR", str(BASE_DIR / "var"))).resolve()

DEBUG = False
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1

MIDDLEWARE = [
    "config.operating.health.Health",
    "config.operating.requests.RequestLine",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.content_policy.ContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.doorkeeper.Doorkeeper",
    "config.signed_out.BackToTheForm",
    "accounts.middleware.AsksAgain",
    "config.impossible.ImpossibleAddress",
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
            "builtins": ["django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "oscar.apps.search.context_processors.search_form",
                "oscar.apps.checkout.context_processors.checkout",
                "oscar.apps.communication.notifications.context_processors.notifications",
                "oscar.core.context_processors.metadata",
                "config.navigation.navigation",
            ],
        },
    },
]

# How many proxies of ours add themselves to X-Forwarded-For; 0 means that the peer is the client.
TRUSTED_PROXY_COUNT = environment.integer("FOODSHED_PROXIES", default=0)

# Our own judgement, per minute: a website that asks for each visitor should keep answers, guessers find nothing.
API_LIMITS = {"requests_per_token": 120, "refused_per_client": 20}

# Webhooks go to public https addresses. To try them out on one machine: plain http to this machine is allowed too.
FOODSHED_WEBHOOKS_TO_LOOPBACK = environment.flag("FOODSHED_WEBHOOKS_TO_LOOPBACK", default=False)

# Place and time
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
if len(LANGUAGES) > 1:  # a single language asks nobody, by cookie or header, which one they want
    after_sessions = MIDDLEWARE.index("django.middleware.common.CommonMiddleware")
    MIDDLEWARE.insert(after_sessions, "django.middleware.locale.LocaleMiddleware")
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
TIME_ZONE = "Europe/London"
USE_I18N = True
LOCALE_PATHS = [SITE_DIR / "locale"]
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
    "config.leaflet.LeafletFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
# Our own judgement: what a phone takes, and no more than a page shows. Everything sent goes through CleanedUpload.
UPLOAD_LIMITS = {"file_bytes": 15_000_000, "picture_px": 50_000_000, "longest_side_px": 3_000}
FILE_UPLOAD_HANDLERS = ["config.uploads.CleanedUpload"]
DATA_UPLOAD_MAX_NUMBER_FILES = 20
# Two files of one content are one file for browsers: names that carry a hash may be kept for ever.
WHITENOISE_MAX_AGE = 3600

# Cards: without keys, none are taken. The address is that of a stand-in, in tests; empty means Stripe itself.
FOODSHED_STRIPE_SECRET_KEY, FOODSHED_STRIPE_PUBLISHABLE_KEY, FOODSHED_STRIPE_WEBHOOK_SECRET = (
    environment.secrets_together(
        "FOODSHED_STRIPE_SECRET_KEY", "FOODSHED_STRIPE_PUBLISHABLE_KEY", "FOODSHED_STRIPE_WEBHOOK_SECRET"
    )
)
FOODSHED_STRIPE_API_BASE = environment.text("FOODSHED_STRIPE_API_BASE", "")

# Content policy: scripts and styles come from us, inline scripts carry the nonce of their page.
CONTENT_SECURITY_POLICY: dict[str, Any] = {
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
# The card field is a frame of Stripe's, put there by Stripe's script.
CARD_SOURCES: dict[str, Any] = {
    "script-src": [SELF, NONCE, "https://js.stripe.com"],
    "frame-src": ["https://js.stripe.com", "https://hooks.stripe.com"],
    "connect-src": [SELF, "https://api.stripe.com"],
}
if FOODSHED_STRIPE_SECRET_KEY:
    CONTENT_SECURITY_POLICY["DIRECTIVES"] |= CARD_SOURCES
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
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = UPLOAD_LIMITS["file_bytes"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = UPLOAD_LIMITS["picture_px"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "config.picture_form.PictureForm"
WAGTAILDOCS_EXTENSIONS = ["csv", "pdf"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Oscar
OSCAR_SHOP_NAME = "Foodshed"
OSCAR_SHOP_TAGLINE = "Food from the farms around you"
OSCAR_DEFAULT_CURRENCY = "GBP"
OSCAR_ALLOW_ANON_CHECKOUT = True
OSCAR_ALLOW_ANON_REVIEWS = False
OSCAR_FROM_EMAIL = DEFAULT_FROM_EMAIL = environment.text("FOODSHED_MAIL_FROM", "hub@foodshed.example")
OSCAR_EAGER_ALERTS = False
# A fork without models of its own keeps Oscar's migrations.
MIGRATION_MODULES = {"partner": "oscar.apps.partner.migrations"}
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
HAYSTACK_SIGNAL_PROCESSOR = "haystack.signals.BaseSignalProcessor"

# Where places lie and how far apart they are. Nobody outside is asked unless named here (docs/importing.md, roads.md).
FOODSHED_GEOCODERS = environment.services("FOODSHED_GEOCODER", "FOODSHED_GEOCODER_OPTIONS")
FOODSHED_OSRM_URL = environment.text("FOODSHED_OSRM_URL", "")
FOODSHED_OSRM_MAP = environment.text("FOODSHED_OSRM_MAP", "")
# Pictures of the land under the dispatcher's map, as https://tiles.example/{z}/{x}/{y}.png; empty for plain ground.
FOODSHED_TILE_URL = environment.text("FOODSHED_TILE_URL", "")
if FOODSHED_TILE_URL:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(environment.origin_of(FOODSHED_TILE_URL))

# Long steps. Nothing is kept in a process: a step that dies with its worker is handed out again.
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2}
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A worker that loses its broker finishes its step and ends; whoever keeps it up starts it anew. Left to connect again
# by itself it was seen, one time in five, to take nothing more.
CELERY_BROKER_CONNECTION_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
# The hub's clock. What could not be done, or was told while no broker answered, gets its next turn here.
CLOCK_S = environment.integer("FOODSHED_CLOCK_S", default=60, minimum=1)
CELERY_BEAT_SCHEDULE = {
    "send-what-waits": {"task": "shop.journal.tasks.send_outbox", "schedule": CLOCK_S},
    "send-webhooks": {"task": "shop.webhooks.tasks.send_webhooks", "schedule": CLOCK_S},
    "hand-out-due-days": {"task": "logistics.tasks.hand_out_due_days", "schedule": CLOCK_S},
    "remind": {"task": "logistics.tasks.remind", "schedule": CLOCK_S},
    "look-after-payments": {"task": "shop.payments.tasks.look_after_payments", "schedule": CLOCK_S},
    "publish-scheduled-pages": {"task": "cms.tasks.publish_scheduled", "schedule": CLOCK_S},
    "keep-no-longer": {"task": "privacy.tasks.keep_no_longer", "schedule": 60 * 60},
    "book-cards": {"task": "shop.settlement.tasks.book_cards", "schedule": CLOCK_S},
}

# How many searches for a date's routes run at once, each a process of its own on a core of its own.
FOODSHED_PLANNING_PROCESSES = environment.integer("FOODSHED_PLANNING_PROCESSES", default=1, minimum=1)

# What a monitor must say to be told figures at /metrics; empty means that nobody is told.
FOODSHED_METRICS_TOKEN = environment.secret("FOODSHED_METRICS_TOKEN", "")

# Commands speak for themselves; a server's log tells every action. FOODSHED_LOG_LEVEL=INFO turns it on anywhere.
LOG_LEVEL = environment.text("FOODSHED_LOG_LEVEL", "WARNING")
LOG_FORMAT = environment.choice("FOODSHED_LOG_FORMAT", ("line", "json"), default="line")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "config.operating.requests.WithRequestId"},
        "without_address": {"()": "config.operating.requests.WithoutAddress"},
    },
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s",
            "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger"},
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["request_id", "without_address"],
        },
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        **{room: {"level": LOG_LEVEL} for room in ("config", "privacy", "shop", "logistics", "accounts", "cms")},
    },
}
