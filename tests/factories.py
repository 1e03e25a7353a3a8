"""One factory per model; a trait is a situation, not a field.

The floors below and above have their own files: factories_house.py, factories_reviews.py.
`member(project, role)` gives a person who stands before a project in one of the ways of
governance.roles.Role.
"""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from governance.roles import Role
from projects import models as plan
from tests.factories_house import *  # noqa: F403 -- one place to import factories from
from tests.factories_house import (
    KindFactory,
    PersonFactory,
    SystemFactory,
    TopicFactory,
    in_days,
    now,
)


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


class KnownChoiceFactory(DjangoModelFactory):
    source = factory.SubFactory(TechnicalChoiceFactory, submitted=True)
    topic = factory.LazyAttribute(lambda known: known.source.subject.topic)
    label = "Hexanuage, Paris"
    facts = factory.LazyFunction(lambda: {"hosting_country": "FR"})
    made_by = factory.SubFactory(PersonFactory, it=True)
    made_at = factory.LazyFunction(now)

    class Meta:
        model = plan.KnownChoice


class RuleWaiverFactory(DjangoModelFactory):
    subject = factory.SubFactory(ProjectTopicFactory)
    project = factory.LazyAttribute(lambda waiver: waiver.subject.project)
    rule_ref = "R13"
    rule_version = 1
    reason = "L’hébergeur ne le propose qu’en mars."
    measure = "Une copie chaque nuit chez nous."
    expires_on = in_days(60)
    asked_by = factory.SubFactory(PersonFactory, guest=True)
    asked_at = factory.LazyFunction(now)

    class Meta:
        model = plan.RuleWaiver


class TopicMessageFactory(DjangoModelFactory):
    subject = factory.SubFactory(ProjectTopicFactory)
    text = "Quel jour passe la sauvegarde ?"
    written_by = factory.SubFactory(PersonFactory)
    written_at = factory.LazyFunction(now)

    class Meta:
        model = plan.TopicMessage


class InternalNoteFactory(TopicMessageFactory):
    text = "À surveiller : leur dernier contrat s’est mal fini."
    written_by = factory.SubFactory(PersonFactory, it=True)

    class Meta:
        model = plan.InternalNote


class QuickOpinionFactory(DjangoModelFactory):
    subject = factory.SubFactory(ProjectTopicFactory)
    question = "Hexanuage convient-il ?"
    asked_by = factory.SubFactory(PersonFactory, guest=True)
    asked_at = factory.LazyFunction(now)

    class Meta:
        model = plan.QuickOpinion


class DependencyFactory(DjangoModelFactory):
    project = factory.SubFactory(ProjectFactory)
    system = factory.SubFactory(SystemFactory, owned=True)
    nature = "data_flow"
    direction = "out"

    class Meta:
        model = plan.Dependency


class SystemAnnouncementFactory(DjangoModelFactory):
    system = factory.SubFactory(SystemFactory, owned=True)
    kind = "retirement"
    starts_on = in_days(60)
    text = "Le système s’arrête ; ses données passent au CRM."
    announced_by = factory.SelfAttribute("system.owner")
    announced_at = factory.LazyFunction(now)

    class Meta:
        model = plan.SystemAnnouncement


class AnnouncementReachFactory(DjangoModelFactory):
    announcement = factory.SubFactory(SystemAnnouncementFactory)
    project = factory.SubFactory(ProjectFactory)

    class Meta:
        model = plan.AnnouncementReach


class CollisionNoteFactory(DjangoModelFactory):
    project = factory.SubFactory(ProjectFactory)
    other = factory.SubFactory(ProjectFactory)
    system = factory.SubFactory(SystemFactory)
    starts_on = in_days(10)
    ends_on = in_days(20)
    note = "Nous livrons d’abord, vous ensuite."
    noted_by = factory.SubFactory(PersonFactory)
    noted_at = factory.LazyFunction(now)

    class Meta:
        model = plan.CollisionNote


class SavedViewFactory(DjangoModelFactory):
    owner = factory.SubFactory(PersonFactory)
    name = "Données personnelles"
    page = "matrix"
    saved_at = factory.LazyFunction(now)

    class Meta:
        model = plan.SavedView


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


class LevelChangeFactory(DjangoModelFactory):
    project = factory.SubFactory(ProjectFactory)
    previous = "standard"
    wanted = "reinforced"
    reason = "Beaucoup de clients seront touchés."
    asked_by = factory.SubFactory(PersonFactory)
    asked_at = factory.LazyFunction(now)

    class Meta:
        model = plan.LevelChange


class ScopeChangeFactory(DjangoModelFactory):
    project = factory.SubFactory(ProjectFactory)
    number = 1
    before = factory.LazyFunction(lambda: {"title": "Carte cadeau"})
    after = factory.LazyFunction(lambda: {"title": "Carte cadeau en ligne"})
    cause = "need"
    reason = "Le nom a été choisi."
    after_signature = True
    changed_by = factory.SubFactory(PersonFactory)
    changed_at = factory.LazyFunction(now)

    class Meta:
        model = plan.ScopeChange


class LaterCheckFactory(DjangoModelFactory):
    project = factory.SubFactory(ProjectFactory)
    share = 20
    drawn_at = factory.LazyFunction(now)

    class Meta:
        model = plan.LaterCheck


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


class MovePauseFactory(DjangoModelFactory):
    move = factory.SubFactory(MoveFactory)
    reason = "Quel est le lieu des sauvegardes ?"
    awaited = "vendor"
    started_at = factory.LazyFunction(now)

    class Meta:
        model = plan.MovePause


class CatalogueImportFactory(DjangoModelFactory):
    kind = "systems"
    name = "catalogue.csv"
    content = "Nom;Catégorie;Équipe\nNOUVEAU;Données;it-hosting\n".encode()
    asked_by = factory.SubFactory(PersonFactory, steward=True)
    asked_at = factory.LazyFunction(now)

    class Meta:
        model = plan.CatalogueImport
