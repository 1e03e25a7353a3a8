"""The API itself: its two nouns, its refusals, its description; no page of documentation."""

from django.http import Http404
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from governance.verdicts import Incomplete, WrongState
from projects.api import answers, dependencies, systems
from projects.api.doorkeeper import Bearer

api = NinjaAPI(
    title="Cadrage",
    version="1",
    description="Les systèmes du catalogue et les dépendances des projets, pour un inventaire.",
    urls_namespace="api",
    docs_decorator=require_safe,
    docs_url=None,  # the usual page of documentation loads its scripts from elsewhere
    auth=Bearer(),
)
api.add_router("/systems", systems.router)
api.add_router("/dependencies", dependencies.router)
for error, handler in (
    (HttpError, answers.on_http_error),
    (Http404, answers.on_absent),
    (ValidationError, answers.on_misshapen),
    (answers.Outdated, answers.on_outdated),
    (WrongState, answers.on_wrong_state),
    (Incomplete, answers.on_incomplete),
):
    api.add_exception_handler(error, handler)


def without_session(patterns):
    """The same routes, that no session is asked for: each asks for its token."""
    for pattern in patterns:
        pattern.callback.login_required = False
    return patterns


_routes, app_name, namespace = api.urls
urls = (without_session(_routes), app_name, namespace)
