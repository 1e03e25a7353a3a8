from django.core.management.base import BaseCommand

from governance import reference


class Command(BaseCommand):
    help = "Load or refresh the reference data: topics, rules, systems, gates, paths."

    def handle(self, *args, **options):
        for noun, counts in reference.load().items():
            self.stdout.write(
                f"{noun}: {counts['created']} created, {counts['updated']} updated,"
                f" {counts['unchanged']} unchanged, {counts['kept']} kept by hand"
            )
