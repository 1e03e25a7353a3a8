"""Answers of the API: versions that are compared, refusals in plain French (RFC 9457)."""

import hashlib
from math import ceil

from django.http import HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from governance.models.journal import canonical

PROBLEM = "application/problem+json"
READABLE = {"ensure_ascii": False}


class Outdated(Exception):
    """What the request was written for is not what is there now."""


def etag_of(data) -> str:
    """The version of an answer: two answers alike have the same."""
    return f'"{hashlib.sha256(canonical(data).encode()).hexdigest()[:32]}"'


def answer(request, data, status: int = 200) -> HttpResponse:
    """A document with its version; nothing but its version when the inventory already has it."""
    etag = etag_of(data)
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if request.method in ("GET", "HEAD") and (etag in known or known == ["*"]):
        response = HttpResponse(status=304)
    else:
        response = JsonResponse(data, status=status, json_dumps_params=READABLE)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Authorization"])
    return response


def check_version(request, current: dict | None) -> None:
    """Refuse to write over another version than the one that the inventory read."""
    wanted = parse_etags(request.headers.get("If-Match", ""))
    unwanted = parse_etags(request.headers.get("If-None-Match", ""))
    etag = etag_of(current) if current is not None else None
    if wanted and (etag is None or (wanted != ["*"] and etag not in wanted)):
        raise Outdated
    if etag is not None and (unwanted == ["*"] or etag in unwanted):
        raise Outdated


def problem(status: int, title: str, detail: str = "", errors=()) -> HttpResponse:
    """A refusal that says what to do."""
    body = {"type": "about:blank", "title": title, "status": status}
    body |= {"detail": detail} if detail else {}
    body |= {"errors": list(errors)} if errors else {}
    response = JsonResponse(body, status=status, content_type=PROBLEM, json_dumps_params=READABLE)
    response["Cache-Control"] = "no-store"
    return response


def titles() -> dict[int, str]:
    """What each refusal says."""
    return {
        400: _("Le corps de la requête n’est pas du JSON lisible."),
        401: _("Jeton absent, inconnu, terminé ou retiré."),
        403: _("Ce jeton lit seulement. Demandez à la gouvernance un jeton qui écrit."),
        404: _("Rien sous cette clé."),
        429: _("Trop de requêtes : attendez, puis reprenez."),
    }


def on_http_error(request, error) -> HttpResponse:
    """401, 403, 404, 429 and a body that nobody can read."""
    title = titles().get(error.status_code) or _("Cette requête ne peut pas être traitée.")
    response = problem(error.status_code, title)
    if error.status_code == 401:
        response["WWW-Authenticate"] = "Bearer"
    if getattr(error, "wait", None):
        response["Retry-After"] = str(ceil(error.wait))
    return response


def on_absent(request, error) -> HttpResponse:
    return problem(404, titles()[404])


def on_outdated(request, error) -> HttpResponse:
    detail = _("Relisez la fiche, puis renvoyez vos changements avec sa nouvelle version (ETag).")
    return problem(412, _("La fiche a changé depuis que vous l’avez lue."), detail)


def on_wrong_state(request, error) -> HttpResponse:
    return problem(409, _("Ce n’est plus possible."), str(error))


def on_incomplete(request, error) -> HttpResponse:
    """Facts that a verb refuses."""
    errors = [{"field": name, "reason": str(text)} for name, text in error.problems.items()]
    return problem(422, _("Des champs sont à revoir."), errors=errors)


def on_misshapen(request, error) -> HttpResponse:
    """A body or a parameter of another shape than the one that openapi.json describes."""
    errors = [{"field": field_of(one), "reason": reason_of(one)} for one in error.errors]
    return problem(422, _("Des champs sont à revoir."), errors=errors)


def field_of(one: dict) -> str:
    """The name of a field that is wrong, without where it stands in the request."""
    names = [str(part) for part in one.get("loc", ()) if part not in ("body", "query", "path")]
    return ".".join(names[1:] if names[:1] == ["payload"] else names)


def reason_of(one: dict) -> str:
    """Why, in plain words."""
    reasons = {
        "extra_forbidden": _("Ce champ n’existe pas."),
        "missing": _("Ce champ manque."),
        "string_type": _("Attendu : du texte."),
        "string_too_long": _("Ce texte est trop long."),
        "list_type": _("Attendu : une liste."),
        "too_long": _("Cette liste est trop longue."),
        "model_attributes_type": _("Attendu : un objet JSON."),
        "dict_type": _("Attendu : un objet JSON."),
    }
    return reasons.get(one.get("type"), _("Cette valeur n’est pas de la forme attendue."))


def refuse_line(line) -> HttpResponse:
    """A row that an import would refuse, refused here with the same words."""
    errors = [{"field": label, "reason": text} for label, text in line.problems]
    return problem(422, _("Des champs sont à revoir."), errors=errors)
