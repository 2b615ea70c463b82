"""/healthz says that the process lives; /readyz that what it stands on answers."""

import logging
from collections.abc import Callable, Mapping

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from kombu.exceptions import KombuError

from config.celery_app import app

log = logging.getLogger(__name__)

Check = Callable[[], str]
WELL = "ok"
ANSWER_WITHIN_S = 2.0


class Health:
    """Middleware, outside hosts, sessions and redirects: anybody may ask, and learns nothing but well or not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the two addresses; everything else goes on."""
        if request.path_info == "/healthz":
            return uncached(HttpResponse("alive\n", content_type="text/plain"))
        if request.path_info == "/readyz":
            return uncached(readiness(CHECKS))
        return self.get_response(request)


def readiness(checks: Mapping[str, Check]) -> JsonResponse:
    """200 when every check is well, else 503; the body names each."""
    said = {name: check() for name, check in checks.items()}
    ready = all(words == WELL for words in said.values())
    return JsonResponse({"ready": ready, "checks": said}, status=200 if ready else 503)


def database() -> str:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        log.warning("database: %s", type(error).__name__)
        return "does not answer"
    return WELL


def tables() -> str:
    """Whether every migration of this release has been applied."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        log.warning("tables: %s", type(error).__name__)
        return "can't be read"
    return f"{len(missing)} migrations to apply" if missing else WELL


def broker() -> str:
    """Whether tasks can be handed out."""
    try:
        with app.connection_for_write(connect_timeout=ANSWER_WITHIN_S) as line:
            line.ensure_connection(max_retries=1, interval_start=0, timeout=ANSWER_WITHIN_S)
    except (KombuError, OSError) as error:
        log.warning("broker: %s", type(error).__name__)
        return "does not answer"
    return WELL


CHECKS: Mapping[str, Check] = {"database": database, "tables": tables, "broker": broker}


def uncached(response: HttpResponse) -> HttpResponse:
    """Nobody may keep the answer."""
    response.headers["Cache-Control"] = "no-store"
    return response
