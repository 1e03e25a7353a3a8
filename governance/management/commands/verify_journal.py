import sys

from django.core.management.base import BaseCommand, CommandError

from governance import journal
from governance.models import JournalEntry


class Command(BaseCommand):
    help = "Check that no line of the journal was changed, removed, added or moved."

    def add_arguments(self, parser):
        parser.add_argument(
            "--head",
            metavar="NUMBER:HASH",
            help="a head kept outside the database: proves that the last lines were not cut off",
        )

    def handle(self, *args, head=None, **options):
        broken = list(journal.broken_links())
        for number, reason in broken:
            self.stderr.write(f"line {number}: its {reason} is not what its hash says")
        lost = bool(head) and not holds_head(head)
        if lost:
            self.stderr.write(f"the kept head {head} is no longer in the journal")
        if broken or lost:
            sys.exit(1)
        number, fingerprint = journal.head()
        self.stdout.write(f"{JournalEntry.objects.count()} lines, chain intact")
        self.stdout.write(f"head {number}:{fingerprint}")


def holds_head(head: str) -> bool:
    """Whether a head written down earlier is still a line of the journal."""
    number, separator, fingerprint = head.partition(":")
    if not (separator and number.isdigit()):
        raise CommandError("a head is written NUMBER:HASH, as this command prints it")
    if number == "0":
        return True
    return JournalEntry.objects.filter(pk=number, hash=fingerprint).exists()
