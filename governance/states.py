"""Every state the interface shows: an icon, a tone and the word said when no other is given."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy


class State(NamedTuple):
    icon: str
    tone: str
    word: str


OK, WARN, KO, OPEN, PLAIN = "st-ok", "st-warn", "st-ko", "st-open", ""
STATES = {
    # topics
    "open": State("circle-dashed", OPEN, gettext_lazy("Ouvert")),
    "proposed": State("circle-half-2", PLAIN, gettext_lazy("Proposé")),
    "checked": State("circle-check", PLAIN, gettext_lazy("Vérifié")),
    "validated": State("filled-circle-check", OK, gettext_lazy("Validé")),
    "blocked": State("filled-alert-octagon", KO, gettext_lazy("Bloqué")),
    # verdicts of the ground rules
    "conforming": State("filled-circle-check", OK, gettext_lazy("Conforme au socle")),
    "advice": State("help-circle", WARN, gettext_lazy("À voir avec la DSI")),
    "nonconforming": State("filled-alert-octagon", KO, gettext_lazy("Non conforme au socle")),
    "expected": State("circle-dashed", OPEN, gettext_lazy("Réponse attendue")),
    # health
    "on_track": State("sun", OK, gettext_lazy("Sur la voie")),
    "watch": State("cloud", WARN, gettext_lazy("À surveiller")),
    "trouble": State("cloud-storm", KO, gettext_lazy("En difficulté")),
    "live": State("circle-check", OPEN, gettext_lazy("En service")),
    # seats and signatures
    "aboard": State("filled-circle-check", OK, gettext_lazy("À bord")),
    "present": State("user-check", OK, gettext_lazy("Présent")),
    "remote": State("video", OK, gettext_lazy("À distance")),
    "to_sign": State("signature", PLAIN, gettext_lazy("À signer")),
    "signed": State("filled-circle-check", OK, gettext_lazy("Signé")),
    "remark": State("flag-3", WARN, gettext_lazy("Signé avec une remarque")),
    "disagree": State("filled-alert-octagon", KO, gettext_lazy("Pas d’accord, motif joint")),
    "delegated": State("arrows-exchange", PLAIN, gettext_lazy("Délégué")),
    "invited": State("mail", OPEN, gettext_lazy("Invitation envoyée")),
    "to_fill": State("user-plus", OPEN, gettext_lazy("Siège à pourvoir")),
    # gates, opinions, decisions
    "preparing": State("circle-dashed", OPEN, gettext_lazy("En préparation")),
    "submitted": State("circle-half-2", PLAIN, gettext_lazy("Soumis à la DSI")),
    "approved": State("filled-circle-check", OK, gettext_lazy("Validé")),
    "favourable": State("filled-circle-check", OK, gettext_lazy("Favorable")),
    "reserved": State("flag-3", WARN, gettext_lazy("Validé avec réserves")),
    "changes": State("arrow-back-up", WARN, gettext_lazy("Modifications demandées")),
    "refused": State("filled-alert-octagon", KO, gettext_lazy("Refusé")),
    "waived": State("flag", WARN, gettext_lazy("Dérogation")),
    "paused": State("player-pause", OPEN, gettext_lazy("En pause")),
    # differences between two rounds
    "fixed": State("filled-circle-check", OK, gettext_lazy("Corrigé")),
    "changed": State("git-compare", PLAIN, gettext_lazy("Modifié")),
    "added": State("circle-plus", PLAIN, gettext_lazy("Nouveau")),
    "removed": State("trash", PLAIN, gettext_lazy("Retiré")),
    "unchanged": State("alert-triangle", WARN, gettext_lazy("Inchangé")),
    # dependencies
    "confirmed": State("circle-check", OK, gettext_lazy("Confirmé")),
    "to_confirm": State("help", WARN, gettext_lazy("À confirmer")),
    # jobs
    "queued": State("hourglass-high", OPEN, gettext_lazy("En file d’attente")),
    "running": State("file-text", OPEN, gettext_lazy("En cours")),
    "ready": State("rosette-discount-check", OK, gettext_lazy("Prêt")),
    "stopped": State("alert-octagon", KO, gettext_lazy("Arrêté")),
    # anything else: the label says it
    "ok": State("filled-circle-check", OK, gettext_lazy("Tenu")),
    "warn": State("alert-triangle", WARN, gettext_lazy("À voir")),
    "ko": State("filled-alert-octagon", KO, gettext_lazy("Bloquant")),
    "late": State("clock-exclamation", KO, gettext_lazy("En retard")),
    "neutral": State("circle-dashed", OPEN, gettext_lazy("En attente")),
}
