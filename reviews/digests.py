"""What a reminder says: one line per ball, and the sentences around them. Pure words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.models import Person
from governance.typography import count_in_words, long_day, short_day, working_days
from governance.working_days import Calendar
from projects.models import Move


@dataclass(frozen=True)
class Line:
    """One ball as its reminder shows it."""

    move: Move
    late: int  # working days after the due day; zero or less: not late
    holder: str  # empty when the reader holds the ball

    @classmethod
    def of(cls, move: Move, reader: Person, today: date, calendar: Calendar) -> "Line":
        """The ball as this reader should hear of it today."""
        theirs = move.person_id == reader.pk or (
            move.person_id is None and move.team_id == reader.team_id
        )
        late = calendar.between(move.due_on, today)
        return cls(move, late, "" if theirs else move.holder)

    @property
    def is_late(self) -> bool:
        return self.late > 0

    @property
    def day(self) -> str:
        return short_day(self.move.due_on)

    @property
    def when(self) -> str:
        """« retard de 2 jours ouvrés », « pour aujourd’hui », « dans 1 jour ouvré »."""
        if self.late > 0:
            return _("retard de %(days)s") % {"days": working_days(self.late)}
        if self.late == 0:
            return _("pour aujourd’hui")
        return _("dans %(days)s") % {"days": working_days(-self.late)}

    @property
    def where(self) -> str:
        """The project, who holds the ball when it is somebody else, and why it is played."""
        found = [str(self.move.place)]
        if self.holder:
            found.append(_("La balle est chez %(name)s") % {"name": self.holder})
        if self.move.detail:
            found.append(self.move.detail.rstrip("."))
        return ". ".join(found) + "."

    @property
    def url(self) -> str:
        return settings.BASE_URL + self.move.get_absolute_url()

    def __str__(self):
        facts = {"title": self.move.title, "day": self.day, "when": self.when, "where": self.where}
        return _("%(title)s, pour %(day)s (%(when)s). %(where)s") % facts


def in_order(lines: Sequence[Line]) -> list[Line]:
    """One's own balls first, the latest first; those of others after."""
    return sorted(lines, key=lambda line: (bool(line.holder), -line.late, line.move.pk))


def digest_subject(reader: Person, lines: Sequence[Line]) -> str:
    """« Sophie, quatre balles chez vous, dont une en retard »."""
    own = [line for line in lines if not line.holder]
    late = sum(line.is_late for line in own)
    if not own:
        words = ngettext(
            "%(name)s, une balle à suivre pour un autre",
            "%(name)s, %(count)s balles à suivre pour d’autres",
            len(lines),
        )
        return words % {"name": reader.first_name, "count": lowered(len(lines))}
    if len(own) == 1:
        words = _("%(name)s, une balle chez vous : %(title)s")
        return words % {"name": reader.first_name, "title": own[0].move.title}
    facts = {"name": reader.first_name, "count": lowered(len(own)), "late": lowered(late)}
    if not late:
        return _("%(name)s, %(count)s balles chez vous") % facts
    return _("%(name)s, %(count)s balles chez vous, dont %(late)s en retard") % facts


def lowered(count: int) -> str:
    """« quatre », then figures from ten on."""
    return count_in_words(count).lower()


def digest_body(lines: Sequence[Line]) -> str:
    """The lines as the inbox keeps them, one paragraph each."""
    return "\n\n".join(str(line) for line in lines)


def digest_day(today: date, lines: Sequence[Line]) -> str:
    """« Jeudi 8 octobre. Une réponse est en retard. »"""
    late = sum(line.is_late for line in lines)
    day = long_day(today)
    if not late:
        words = _("%(day)s. Rien n’est en retard.")
    else:
        words = ngettext(
            "%(day)s. Une réponse est en retard.",
            "%(day)s. %(count)s réponses sont en retard.",
            late,
        )
    return words % {"day": day[0].upper() + day[1:], "count": count_in_words(late)}


def escalation_subject(line: Line) -> str:
    """« Retard de 5 jours ouvrés : Décider, choix techniques »."""
    when = line.when
    return f"{when[0].upper()}{when[1:]} : {line.move.title}"


def escalation_body(line: Line, told: Sequence[date]) -> str:
    """What is late, in whose hands, and the steps before this one."""
    move = line.move
    facts = {
        "title": move.title,
        "project": move.place,
        "holder": move.holder,
        "day": long_day(move.due_on),
        "when": line.when,
    }
    found = [
        _("« %(title)s », %(project)s : c’était pour %(day)s, %(when)s.") % facts
        if line.is_late
        else _("« %(title)s », %(project)s : c’est pour %(day)s.") % facts,
        _("La balle est chez %(holder)s.") % facts if line.holder else _("La balle est chez vous."),
    ]
    if told and line.holder:
        days = ", ".join(short_day(day) for day in told)
        found.append(_("Déjà relancé : %(days)s.") % {"days": days})
    return "\n\n".join(found)
