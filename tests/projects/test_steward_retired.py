"""What a steward may retire from a path, and what something still names."""

import pytest

from governance.models import GateTemplate, Kind, MilestoneTemplate, PathRule, ProfileQuestion
from projects.reference import load_reference_data
from tests.projects.stewarding import at, look, opened, refused, save


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("noun", "model", "key", "named"),
    [
        ("natures", Kind, {"slug": "website"}, "Un service ouvert au public"),
        ("questions", ProfileQuestion, {"slug": "payment"}, "Il y aura un paiement"),
        ("points", GateTemplate, {"ref": "J2"}, "hébergement hors de l’entreprise"),
    ],
)
def test_what_a_rule_names_is_not_retired(steward, noun, model, key, named):
    row = model.objects.get(**key)

    response = look(steward, at(noun, row), opened(steward, at(noun, row), in_use=None))

    refused(response, "in_use", named)


@pytest.mark.django_db
def test_a_question_that_another_follows_is_not_retired(steward):
    PathRule.objects.all().delete()
    row = ProfileQuestion.objects.get(slug="sign_in")

    response = look(
        steward, at("questions", row), opened(steward, at("questions", row), in_use=None)
    )

    refused(response, "in_use", "Y aura-t-il un paiement")


@pytest.mark.django_db
def test_a_rule_then_its_gate_are_retired_and_come_back(steward):
    PathRule.objects.exclude(key="gate-j6-always").filter(target="J6").delete()
    row, named = GateTemplate.objects.get(ref="J6"), PathRule.objects.get(target="J6")
    save(steward, at("regles", named), opened(steward, at("regles", named), in_use=None))
    save(steward, at("points", row), opened(steward, at("points", row), in_use=None))

    assert "J6" not in {found.ref for found in load_reference_data().gates}
    early = look(steward, at("regles", named), opened(steward, at("regles", named), in_use="on"))
    refused(early, "aim", "J6")
    save(steward, at("points", row), opened(steward, at("points", row), in_use="on"))
    save(steward, at("regles", named), opened(steward, at("regles", named), in_use="on"))
    assert "J6" in {found.ref for found in load_reference_data().gates}


@pytest.mark.django_db
def test_a_rule_on_a_retired_question_does_not_come_back(steward):
    named = PathRule.objects.get(key="level-standard-prospecting")
    PathRule.objects.filter(pk=named.pk).update(in_use=False)
    ProfileQuestion.objects.filter(slug="prospecting").update(in_use=False)

    response = look(steward, at("regles", named), opened(steward, at("regles", named), in_use="on"))

    refused(response, "__all__", "question retirée")


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["registered", "scoping", "acceptance", "launch"])
def test_the_four_milestones_of_every_project_stay(steward, slug):
    row = MilestoneTemplate.objects.get(slug=slug)
    share = row.share
    sent = opened(steward, at("jalons", row)) | {"in_use": "", "kinds": [Kind.objects.first().pk]}

    save(steward, at("jalons", row), sent | {"name": "Autre nom"})

    row.refresh_from_db()
    assert (row.name, row.in_use, row.share, row.kinds.count()) == ("Autre nom", True, share, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(("slug", "percent"), [("scoping", 90), ("acceptance", 10)])
def test_the_scoping_meeting_comes_before_the_acceptance(steward, slug, percent):
    row = MilestoneTemplate.objects.get(slug=slug)

    response = look(steward, at("jalons", row), opened(steward, at("jalons", row), percent=percent))

    refused(response, "percent", "recette")
