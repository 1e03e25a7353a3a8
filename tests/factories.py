"""One factory per model; a trait is a situation, not a field.

The upper floor's are in factories_reviews.py. `member(project, role)` gives a person who stands
before a project in one of the ways of governance.roles.Role.
"""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from governance import models as house
from governance.roles import Mandate, Role
from projects import models as plan


def now():
    return timezone.now()


def in_days(count):
    return factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=count))


class Known(DjangoModelFactory):
    """What the reference may already hold: taken as it is when it is there."""

    class Meta:
        abstract = True
        django_get_or_create = ("slug",)


class TeamFactory(Known):
    slug = factory.Sequence(lambda n: f"team-{n}")
    name = factory.LazyAttribute(lambda team: f"Équipe {team.slug}")
    side = "bearer"

    class Meta:
        model = house.Team

    class Params:
        it = factory.Trait(
            slug="it-hosting", name="Hébergement", side="it", domain="infrastructure"
        )
        rssi = factory.Trait(slug="rssi", name="RSSI", side="it", domain="security")
        dpo = factory.Trait(slug="dpo", name="DPO", side="it", domain="data")
        marketing = factory.Trait(slug="marketing", name="Direction marketing", side="bearer")


class VendorFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Agence {n}")

    class Meta:
        model = house.Vendor


class PersonFactory(DjangoModelFactory):
    email = factory.Sequence(lambda n: f"personne{n}@verdier.example")
    name = factory.Sequence(lambda n: f"Alix Personne{n}")
    team = factory.SubFactory(TeamFactory, marketing=True)
    password = "!"

    class Meta:
        model = house.Person

    class Params:
        it = factory.Trait(team=factory.SubFactory(TeamFactory, it=True))
        rssi = factory.Trait(team=factory.SubFactory(TeamFactory, rssi=True))
        guest = factory.Trait(
            team=None,
            vendor=factory.SubFactory(VendorFactory),
            email=factory.Sequence(lambda n: f"invite{n}@agence.example"),
        )
        manager = factory.Trait(mandate=Mandate.MANAGER)
        steward = factory.Trait(mandate=Mandate.STEWARD)


class TopicFactory(Known):
    slug = factory.Sequence(lambda n: f"topic-{n}")
    name = factory.LazyAttribute(lambda topic: f"Sujet {topic.slug}")
    question = "Que choisissez-vous ?"
    icon = "cloud"
    position = factory.Sequence(lambda n: n)

    class Meta:
        model = house.Topic


class FactFactory(Known):
    topic = factory.SubFactory(TopicFactory, slug="hosting")
    slug = factory.Sequence(lambda n: f"fact_{n}")
    label = "Fait"
    kind = "text"
    position = factory.Sequence(lambda n: n)

    class Meta:
        model = house.Fact


class TopicOptionFactory(DjangoModelFactory):
    topic = factory.SubFactory(TopicFactory, slug="hosting")
    slug = factory.Sequence(lambda n: f"option-{n}")
    label = "Solution admise"
    position = factory.Sequence(lambda n: n)

    class Meta:
        model = house.TopicOption


class GroundRuleFactory(DjangoModelFactory):
    ref = factory.Sequence(lambda n: f"T{n:02}")
    topic = factory.SubFactory(TopicFactory, slug="hosting")
    title = "Règle"
    trigger = "Toujours"
    condition = factory.LazyFunction(dict)
    verdict = "conditional"
    allows = "Ce que l’on peut faire"
    why = "La raison"
    alternative = "Une solution"
    source = "Général"

    class Meta:
        model = house.GroundRule


class SystemFactory(DjangoModelFactory):
    number = factory.Sequence(lambda n: 1000 + n)
    name = factory.Sequence(lambda n: f"SYSTEME-{n}")
    category = "Données"
    nature = "entrepôt"
    owner_team = factory.SubFactory(TeamFactory, it=True)
    criticality = 2
    personal_data = "yes"

    class Meta:
        model = house.System

    class Params:
        owned = factory.Trait(owner=factory.SubFactory(PersonFactory, it=True))


class FreezePeriodFactory(DjangoModelFactory):
    label = "Gel de fin d’année"
    starts_on = in_days(30)
    ends_on = in_days(40)

    class Meta:
        model = house.FreezePeriod


class ClosureFactory(DjangoModelFactory):
    label = "Fermeture"
    starts_on = in_days(30)
    ends_on = in_days(31)

    class Meta:
        model = house.Closure


class AbsenceFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    delegate = factory.SubFactory(PersonFactory)
    starts_on = in_days(0)
    ends_on = in_days(5)

    class Meta:
        model = house.Absence


class LevelFactory(DjangoModelFactory):
    code = "standard"
    answer_days = 5
    silence = "escalate"
    meaning = "Le chemin habituel"

    class Meta:
        model = house.Level
        django_get_or_create = ("code",)


class KindFactory(Known):
    slug = "website"
    name = "Refonte de site ou d’extranet"
    summary = "Un site que le public voit."
    usual_weeks = 16
    position = 1

    class Meta:
        model = house.Kind


class ProfileQuestionFactory(Known):
    slug = "personal_data"
    label = "Le projet utilise-t-il des données personnelles ?"
    topic = factory.SubFactory(TopicFactory, slug="personal-data")
    position = 1

    class Meta:
        model = house.ProfileQuestion


class PathRuleFactory(DjangoModelFactory):
    condition = factory.LazyFunction(
        lambda: {"fact": "personal_data", "op": "says", "value": ["yes", "unknown"]}
    )
    effect = "gate"
    target = "J3"
    reason = "Vous utilisez des données personnelles"
    position = factory.Sequence(lambda n: 1000 + n)

    class Meta:
        model = house.PathRule


class MilestoneTemplateFactory(Known):
    slug = "scoping"
    name = "Réunion de cadrage"
    position = 1
    share = "0.12"

    class Meta:
        model = house.MilestoneTemplate


class GateTemplateFactory(DjangoModelFactory):
    ref = "J2"
    name = "Hébergement"
    avoids = "Choisir un hébergeur qu’il faudra quitter."
    domain = "infrastructure"
    team = factory.SubFactory(TeamFactory, it=True)
    share = "0.40"
    position = 2

    class Meta:
        model = house.GateTemplate
        django_get_or_create = ("ref",)


class CriterionFactory(DjangoModelFactory):
    gate = factory.SubFactory(GateTemplateFactory)
    position = factory.Sequence(lambda n: 100 + n)
    text = "Le lieu des données est connu"
    level = "express"
    proof = "declared"

    class Meta:
        model = house.Criterion


class NoticeFactory(DjangoModelFactory):
    recipient = factory.SubFactory(PersonFactory)
    key = factory.Sequence(lambda n: f"test:{n}")
    subject = "À vous de jouer"
    body = "Une question vous attend."
    created_at = factory.LazyFunction(now)

    class Meta:
        model = house.Notice


class JobFactory(DjangoModelFactory):
    kind = "test"
    key = factory.Sequence(lambda n: f"test:{n}")
    created_at = factory.LazyFunction(now)

    class Meta:
        model = house.Job


class ProjectFactory(DjangoModelFactory):
    key = factory.Sequence(lambda n: f"P-2026-{9000 + n}")
    title = factory.Sequence(lambda n: f"Projet {n}")
    kind = factory.SubFactory(KindFactory)
    need = "Vendre en ligne."
    audience = "Les clients"
    launch_on = in_days(120)
    launch_reason = "Le salon de printemps"
    visibility = "public"
    budget = "medium"
    level = "standard"
    registered_by = factory.SubFactory(PersonFactory)
    registered_at = factory.LazyFunction(now)
    updated_at = factory.LazyFunction(now)

    class Meta:
        model = plan.Project
        skip_postgeneration_save = True

    class Params:
        scoped = factory.Trait(state="scoped")
        live = factory.Trait(state="live", health="live")
        staffed = factory.Trait(
            bearer=factory.RelatedFactory("tests.factories.SeatFactory", "project", bearer=True),
            guest=factory.RelatedFactory("tests.factories.SeatFactory", "project", vendor=True),
            referent=factory.RelatedFactory("tests.factories.SeatFactory", "project", it=True),
        )


class SeatFactory(DjangoModelFactory):
    project = factory.SubFactory(ProjectFactory)
    part = "bearer"
    person = factory.SubFactory(PersonFactory)
    offered_at = factory.LazyFunction(now)
    taken_at = factory.LazyFunction(now)

    class Meta:
        model = plan.Seat

    class Params:
        bearer = factory.Trait(part="bearer")
        vendor = factory.Trait(part="vendor", person=factory.SubFactory(PersonFactory, guest=True))
        it = factory.Trait(part="it", person=factory.SubFactory(PersonFactory, it=True))
        offered = factory.Trait(taken_at=None)


