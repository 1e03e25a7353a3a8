import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
served = get_wsgi_application()

from governance.passes import FileDoor  # noqa: E402 -- its models need the settings first

application = FileDoor(served)
