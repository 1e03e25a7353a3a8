"""The yardstick: the smallest honest Django page of the same kind, with nothing of ours in it.

Full middleware, a session, a signed-in user, fifty rows of ten cells in Django templates.

    python tests/benchmarks/minimal.py          makes its tables, prints the cookie of a session
    granian --interface wsgi tests.benchmarks.minimal:application

It lives in a schema of its own beside the product's tables.
"""

import os
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import django
from django.conf import settings

HERE = Path(__file__).resolve().parent
ADDRESS = urlsplit(os.environ.get("DATABASE_URL", "postgres://localhost/postgres"))
REDIS = os.environ.get("REDIS_URL", "")
SCHEMA, ROWS, PAGE = "minimal", 10_000, 50
DATABASE = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": ADDRESS.path.lstrip("/"),
    "USER": unquote(ADDRESS.username or ""),
    "PASSWORD": unquote(ADDRESS.password or ""),
    "HOST": os.environ.get("BENCH_PGHOST") or ADDRESS.hostname or "",
    "PORT": ADDRESS.port or "",
    "CONN_MAX_AGE": 600,
    "OPTIONS": {"options": f"-c search_path={SCHEMA}"},
}
MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
REMOTE = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS}

if not settings.configured:
    settings.configure(
        DEBUG=False,
        SECRET_KEY="the yardstick keeps no secret",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": DATABASE},
        LANGUAGE_CODE="fr",
        USE_TZ=False,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
        ],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        CACHES={"default": REMOTE if REDIS else MEMORY},
        SESSION_ENGINE="django.contrib.sessions.backends.cached_db",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [HERE / "templates"],
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        LOGGING_CONFIG=None,
    )
    django.setup()

from django.contrib.auth.decorators import login_required  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402

COLUMNS = (
    "id", "key", "name", "status", "department", "owner__name", "next_gate", "next_due", "budget",
    "gates_done", "updated",
)  # fmt: skip


class Owner(models.Model):
    name = models.TextField()

    class Meta:
        app_label, managed, db_table = "yardstick", False, "owner"

    def __str__(self):
        return self.name


class Line(models.Model):
    key = models.TextField()
    name = models.TextField()
    status = models.TextField()
    department = models.TextField()
    owner = models.ForeignKey(Owner, models.DO_NOTHING)
    next_gate = models.TextField()
    next_due = models.DateField()
    budget = models.IntegerField()
    gates_done = models.IntegerField()
    updated = models.DateTimeField()

    class Meta:
        app_label, managed, db_table = "yardstick", False, "line"

    def __str__(self):
        return self.name


@login_required
def listing(request):
    """Fifty rows, the count kept for half a minute."""
    rows = Line.objects.order_by("-updated", "-id").values_list(*COLUMNS)[:PAGE]
    total = cache.get_or_set("total", Line.objects.count, 30)
    return render(request, "minimal_list.html", {"rows": rows, "total": total})


urlpatterns = [path("list", listing)]


def prepare() -> str:
    """Make the schema, the rows and a signed-in session; answer its cookie."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.cached_db import SessionStore
    from django.core.management import call_command

    with connection.cursor() as cursor:
        cursor.execute(f"drop schema if exists {SCHEMA} cascade; create schema {SCHEMA}")
        cursor.execute(TABLES)
    call_command("migrate", verbosity=0)
    user = User.objects.create_user("admin")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


TABLES = f"""
create table owner(id integer primary key, name text not null);
create table line(id integer primary key, key text not null, name text not null,
  status text not null, department text not null, owner_id integer not null,
  next_gate text not null, next_due date not null, budget integer not null,
  gates_done integer not null, updated timestamp not null);
insert into owner select n, 'Prénom' || n || ' Nom' || n from generate_series(1, 40) n;
insert into line select n, 'P-' || n, 'Refonte du site numéro ' || n, 'status-' || n % 6,
  'Direction ' || n % 9, n % 40 + 1, 'Point de validation ' || n % 6, current_date + n % 90,
  n * 10, n % 7, now() - n * interval '1 minute' from generate_series(1, {ROWS}) n;
create index on line(updated desc, id desc);
analyze line; analyze owner;
"""
application = get_wsgi_application()

if __name__ == "__main__":
    sys.stdout.write(prepare())
