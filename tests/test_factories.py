"""Every model has a factory, and what it makes is fit to be shown."""

import pytest
from django.apps import apps
from factory.django import DjangoModelFactory

from governance.roles import Role
from projects.permissions import role_of
from tests import factories, factories_gates, factories_meetings, factories_reviews
from tests.factories import ProjectFactory, member

pytestmark = pytest.mark.django_db
WITHOUT = {"journalentry"}  # written by journal.record() alone


def every_factory():
    modules = [
        vars(factories),
        vars(factories_reviews),
        vars(factories_meetings),
        vars(factories_gates),
    ]
    found = {value for module in modules for value in module.values() if isinstance(value, type)}
    makers = {kind for kind in found if issubclass(kind, DjangoModelFactory)}
    return sorted((k for k in makers if not k._meta.abstract), key=lambda kind: kind.__name__)


@pytest.mark.parametrize("maker", every_factory(), ids=lambda maker: maker.__name__)
def test_factory_makes_something_with_a_name(maker):
    assert str(maker())


def test_every_model_has_a_factory():
    ours = [apps.get_app_config(name) for name in ("governance", "projects", "reviews")]
    models = {model for app in ours for model in app.get_models()}

    made = {maker._meta.model for maker in every_factory()}

    assert {model._meta.model_name for model in models - made} == WITHOUT


@pytest.mark.parametrize("role", list(Role))
def test_member_stands_before_the_project_in_that_role(role):
    project = ProjectFactory()

    person = member(project, role)

    if role != Role.OWNER:
        assert role_of(person, project) == role
