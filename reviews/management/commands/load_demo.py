from django.core.management.base import BaseCommand
from django.db import transaction

from projects.listing import Asked
from projects.models import Project
from projects.portfolio import refresh
from reviews.actions.committee import freeze_committee
from reviews.demo import cast, stories
from reviews.demo.stage import Stage


class Command(BaseCommand):
    help = "Play the demo company, Maison Verdier: twelve projects, through the verbs. Once."

    def handle(self, *args, **options):
        if Project.objects.exists():
            self.stdout.write("demo: projects are there already, nothing to do")
            return
        with transaction.atomic():
            people = cast.gather()
            stage = Stage()
            told = stories.tell_all(stage, people)
            acts = stage.play()
            for project in Project.objects.all():
                refresh(project)
            freeze_committee(asked=Asked(), by=people["anne"])
        self.stdout.write(f"demo: {len(told)} projects, {acts} acts")
