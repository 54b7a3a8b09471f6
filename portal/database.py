"""Makes the SQLite schema from the models. The data lives as long as a run, so there are no migrations."""

import zlib

from django.apps import apps
from django.db import connection, transaction

# The tables of Django's own auth and contenttypes apps (groups, permissions) have no use here.
TABLES_OF = ("sessions", "organizations", "account", "program", "store")


class OtherVersionError(Exception):
    """The database was made by another version of the portal."""


def prepare() -> None:
    """Create the tables in an empty database; accept one that has exactly these.

    Raises `OtherVersionError`.
    """
    statements = _statements()
    # SQLite keeps a number of ours in the file's header: 0 in a new file.
    version = zlib.crc32("\n".join(statements).encode()) >> 1 or 1
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA user_version")
        found = cursor.fetchone()[0]
        if found == version:
            return
        if found != 0:
            raise OtherVersionError
        with transaction.atomic():
            for statement in statements:
                cursor.execute(statement)
            cursor.execute(f"PRAGMA user_version = {version}")


def _statements() -> list[str]:
    with connection.schema_editor(collect_sql=True) as editor:
        for label in TABLES_OF:
            for model in apps.get_app_config(label).get_models():
                editor.create_model(model)
    return [statement for statement in editor.collected_sql if not statement.startswith("--")]
