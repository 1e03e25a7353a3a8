"""A thousand balls due on one day, and the count of what their reminders became.

Each function runs in a process of its own beside a real worker (House.run).
"""

from django.core.management import call_command
from django.utils import timezone

from governance.models import Kind, Notice, Person, Team
from projects.models import Move, Project
from reviews.models import Reminder
from tests.trust.worker_path import letter_id


def prepare(count: int) -> None:
    """The reference, one project, and as many people who each hold a ball due today."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    team, now = Team.objects.get(slug="marketing"), timezone.now()
    people = Person.objects.bulk_create(
        Person(name=f"Claire Aubry{n}", email=f"claire{n}@x.example", team=team, password="!")
        for n in range(count)
    )
    project = Project.objects.create(
        key="P-2026-0001",
        title="Refonte du site",
        kind=Kind.objects.first(),
        need="Vendre en ligne.",
        audience="Les clients",
        launch_on=timezone.localdate(),
        visibility="public",
        budget="medium",
        level="standard",
        registered_by=people[0],
        registered_at=now,
        updated_at=now,
    )
    Move.objects.bulk_create(
        Move(
            project=project,
            kind=Move.Kind.ACT,
            side="bearer",
            person=person,
            subject_label="projects.project",
            subject_id=project.pk,
            title=f"Relire la page {number}",
            opened_at=now,
            due_on=timezone.localdate(),
            days=5,
        )
        for number, person in enumerate(people)
    )


def ledger() -> dict:
    """Every message by its Message-ID: how often its fate was unknown; the rows that planned it."""
    notices = list(Notice.objects.select_related("recipient").order_by("pk"))
    return {
        "doubts": {letter_id(notice): notice.doubtful for notice in notices},
        "waiting": sum(notice.done_at is None for notice in notices),
        "reminders": Reminder.objects.count(),
        "balls": Reminder.objects.values("move").distinct().count(),
        "people": len({notice.recipient_id for notice in notices}),
    }
