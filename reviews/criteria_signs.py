"""What the tool reads by itself in a file, for the criteria that rest on it. Pure.

A criterion rests on ground rules (R13), on answered facts (fact:hosting_country), on the
dependencies (listed, confirmed), or on what was looked up when the file was made: the three seats
(seats), the vendor's own file (vendor_file), the blocking points (blockers), the freeze periods
(freeze).
"""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.models import RuleVerdict
from governance.typography import long_day
from projects.models import Seat

HELD, LOOK, NOT_HELD = "held", "look", "not_held"
OF_VERDICT = {"allowed": HELD, "refused": NOT_HELD}
Sign = tuple[str, str]


def read(token: str, snapshot: dict) -> Sign | None:
    """What the file says of one thing that a criterion rests on; nothing when it does not speak."""
    if token in ("listed", "confirmed"):
        return of_dependencies(token, snapshot.get("dependencies", []))
    if token in CHECKS:
        found = snapshot.get("checks", {}).get(token)
        return None if found is None else CHECKS[token](found)
    if token.startswith("fact:"):
        return of_fact(token.removeprefix("fact:"), snapshot)
    return of_rule(token, snapshot)


def of_rule(ref: str, snapshot: dict) -> Sign | None:
    """The verdict that a ground rule gave; a rule that was not concerned says nothing."""
    labels = dict(RuleVerdict.choices) | {"unknown": _("Réponse attendue")}
    for choice in choices(snapshot):
        for finding in choice["findings"]:
            if finding["ref"] == ref:
                state = OF_VERDICT.get(finding["verdict"], LOOK)
                label = str(labels[finding["verdict"]])
                return state, f"{finding['title']} : {label[0].lower()}{label[1:]}"
    return None


def of_fact(slug: str, snapshot: dict) -> Sign | None:
    """Whether a fact was answered; « je ne sais pas » is not an answer."""
    answers = [choice["facts"].get(slug) for choice in choices(snapshot)]
    if not answers:
        return None
    known = any(answer not in (None, "", "unknown", []) for answer in answers)
    return (HELD, "") if known else (LOOK, _("Pas encore précisé"))


def of_dependencies(token: str, lines: list[dict]) -> Sign | None:
    """Whether dependencies are written down, or all answered by their owners."""
    if not lines:
        return None
    refused = [line["system"] for line in lines if line["state"] == "refused"]
    waiting = [line["system"] for line in lines if line["state"] == "to_confirm"]
    if token == "listed":  # noqa: S105 -- a word of the criteria, not a secret
        return HELD, ""
    if refused:
        return NOT_HELD, _("Refusé : %(systems)s") % {"systems": ", ".join(refused)}
    if waiting:
        return LOOK, _("À confirmer : %(systems)s") % {"systems": ", ".join(waiting)}
    return HELD, ""


def choices(snapshot: dict) -> list[dict]:
    """The choices of a file, then what it keeps of the topics that other gates judge."""
    own = [line["choice"] for line in snapshot.get("topics", []) if line["choice"]]
    return own + snapshot.get("elsewhere", [])


def of_seats(found: dict) -> Sign:
    """The three voices are named, on board, and each has somebody to stand in for it."""
    if found["empty"]:
        return NOT_HELD, _("À nommer : %(voices)s") % {"voices": voices(found["empty"])}
    if found["invited"]:
        return LOOK, _("Invitation en attente : %(voices)s") % {"voices": voices(found["invited"])}
    if found["alone"]:
        return LOOK, _("Suppléant à nommer : %(voices)s") % {"voices": voices(found["alone"])}
    return HELD, ""


def voices(parts: list[str]) -> str:
    return ", ".join(str(Seat.Part(part).label) for part in parts)


def of_vendor_file(found: dict) -> Sign:
    """The vendor answered about itself on each topic that asks it, less than a year ago."""
    if not found["vendor"]:
        return NOT_HELD, _("Le prestataire n’est pas choisi")
    if found["missing"]:
        told = {"vendor": found["vendor"], "topics": ", ".join(found["missing"])}
        return LOOK, _("La fiche de %(vendor)s ne dit rien sur : %(topics)s") % told
    if found["old"]:
        text = ngettext(
            "Une réponse de la fiche a plus d’un an",
            "%(n)s réponses de la fiche ont plus d’un an",
            found["old"],
        )
        return LOOK, text % {"n": found["old"]}
    return HELD, ""


def of_blockers(found: dict) -> Sign:
    """No blocking point is left to lift."""
    if found["open"]:
        return NOT_HELD, _("Reste à lever : %(what)s") % {"what": " ; ".join(found["open"])}
    return HELD, ""


def of_freeze(found: dict) -> Sign:
    """The launch falls in no freeze period; within one, a written leave is asked."""
    if not found["periods"]:
        return HELD, ""
    told = {
        "day": long_day(date.fromisoformat(found["launch_on"])),
        "labels": ", ".join(f"« {label} »" for label in found["periods"]),
    }
    return LOOK, _("Le %(day)s tombe pendant %(labels)s : joignez l’accord écrit") % told


CHECKS = {
    "seats": of_seats,
    "vendor_file": of_vendor_file,
    "blockers": of_blockers,
    "freeze": of_freeze,
}
