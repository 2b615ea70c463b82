"""What every test stands on: planted roots in its database, and real servers where it asks for them."""

import os
from collections.abc import Iterator

import pytest
import pytest_django
from hypothesis import settings

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server", "_django_db_helper"}
REQUIRE_REAL = os.environ.get("REQUIRE_REAL") == "1"

# How quick something is stands in the benchmarks; a test fails for what it finds, not on a busy machine.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that the workers end together; the rest keeps its random order."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """After pytest-django's own: mend the search index and plant the roots for the whole run.

    At the end nobody may hold the database, which is dropped then: a server's thread may have left a session.
    """
    from tests.roots import (
        commit_without_waiting,
        empty_what_was_filled,
        end_other_sessions,
        mend_search_index,
        plant_roots,
    )

    with django_db_blocker.unblock():
        commit_without_waiting()
        mend_search_index()
        empty_what_was_filled()
        plant_roots()
    yield
    with django_db_blocker.unblock():
        end_other_sessions()


@pytest.fixture(autouse=True)
def roots(request: pytest.FixtureRequest) -> None:
    """Plant again what the flush after a transactional test took away."""
    marked = request.node.get_closest_marker("django_db") is not None
    if not marked and not DATABASE_FIXTURES.intersection(request.fixturenames):
        return
    request.getfixturevalue("_django_db_helper")
    from tests.roots import plant_roots

    plant_roots()


@pytest.fixture(autouse=True)
def real_servers(request: pytest.FixtureRequest) -> None:
    """Skip what needs a server that is not there; under REQUIRE_REAL=1 that is a failure."""
    if request.node.get_closest_marker("postgres") is not None:
        need("PostgreSQL", "FOODSHED_TEST_POSTGRES_URL")
    if request.node.get_closest_marker("redis") is not None:
        need("Redis", "FOODSHED_TEST_REDIS_URL")
    if request.node.get_closest_marker("browser") is not None:
        need("Chromium", "FOODSHED_TEST_CHROMIUM")


def need(server: str, variable: str) -> None:
    """Go on only when the variable says where the server is."""
    if os.environ.get(variable):
        return
    reason = f"no {server}: {variable} is not set (make test sets it)"
    if REQUIRE_REAL:
        pytest.fail(reason)
    pytest.skip(reason)
