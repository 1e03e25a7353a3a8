from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Person, Team
from governance.roles import Mandate
from governance.verdicts import Incomplete
from projects.actions.catalogue_import import PLAN, WRITE
from projects.inventory import tables
from projects.inventory.plan import CHANGED, CREATED, REFUSED, Plan

MOST = 20


class Command(BaseCommand):
    help = (
        "Read a file of systems or dependencies and say what it would do; --apply writes it, in "
        "one transaction, in the name of a steward."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--kind", choices=sorted(PLAN), default="systems")
        parser.add_argument("--default-team", default="", help="identifier of a team")
        parser.add_argument("--apply", action="store_true", help="write what the dry run said")
        parser.add_argument("--by", default="", help="e-mail of the steward, with --apply")
        parser.add_argument("--without-refused", action="store_true", help="leave refused rows out")

    def handle(self, *args, **options):
        by = steward(options["by"]) if options["apply"] else None
        team = team_of(options["default_team"])
        try:
            rows = tables.read(options["file"].read_bytes(), options["kind"])
        except OSError as absent:
            raise CommandError(str(absent)) from None
        except Incomplete as unreadable:
            raise CommandError(" ".join(map(str, unreadable.problems.values()))) from None
        with transaction.atomic():
            journal.lock_chain()
            plan = PLAN[options["kind"]](rows, default_team=team)
            self.say(plan)
            if by is None:
                self.stdout.write(_("Rien n’est écrit : ajoutez --apply --by pour importer."))
                return
            if plan.counts()[REFUSED] and not options["without_refused"]:
                raise CommandError(
                    _("Des lignes sont refusées : rien n’est écrit. Ajoutez --without-refused.")
                )
            WRITE[options["kind"]](plan=plan, by=by, source=options["file"].name)
        self.stdout.write(_("C’est importé, en une seule fois."))

    def say(self, plan: Plan) -> None:
        """The figures of a plan, and its first lines of each sort."""
        labels = (
            (CREATED, _("créées")), (CHANGED, _("changées")), ("unchanged", _("inchangées")),
            (REFUSED, _("refusées")),
        )  # fmt: skip
        counts = plan.counts()
        self.stdout.write(", ".join(f"{counts[key]} {label}" for key, label in labels))
        for name in plan.ignored:
            self.stdout.write(_("Colonne laissée de côté : %(name)s") % {"name": name})
        for line in plan.of(REFUSED)[:MOST]:
            said = " ; ".join(f"{label} : {text}" for label, text in line.problems)
            self.stdout.write(f"{line.number}  {line.name}  {said}")
        for line in plan.of(CHANGED)[:MOST]:
            said = " ; ".join(f"{label} : {old} → {new}" for label, old, new in line.changes)
            self.stdout.write(f"{line.number}  {line.name}  {said}")


def steward(email: str) -> Person:
    """The steward in whose name it is written."""
    rows = Person.objects.filter(mandate=Mandate.STEWARD, is_active=True)
    found = rows.filter(email__iexact=email).first()
    if found is None:
        raise CommandError(_("Dites au nom de qui : --by et l’adresse d’une personne de la "
                             "gouvernance."))  # fmt: skip
    return found


def team_of(slug: str) -> Team | None:
    """The team of the systems that name none."""
    found = Team.objects.filter(slug=slug).first() if slug else None
    if slug and found is None:
        raise CommandError(_("Équipe inconnue : %(slug)s.") % {"slug": slug})
    return found
