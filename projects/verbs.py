"""The journal verbs of this floor, each with the sentence that activity feeds show."""

from django.utils.translation import gettext_lazy as _

from governance import journal

VERBS = {
    "project.registered": _("enregistre le projet"),
    "project.scoped": _("Le cadrage est signé par les trois voix"),
    "project.live": _("met le projet en service"),
    "project.cancelled": _("arrête le projet"),
    "project.reopened": _("Le cadrage est à signer de nouveau"),
    "project.accepted": _("Projet express accepté d’emblée, attestation datée"),
    "seat.offered": _("propose un siège"),
    "seat.taken": _("prend son siège"),
    "seat.handed": _("confie le siège à un collègue"),
    "seat.ended": _("retire un siège"),
    "guest.session_ended": _("ferme une session d’invité"),
    "guest.sessions_ended": _("ferme les sessions d’un invité"),
    "guest.closed": _("ferme l’accès d’un invité"),
    "guest.reopened": _("rouvre l’accès d’un invité"),
    "vendor.invited": _("invite le prestataire"),
    "vendor.answered": _("met à jour la fiche du prestataire"),
    "vendor.confirmed": _("confirme une réponse de la fiche du prestataire"),
    "choice.submitted": _("soumet un choix technique"),
    "topic.cleared": _("éclaircit un sujet"),
    "topic.given": _("confie un sujet à éclaircir"),
    "document.added": _("ajoute une pièce"),
    "document.replaced": _("remplace une pièce par une version suivante"),
    "document.withdrawn": _("retire une pièce"),
    "document.refused": _("Pièce refusée par l’antivirus"),
    "dependency.declared": _("déclare une dépendance"),
    "dependency.confirmed": _("confirme une dépendance"),
    "dependency.conditional": _("confirme une dépendance sous conditions"),
    "dependency.refused": _("refuse une dépendance"),
    "dependency.to_confirm": _("demande une nouvelle confirmation"),
    "message.written": _("écrit dans la discussion"),
    "message.withdrawn": _("retire un message"),
    "note.written": _("écrit une note interne"),
    "flash.asked": _("demande un avis flash"),
    "flash.answered": _("répond à un avis flash"),
    "known.adopted": _("reprend un choix connu"),
    "known.ended": _("retire un choix connu"),
    "known.lapsed": _("Un choix connu repris ici n’est plus admis : le sujet est à confirmer"),
    "waiver.asked": _("demande une dérogation au socle"),
    "waiver.granted": _("accorde une dérogation au socle"),
    "waiver.declined": _("refuse une dérogation au socle"),
    "waiver.withdrawn": _("retire une demande de dérogation au socle"),
    "paths.changed": _("change les chemins"),
    "topics.changed": _("change les sujets"),
    "rule.published": _("publie une règle du socle"),
    "rule.retired": _("met fin à une règle du socle"),
}


def register_all() -> None:
    journal.register(VERBS)
