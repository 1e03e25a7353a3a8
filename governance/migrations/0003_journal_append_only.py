"""The journal is added to, never changed: the database itself refuses the rest.

A later migration that rebuilds the table on SQLite drops its triggers: call `lock` again there.
"""

from django.db import migrations

TABLE = "governance_journalentry"
WORDS = "the journal is append-only"

SQLITE_LOCK = [
    f"CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb} ON {TABLE}"
    f" BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
    for verb in ("update", "delete")
]
SQLITE_UNLOCK = [f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb}" for verb in ("update", "delete")]

POSTGRESQL_LOCK = [
    f"""
    CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE}"
    f" FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
    f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE}"
    f" FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()",
]
POSTGRESQL_UNLOCK = [
    f"DROP TRIGGER IF EXISTS {TABLE}_no_change ON {TABLE}",
    f"DROP TRIGGER IF EXISTS {TABLE}_no_truncate ON {TABLE}",
    f"DROP FUNCTION IF EXISTS {TABLE}_refuse()",
]


def lock(connection):
    _execute(connection, POSTGRESQL_LOCK if connection.vendor == "postgresql" else SQLITE_LOCK)


def unlock(connection):
    _execute(connection, POSTGRESQL_UNLOCK if connection.vendor == "postgresql" else SQLITE_UNLOCK)


def _execute(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("governance", "0002_path_rule_key")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: lock(editor.connection),
            lambda apps, editor: unlock(editor.connection),
        )
    ]
