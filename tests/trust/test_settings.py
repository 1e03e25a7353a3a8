"""Production starts on a complete and safe environment, or says what is missing and does not."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.env import REQUIRED_IN_PRODUCTION, refuse_unsafe_production

SAFE = {
    "SECRET_KEY": "k" * 60,
    "DATABASE_URL": "postgres://cadrage@db/cadrage",
    "REDIS_URL": "redis://redis:6379/0",
    "BASE_URL": "https://cadrage.example",
    "ALLOWED_HOSTS": "cadrage.example",
    "EMAIL_URL": "smtp+tls://user:word@mail.example:587",
    "COMPANY_NAME": "Maison Verdier",
}


@pytest.fixture
def environment(monkeypatch):
    """A safe production environment, to spoil one thing at a time."""
    for name in ("DEBUG", *REQUIRED_IN_PRODUCTION):
        monkeypatch.delenv(name, raising=False)
    for name, value in SAFE.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_a_safe_environment_starts(environment):
    refuse_unsafe_production()


@pytest.mark.parametrize("name", REQUIRED_IN_PRODUCTION)
def test_what_is_missing_is_named(environment, name):
    environment.delenv(name)

    with pytest.raises(ImproperlyConfigured, match=f"{name} is missing"):
        refuse_unsafe_production()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("DATABASE_URL", "sqlite:///x.sqlite3"),
        ("BASE_URL", "http://cadrage.example"),
        ("ALLOWED_HOSTS", "*"),
        ("DEBUG", "true"),
    ],
)
def test_what_is_unsafe_is_named(environment, name, value):
    environment.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match=name):
        refuse_unsafe_production()


def test_the_application_does_not_start_on_an_incomplete_production():
    bare = {"CADRAGE_MODE": "production", "PATH": os.environ["PATH"]}

    started = subprocess.run(  # the real process: settings are read at its start
        [sys.executable, "manage.py", "check"],
        cwd=settings.ROOT,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )

    assert started.returncode != 0
    assert "SECRET_KEY is missing" in started.stderr
