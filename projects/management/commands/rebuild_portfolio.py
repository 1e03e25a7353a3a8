from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from projects import portfolio


class Command(BaseCommand):
    help = "Write again what lists show of the projects in progress: health, ball, path."

    def handle(self, *args, **options):
        count = portfolio.rebuild_all()
        text = ngettext("%(count)d projet remis à jour.", "%(count)d projets remis à jour.", count)
        self.stdout.write(text % {"count": count})
