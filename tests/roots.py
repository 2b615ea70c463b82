"""Plants the rows that data migrations would have made: the tests' databases are made without migrations."""

from importlib import import_module
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sites.models import Site as ContribSite
from django.core.cache import cache
from django.db import connection, transaction
from django.db.migrations.operations import RunSQL, SeparateDatabaseAndState
from django.db.models import Max, Model
from django.test import TransactionTestCase
from privacy.actions import ensure_periods
from wagtail.models import Collection, Locale, Page, Site

from logistics.drivers_hours import ensure_driving_rules


def plant_roots() -> None:
    """Make Wagtail's root page, locale, collection and site, contrib's site, and laws, where they are missing."""
    cache.clear()
    if Page.objects.filter(depth=1).exists():
        return
    Locale.objects.get_or_create(language_code="en-gb")
    root = Page.add_root(title="Root", slug="root")
    home = root.add_child(instance=Page(title="Welcome", slug="home"))
    Collection.add_root(name="Root")
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    ContribSite.objects.update_or_create(pk=1, defaults={"domain": "testserver", "name": "Foodshed"})
    ensure_periods()
    ensure_driving_rules()


def mend_search_index() -> None:
    """Put SQLite's full-text table and its triggers in the place of the plain table that Django makes of the model."""
    if connection.vendor != "sqlite":
        return
    migration = import_module("wagtail.search.migrations.0006_customise_indexentry").Migration
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS wagtailsearch_indexentry_fts")
        for statement in statements(migration.operations):
            cursor.execute(statement)


def empty_what_was_filled() -> None:
    """After a transactional test: delete from the tables that hold rows, and put nothing back that was never away.

    Django's own flush empties 200 tables, most of them empty, and makes a thousand content types and permissions anew.
    Foreign keys are checked at the commit, so that the order of the tables doesn't matter.
    """
    introspection, quote = connection.introspection, connection.ops.quote_name
    tables = sorted(set(introspection.django_table_names(only_existing=True, include_views=False)))
    lasting = {model._meta.db_table: last_id(model) for model in (ContentType, Permission)}
    ask = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {quote(table)})"  # noqa: S608 - names of our own tables
        for table in tables
        if table not in lasting
    )

    def empty(_case: TransactionTestCase) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(ask)
            for (table,) in cursor.fetchall():
                cursor.execute(f"DELETE FROM {quote(table)}")  # noqa: S608
            for table, last in lasting.items():
                cursor.execute(f"DELETE FROM {quote(table)} WHERE id > %s", [last])  # noqa: S608
        ContentType.objects.clear_cache()

    TransactionTestCase._fixture_teardown = empty  # type: ignore[method-assign]


def last_id(model: type[Model]) -> int:
    """The highest id that the model's table holds."""
    return int(model._default_manager.aggregate(last=Max("pk", default=0))["last"])


def commit_without_waiting() -> None:
    """On PostgreSQL: the tests' own database need not outlive a power cut, so no commit waits for the disk."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(str(connection.settings_dict["NAME"]))
        cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    connection.close()


def end_other_sessions() -> None:
    """On PostgreSQL: end whatever else is connected to the tests' database; our own session may be dead already."""
    if connection.vendor == "postgresql":
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def statements(operations: list[Any]) -> list[str]:
    """Return the raw SQL of a migration's operations, however they are nested."""
    found: list[str] = []
    for operation in operations:
        if isinstance(operation, SeparateDatabaseAndState):
            found += statements(operation.database_operations)
        elif isinstance(operation, RunSQL):
            found.append(str(operation.sql))
    return found