class MilestoneFactory(DjangoModelFactory):
    project = factory.SubFactory(ProjectFactory)
    ref = factory.Sequence(lambda n: f"step-{n}")
    name = "Réunion de cadrage"
    genre = "milestone"
    position = factory.Sequence(lambda n: n)
    due_on = in_days(20)

    class Meta:
        model = plan.Milestone

    class Params:
        gate = factory.Trait(genre="gate", ref="J2", name="Hébergement")
        late = factory.Trait(due_on=in_days(-10))


class ProjectTopicFactory(DjangoModelFactory):
    project = factory.SubFactory(ProjectFactory)
    topic = factory.SubFactory(TopicFactory, slug="hosting")

    class Meta:
        model = plan.ProjectTopic


class TechnicalChoiceFactory(DjangoModelFactory):
    subject = factory.SubFactory(ProjectTopicFactory)
    version = factory.LazyAttribute(lambda choice: choice.subject.choices.count() + 1)
    label = "Hexanuage, Paris"
    facts = factory.LazyFunction(lambda: {"hosting_country": "FR"})
    updated_at = factory.LazyFunction(now)

    class Meta:
        model = plan.TechnicalChoice

    class Params:
        submitted = factory.Trait(
            submitted_at=factory.LazyFunction(now),
            submitted_by=factory.SubFactory(PersonFactory, guest=True),
            verdict="allowed",
        )


class DependencyFactory(DjangoModelFactory):
    project = factory.SubFactory(ProjectFactory)
    system = factory.SubFactory(SystemFactory, owned=True)
    nature = "data_flow"
    direction = "out"

    class Meta:
        model = plan.Dependency


class DocumentFactory(DjangoModelFactory):
    project = factory.SubFactory(ProjectFactory)
    file = factory.django.FileField(filename="piece.pdf", data=b"%PDF-1.7 piece")
    name = "piece.pdf"
    media_type = "application/pdf"
    size = 14
    sha256 = "0" * 64
    added_by = factory.SubFactory(PersonFactory, guest=True)
    added_at = factory.LazyFunction(now)

    class Meta:
        model = plan.Document


class RegistrationDraftFactory(DjangoModelFactory):
    author = factory.SubFactory(PersonFactory)
    data = factory.LazyFunction(lambda: {"title": "Carte cadeau"})
    started_at = factory.LazyFunction(now)
    updated_at = factory.LazyFunction(now)

    class Meta:
        model = plan.RegistrationDraft


class MoveFactory(DjangoModelFactory):
    project = factory.SubFactory(ProjectFactory)
    kind = "go_live"
    side = "bearer"
    person = factory.SubFactory(PersonFactory)
    subject_label = factory.LazyAttribute(lambda move: move.project._meta.label_lower)
    subject_id = factory.LazyAttribute(lambda move: move.project.pk)
    title = "Mettre en service"
    opened_at = factory.LazyFunction(now)
    due_on = in_days(5)
    days = 5

    class Meta:
        model = plan.Move

    class Params:
        late = factory.Trait(due_on=in_days(-10))
        closed = factory.Trait(closed_at=factory.LazyFunction(now), outcome="done")


class InvitationFactory(DjangoModelFactory):
    seat = factory.SubFactory(SeatFactory, vendor=True, offered=True)
    sent_by = factory.SubFactory(PersonFactory)
    sent_at = factory.LazyFunction(now)
    expires_at = factory.LazyFunction(lambda: now() + timedelta(days=7))

    class Meta:
        model = plan.Invitation

    class Params:
        expired = factory.Trait(expires_at=factory.LazyFunction(lambda: now() - timedelta(days=1)))


def member(project, role):
    """A person who stands before a project in this role; the one who already does, if any."""
    role = Role(role)
    if role in plan.Seat.Part.values:
        return seated(project, role)
    if role == Role.OWNER:
        return DependencyFactory(project=project).system.owner
    if role == Role.GUEST:
        return SeatFactory(vendor=True).person
    situation = {role.value: True} if role in (Role.MANAGER, Role.STEWARD) else {}
    return PersonFactory(**situation)


def seated(project, part):
    """Whoever holds a seat of a project, seated now when the chair is empty."""
    seat = project.seats.current().filter(part=part).first()
    trait = {part.value: True} if part in ("bearer", "vendor", "it") else {"part": part.value}
    return (seat or SeatFactory(project=project, **trait)).person
