"""The journal verbs of this floor, each with the sentence that activity feeds show."""

from django.utils.translation import gettext_lazy as _

from governance import journal

VERBS = {
    "meeting.planned": _("fixe la réunion de cadrage"),
    "meeting.moved": _("déplace la réunion de cadrage"),
    "meeting.held": _("ouvre la réunion de cadrage"),
    "meeting.joined": _("note une voix arrivée à la réunion"),
    "meeting.reopened": _("rouvre la réunion pour un second tour"),
    "meeting.closed": _("clôt la réunion et envoie le compte rendu"),
    "meeting.signed": _("Les trois voix ont signé le compte rendu"),
    "meeting.contested": _("Le compte rendu est contesté"),
    "minutes.agreed": _("signe le compte rendu"),
    "minutes.remark": _("signe le compte rendu avec une remarque"),
    "minutes.disagreed": _("n’est pas d’accord avec le compte rendu"),
    "outcome.added": _("note ce qui sort d’un point"),
    "outcome.done": _("termine une action"),
    "gate.submitted": _("soumet un point de validation"),
    "gate.approved": _("valide"),
    "gate.reserved": _("valide avec réserves"),
    "gate.changes": _("demande des modifications"),
    "gate.refused": _("refuse"),
    "gate.waived": _("signe une dérogation"),
    "gate.to_confirm": _("Ce qui avait été jugé a changé : la décision est à confirmer"),
    "opinion.favourable": _("donne un avis favorable"),
    "opinion.reserved": _("donne un avis favorable avec réserve"),
    "opinion.unfavourable": _("donne un avis défavorable"),
    "finding.lifted": _("lève une réserve"),
    "finding.proven": _("apporte la preuve d’une réserve"),
    "scope.changed": _("change le périmètre"),
    "launch.moved": _("déplace la mise en ligne"),
    "level.raised": _("relève le chemin"),
    "level.asked": _("demande un chemin plus léger"),
    "level.lowered": _("accepte un chemin plus léger"),
    "level.declined": _("refuse un chemin plus léger"),
    "level.withdrawn": _("retire sa demande de chemin plus léger"),
    "project.drawn": _("Projet tiré au sort : il sera relu après coup"),
    "check.held": _("relit le projet : les réponses tiennent"),
    "check.not_held": _("relit le projet : les réponses ne tiennent plus"),
    "known.made": _("en fait un choix connu"),
    "report.produced": _("Le dossier de cadrage est produit"),
}


def register_all() -> None:
    journal.register(VERBS)
