from django.core.management.base import BaseCommand

from reviews.actions.dues import recompute_dues


class Command(BaseCommand):
    help = "Count the open delays of gates again, after a closure was added."

    def handle(self, *args, **options):
        moved = recompute_dues(force=True)
        self.stdout.write(f"{moved} due dates moved")
