"""Similar titles by trigram, where PostgreSQL offers pg_trgm; elsewhere Python counts them."""

from django.db import DatabaseError, migrations, transaction

AVAILABLE = "select 1 from pg_available_extensions where name = 'pg_trgm'"


def create_extension(apps, schema_editor):
    """Install pg_trgm when the server has it and lets this role do so."""
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(AVAILABLE)
        if cursor.fetchone() is None:
            return
        try:
            with transaction.atomic(using=connection.alias):
                cursor.execute("create extension if not exists pg_trgm")
        except DatabaseError:
            pass  # not allowed here: projects.similar does without


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_registration_deepened")]

    operations = [migrations.RunPython(create_extension, migrations.RunPython.noop)]
