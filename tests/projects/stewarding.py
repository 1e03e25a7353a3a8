"""How tests fill the steward's pages, as a browser would."""

from django.urls import reverse

from governance.models import Kind, Team, Topic

INDEX = reverse("projects:paths")


def add(noun):
    return reverse("projects:path-part-add", args=[noun])


def at(noun, row):
    return reverse("projects:path-part", args=[noun, row.pk])


def typed(form) -> dict:
    """What a browser sends when nothing was touched."""
    sent = {}
    for bound in form:
        value = bound.value()
        if value is None or value is False:
            continue
        if isinstance(value, list) and bound.field.widget.__class__.__name__ == "Textarea":
            value = "\n".join(value)
        if isinstance(value, list | tuple):
            value = [getattr(one, "pk", one) for one in value]
        sent[bound.html_name] = "on" if value is True else value
    return sent


def opened(client, url, **changes) -> dict:
    """The form of a page as it is, with some answers changed."""
    context = client.get(url).context
    sent = typed(context["form"])
    criteria = getattr(context["form"], "criteria", None)
    if criteria is not None:
        sent |= typed(criteria.management_form)
        for row in criteria:
            sent |= typed(row)
    sent |= {"seen": context["seen"]} | changes
    return {name: value for name, value in sent.items() if value is not None}


def look(client, url, sent):
    return client.post(url, sent | {"action": "preview"})


def save(client, url, sent):
    """Look first, then save what was shown."""
    seen = look(client, url, sent)
    assert seen.status_code == 200, problems(seen)
    return client.post(url, sent | {"action": "save", "previewed": seen.context["stamp"]})


def problems(response):
    form = response.context["form"]
    return form.errors, getattr(getattr(form, "criteria", None), "errors", "")


KIND = {
    "name": "Borne en magasin",
    "summary": "Un écran que le client touche.",
    "usual_weeks": 12,
    "position": 6,
    "agenda": "Qui nettoie l’écran\n\nQui le redémarre",
}


def question(**more):
    return {
        "label": "Y aura-t-il un écran en magasin ?",
        "noun": "écran en magasin",
        "help": "Une borne, une tablette.",
        "topic": Topic.objects.get(slug="hosting").pk,
        "position": 11,
        "kinds": [Kind.objects.get(slug="tool").pk],
    } | more


def gate(**more):
    empty = {"level": "express", "proof": "declared", "text": ""}
    rows = [empty | {"text": "L’écran est fixé au mur"}, empty, empty]
    sent = {
        f"criteria-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()
    }
    return (
        {
            "name": "Pose en magasin",
            "avoids": "Poser un écran que personne ne redémarre.",
            "domain": "operations",
            "team": Team.objects.get(slug="it-hosting").pk,
            "silence": "",
            "topics": [Topic.objects.get(slug="support").pk],
            "percent": 60,
            "criteria-TOTAL_FORMS": 3,
            "criteria-INITIAL_FORMS": 0,
        }
        | sent
        | more
    )


def rule(**more):
    return {
        "link": "all",
        "fact_1": "payment",
        "says_1": ["answer:yes"],
        "aim": "gate:J2",
        "reason": "Il y aura un paiement.",
    } | more


def plain(response) -> str:
    """A page with ordinary spaces."""
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def refused(response, field, words):
    """A 422 that says it beside the field and at the top."""
    assert response.status_code == 422
    errors = " ".join(response.context["form"].errors.get(field, []))
    assert words in errors, response.context["form"].errors
    assert plain(response).count(words) >= (1 if field == "__all__" else 2)
