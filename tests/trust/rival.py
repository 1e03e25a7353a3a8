"""A rival's project beside ours, where every text is a mark that our guest must never meet."""

from django.core.files.base import ContentFile

from governance.models import Person
from governance.roles import Role
from projects.models import Dependency, InternalNote, QuickOpinion, RuleWaiver, TopicMessage
from tests import factories as make
from tests.trust.world import World

MARK = "QZXRIVAL"
NOTE = f"{MARK} note interne"
BUDGET = "Plus de 100 000"
COMPANY_ONLY = (MARK, BUDGET)


def marked(world: World) -> World:
    """Ours gets internal notes and a budget; the rival's gets a mark in whatever can be read."""
    world.project.budget = "large"
    world.project.save(update_fields=["budget"])
    ours = subject_of(world)
    author = world.person(Role.IT)
    make.InternalNoteFactory(subject=ours, written_by=author)
    theirs = World()
    name_everything(theirs)
    share_a_system(world, theirs)
    make_known(ours, theirs)
    make.RegistrationDraftFactory(data={"title": f"{MARK} brouillon"})
    InternalNote.objects.update(text=NOTE)
    return theirs


def name_everything(world: World) -> None:
    """The mark in the project, its people, their company and all that they wrote."""
    project = world.project
    vendor = world.person(Role.VENDOR).vendor
    vendor.name = f"{MARK} Agence"
    vendor.save(update_fields=["name"])
    for field in ("title", "need", "audience", "launch_reason", "health_reason"):
        setattr(project, field, f"{MARK} {field}")
    project.vendor, project.budget = vendor, "large"
    project.save()
    for role, person in world.people.items():
        Person.objects.filter(pk=person.pk).update(
            name=f"{MARK} {role}", email=f"{MARK}.{role}@rival.example".lower()
        )
    subject = subject_of(world)
    write_on(subject, world.person(Role.VENDOR))
    for piece in project.documents.all():
        piece.name = f"{MARK}.pdf"
        piece.file.save(f"{MARK}.pdf", ContentFile(MARK.encode()), save=False)
        piece.save()
    for row in (*project.gates.all(), *project.milestones.all()):
        row.name = f"{MARK} point"
        row.save(update_fields=["name"])


def write_on(subject, guest) -> None:
    """Everything that can be said on a topic, and all that this world already said of it."""
    make.TechnicalChoiceFactory(
        subject=subject, submitted=True, submitted_by=guest, label=f"{MARK} choix", rationale=MARK
    )
    make.InternalNoteFactory(subject=subject)
    make.TopicMessageFactory(subject=subject)
    make.QuickOpinionFactory(subject=subject, asked_by=guest)
    make.RuleWaiverFactory(subject=subject, rule_ref="R99", asked_by=guest)
    make.VendorAnswerFactory(vendor=guest.vendor, value=MARK, answered_by=guest)
    TopicMessage.objects.filter(subject=subject).update(text=MARK)
    QuickOpinion.objects.filter(subject=subject).update(question=MARK)
    RuleWaiver.objects.filter(subject=subject).update(reason=MARK, measure=MARK)


def share_a_system(ours: World, theirs: World) -> None:
    """Both projects lean on one system: a collision that only the company reads."""
    system = ours.project.dependencies.first().system
    Dependency.objects.filter(project=theirs.project).update(system=system, data=MARK)


def make_known(ours, theirs: World) -> None:
    """The rival's choice was made known for our topic, with what the referent wrote of it."""
    source = subject_of(theirs).choices.order_by("version").last()
    make.KnownChoiceFactory(source=source, topic=ours.topic, label="Hexanuage, Paris")


def subject_of(world: World):
    """The topic of a world."""
    return world.project.topics.get(pk=world.things["subject_id"])
