"""Stricter than production: what is undefined, unordered or deprecated fails here."""

import os
import tempfile

os.environ.setdefault("CADRAGE_MODE", "test")
os.environ.setdefault("CADRAGE_DATA_DIR", tempfile.mkdtemp(prefix="cadrage-test-"))
os.environ.setdefault("SECRET_KEY", "test-only-" + "x" * 50)
os.environ.pop("EMAIL_URL", None)

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, ROOT, STATIC_ROOT, TEMPLATES  # noqa: E402

STATIC_ROOT.mkdir(parents=True, exist_ok=True)

LOCALE_PATHS = [ROOT / "locale"]  # sentences as they are in the code, spaces included
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


class UndefinedVariable(str):
    """The text Django puts in place of an undefined variable: here, an error."""

    def __contains__(self, key):
        return True

    def __mod__(self, variable):
        raise AssertionError(f"undefined template variable: {variable}")


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("%s")
DATABASES["default"].pop("CONN_MAX_AGE", None)
