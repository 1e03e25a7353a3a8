"""Waivers of the ground rules, beside what the rules say: never in their place."""

from django.utils.translation import gettext as _

from governance import typography
from projects.models import ProjectTopic, RuleWaiver

ASKABLE = ("refused", "conditional", "dpo", "rssi")


def by_rule(subject: ProjectTopic) -> dict[str, RuleWaiver]:
    """The last request that counts on each rule of a topic."""
    rows = subject.waivers.standing().order_by("asked_at", "pk")
    return {waiver.rule_ref: waiver for waiver in rows}


def words(waiver: RuleWaiver) -> str:
    """« Dérogation accordée jusqu’au 31 mars 2027 »."""
    day = typography.long_day(waiver.expires_on)
    if waiver.is_over:
        return _("Dérogation expirée depuis le %(day)s") % {"day": day}
    sentences = {
        "asked": _("Dérogation demandée jusqu’au %(day)s"),
        "granted": _("Dérogation accordée jusqu’au %(day)s"),
        "declined": _("Dérogation refusée, elle était demandée jusqu’au %(day)s"),
        "withdrawn": _("Demande de dérogation retirée"),
    }
    return sentences[waiver.state] % {"day": day}


def kind(waiver: RuleWaiver) -> str:
    """The sign of a request: expected, advice, or not conforming."""
    if waiver.is_running:
        return "waived"
    return "expected" if waiver.state == RuleWaiver.State.ASKED else "nonconforming"


def beside(lines: list[dict], subject: ProjectTopic, *, may_ask: bool) -> list[dict]:
    """Findings with the waiver that stands beside each, and whether one may ask for it."""
    found = by_rule(subject)
    return [line | _part(line, found.get(line["ref"]), may_ask=may_ask) for line in lines]


def _part(line: dict, waiver: RuleWaiver | None, *, may_ask: bool) -> dict:
    shown = waiver and {
        "words": words(waiver),
        "kind": kind(waiver),
        "url": waiver.get_absolute_url(),
    }
    renewable = waiver is None or waiver.may_be_renewed
    return {
        "waiver": shown,
        "may_ask": may_ask and renewable and line["verdict"] in ASKABLE,
    }
