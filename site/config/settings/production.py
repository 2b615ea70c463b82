"""A hub on its own server: PostgreSQL, Redis, a proxy that speaks HTTPS. Everything secret comes from outside."""

from config import environment, queues
from config.settings.base import *  # noqa: F403
from config.settings.base import LOGGING

SECRET_KEY = environment.secret("SECRET_KEY")
ALLOWED_HOSTS = environment.words("FOODSHED_HOSTS")
if not ALLOWED_HOSTS:
    raise environment.BadEnvironment("Set FOODSHED_HOSTS to the host names that this hub answers to.")

DATABASES = {"default": environment.database(environment.secret("DATABASE_URL"))}

SECOND_FACTOR = environment.choice("FOODSHED_SECOND_FACTOR", ("offered", "required"), default="required")

CELERY_BROKER_URL = environment.secret("CELERY_BROKER_URL")
CELERY_BROKER_TRANSPORT_OPTIONS = queues.redis_options()
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": environment.text("FOODSHED_CACHE_URL", CELERY_BROKER_URL),
        "KEY_PREFIX": "foodshed",
    }
}

LOG_LEVEL = environment.text("FOODSHED_LOG_LEVEL", "INFO")
for ours in ("config", "shop", "logistics", "accounts", "cms"):
    LOGGING["loggers"][ours] = {"level": LOG_LEVEL}
LOGGING["handlers"]["console"]["formatter"] = environment.choice(
    "FOODSHED_LOG_FORMAT", ("line", "json"), default="json"
)

EMAIL_HOST = environment.text("FOODSHED_MAIL_HOST")
EMAIL_PORT = environment.integer("FOODSHED_MAIL_PORT", default=587, minimum=1)
EMAIL_HOST_USER = environment.text("FOODSHED_MAIL_USER", "")
EMAIL_HOST_PASSWORD = environment.secret("FOODSHED_MAIL_PASSWORD") if EMAIL_HOST_USER else ""
EMAIL_USE_TLS = environment.flag("FOODSHED_MAIL_TLS", default=True)
EMAIL_TIMEOUT = 10

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_HSTS_SECONDS = environment.integer("FOODSHED_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
OSCAR_BASKET_COOKIE_SECURE = True
OSCAR_RECENTLY_VIEWED_COOKIE_SECURE = True
OSCAR_URL_SCHEMA = "https"
