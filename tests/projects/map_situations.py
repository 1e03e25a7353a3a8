"""The map of the company, as tests ask for it."""

from django.urls import reverse

from tests.factories import DependencyFactory

MAP, DOMAINS = "projects:company-map", "projects:domain-map"


def lean(project, system, **facts):
    return DependencyFactory(project=project, system=system, **facts)


def html_of(client, name=MAP, args=(), **asked):
    response = client.get(reverse(name, args=args), asked)
    assert response.status_code == 200
    return response.content.decode()
