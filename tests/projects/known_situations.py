"""A topic to answer, and a choice that IT made known on another project."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from projects.actions import choices
from projects.actions import known as known_actions
from tests.factories import (
    FactFactory,
    KnownChoiceFactory,
    ProjectFactory,
    ProjectTopicFactory,
    TechnicalChoiceFactory,
    member,
)

ELSEWHERE = "Projet Salamandre très secret"


def in_days(count):
    return timezone.localdate() + timedelta(days=count)


def asked_topic():
    subject = ProjectTopicFactory(project=ProjectFactory(staffed=True))
    FactFactory(slug="hosting_country", label="Pays d’hébergement", kind="country")
    FactFactory(slug="encrypted", label="Chiffré ?", kind="yes_no")
    return subject


def known_for(subject):
    """A choice that IT accepted on another project, of another vendor."""
    other = ProjectFactory(staffed=True, title=ELSEWHERE)
    source = TechnicalChoiceFactory(
        submitted=True,
        subject=ProjectTopicFactory(project=other, topic=subject.topic),
        submitted_by=member(other, "vendor"),
        rationale="Parce que l’agence Dupont le connaît.",
    )
    return KnownChoiceFactory(
        source=source,
        label="Hexanuage, région Paris",
        conditions="Avec deux salles.",
        facts={"hosting_country": "FR", "encrypted": "yes"},
        valid_until=in_days(200),
    )


def adoption(subject, known):
    return reverse("projects:known-adoption", args=[subject.pk, known.pk])


def typed(**changes):
    """What a vendor sends with the form of a choice."""
    return {
        "version": "1",
        "option": "",
        "label": "",
        "fact_hosting_country": "",
        "fact_encrypted": "",
        "rationale": "Déjà tapé.",
        "alternatives": "",
        "reversibility": "",
        **changes,
    }


def data(**changes):
    """What the verbs of a choice ask for."""
    return {
        "version": 1,
        "option": None,
        "label": "",
        "facts": {},
        "rationale": "",
        "alternatives": "",
        "reversibility": "",
        **changes,
    }


def submitted_with(subject, known, by):
    """The topic answered with a known choice that was taken over."""
    draft = known_actions.adopt_known(subject=subject, known=known, data=data(), by=by)
    facts = {"label": draft.label, "facts": draft.facts, "option": draft.option}
    return choices.submit_choice(subject=subject, data=data(**facts), by=by)


def html_of(answer):
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")
