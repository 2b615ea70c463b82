"""One machine, nothing else needed: SQLite, files in var/, no broker, no mail server. `make run` uses this."""

from config import environment
from config.settings.base import *  # noqa: F403
from config.settings.base import VAR_DIR

SECRET_KEY = environment.kept_secret(VAR_DIR / "secret-key")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *environment.words("FOODSHED_HOSTS")]

DATABASES = {"default": environment.database(environment.text("DATABASE_URL", f"sqlite:///{VAR_DIR}/foodshed.sqlite3"))}
