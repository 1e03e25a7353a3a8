"""The steps of the path that leave work to the worker, and the count of what it did.

Each function runs in a process of its own beside a real worker (House.run).
"""

import zipfile
from datetime import datetime, time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from governance.delivery import notice_message
from governance.models import Closure, Job, JournalEntry, Notice, Person, ProfileQuestion, Topic
from governance.roles import Voice
from projects.actions.choices import submit_choice
from projects.actions.registration import Registration, register_project
from projects.actions.seats import take_seat
from projects.listing import Asked
from projects.models import Project
from reviews.actions import (
    dating,
    deciding,
    gates,
    meetings,
    minutes,
    opening,
    signing,
)
from reviews.actions.committee import ask_bundle, freeze_committee
from reviews.demo import cast
from reviews.models import CommitteeBundle, Reminder, Report
from tests.journeys.backstage import days, grow_late

PRINTED = ("report.produced", "gate.recorded", "minutes.printed", "committee.printed")
RESERVATION = "Écrire le plan de montée de version"


def prepare() -> None:
    """The reference and the people."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    cast.gather()


def person(slug: str) -> Person:
    return Person.objects.get(email=cast.address(slug))


def register() -> None:
    """Invitations leave."""
    slugs = ProfileQuestion.objects.values_list("slug", flat=True)
    yes = {"personal_data", "company_tool"}
    registration = Registration(
        title="Simulateur de budget travaux",
        kind="tool",
        need="Donner un prix avant la visite.",
        audience="Particuliers",
        launch_on=timezone.datetime.fromisoformat(days()["launch"]).date(),
        launch_reason="Le printemps",
        visibility="public",
        budget="medium",
        answers={slug: "yes" if slug in yes else "no" for slug in slugs},
        referent=person("sophie"),
        vendor_name="Studio Lumen",
        vendor_email=cast.address("mehdi"),
    )
    project, _path = register_project(registration=registration, by=person("claire"))
    opening.open_path(project=project, by=person("claire"))


def plan() -> None:
    """The three voices are invited to the meeting."""
    project = Project.objects.get()
    for seat in project.seats.voices().filter(taken_at=None):
        take_seat(seat=seat, by=seat.person)
    start = datetime.combine(Closure.calendar().add(timezone.localdate(), 1), time(10))
    dating.plan_meeting(
        meeting=project.meetings.get(),
        starts_at=timezone.make_aware(start),
        place="Salle Lin",
        reason="Le prestataire part le lendemain.",
        by=person("claire"),
    )


def meet() -> None:
    """The minutes leave."""
    meeting, claire = Project.objects.get().meetings.get(), person("claire")
    meetings.hold_meeting(meeting=meeting, present=Voice.values, by=claire)
    minutes.close_meeting(meeting=meeting, by=claire)


def sign() -> None:
    """The report is to print."""
    last = Project.objects.get().meetings.get().minutes.get()
    for slug in ("claire", "mehdi", "sophie"):
        signing.sign_minutes(minutes=last, answer="agreed", by=person(slug))


def submit() -> None:
    """The referent is asked to decide."""
    project = Project.objects.get()
    subject = project.topics.get(topic__slug="technology")
    option = Topic.objects.get(slug="technology").options.first()
    data = {
        "version": 1,
        "option": option,
        "label": "",
        "facts": option.facts,
        "rationale": "Connu.",
        "alternatives": "",
        "reversibility": "easy",
    }
    submit_choice(subject=subject, data=data, by=person("mehdi"))
    gates.submit_gate(gate=project.gates.get(ref="J1"), by=person("mehdi"), reason="Prêt.")


def decide() -> None:
    """The decision is announced."""
    condition = {
        "text": RESERVATION,
        "owner": person("mehdi"),
        "due_on": timezone.datetime.fromisoformat(days()["soon"]).date(),
        "consequence": "security",
        "weight": "reservation",
        "proof_asked": "",
    }
    deciding.decide_gate(
        gate=Project.objects.get().gates.get(ref="J1"),
        outcome="reserved",
        round_number=1,
        word="Bon choix.",
        by=person("sophie"),
        reservations=[condition],
    )


def committee() -> None:
    """The portfolio is to print."""
    freeze_committee(asked=Asked(), by=person("anne"))


def gather() -> None:
    """The committee's file is to be made."""
    report = Report.objects.get(kind="committee")
    ask_bundle(report=report, keys=[Project.objects.get().key], by=person("anne"))


def remind() -> None:
    """A ball is late: beat has a reminder to write."""
    grow_late(title=RESERVATION)


def post_many(count: int) -> None:
    """A morning with many letters."""
    for number in range(count):
        Notice.post(
            person("claire"), key=f"many:{number}", subject=f"Lettre {number}", body="Bonjour."
        )


def ledger() -> dict:
    """What was to do and what was done; files as they are on the disk."""
    stored = (settings.MEDIA_ROOT / "reports").rglob("*.pdf")
    reports = Report.objects.exclude(produced_at=None)
    call_command("verify_journal", verbosity=0)
    return {
        "letters": {
            notice.key: letter_id(notice) for notice in Notice.objects.filter(held_back="")
        },
        "held_back": [letter_id(notice) for notice in Notice.objects.exclude(held_back="")],
        "waiting": Notice.objects.filter(done_at=None).count()
        + Job.objects.filter(done_at=None).count(),
        "files": sorted(str(path.relative_to(settings.MEDIA_ROOT)) for path in stored),
        "named": sorted(
            name for row in reports for name in (row.archive.name, row.accessible.name)
        ),
        "reports": sorted(Report.objects.values_list("kind", flat=True)),
        "produced": JournalEntry.objects.filter(verb__in=PRINTED).count(),
        "zips": sorted(path.name for path in (settings.MEDIA_ROOT / "reports").rglob("*.zip")),
        "bundled": [
            Path(row.file.name).name for row in CommitteeBundle.objects.all() if whole(row)
        ],
        "reminders": Reminder.objects.filter(move__title=RESERVATION).count(),
    }


def whole(bundle: CommitteeBundle) -> bool:
    """Whether the ZIP of a committee opens and every file in it is sound."""
    with zipfile.ZipFile(bundle.file.open("rb")) as archive:
        return archive.testzip() is None and len(archive.namelist()) == bundle.total + 1


def letter_id(notice: Notice) -> str:
    return notice_message(notice).extra_headers["Message-ID"]
