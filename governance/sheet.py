"""What the component sheet shows: every part in every state, with plausible words."""

from datetime import date

from django import forms

from governance.markup import ball_chip
from governance.models import Person
from governance.widgets import ChoiceCards, DayInput, ThreeWay

TODAY = date(2026, 10, 8)

BALLS = [
    {"mine": True, "due": "mar. 13 oct."},
    {"mine": True, "late": 2},
    {"holder": "Studio Lumen", "voice": "vendor", "due": "mer. 14 oct."},
    {"holder": "Claire Aubry", "voice": "bearer", "since": "depuis 2 jours"},
    {"holder": "Karim Haddad", "voice": "owner", "due": "mer. 21 oct."},
    {"holder": "Agence Trame", "voice": "vendor", "late": 3, "more": 2},
    {},
]
SEATS = [
    {
        "voice": "bearer",
        "name": "Claire Aubry",
        "role": "Directrice marketing",
        "state": "signed",
        "state_label": "Signé le 17 sept.",
    },
    {"voice": "vendor", "name": "Mehdi Benali", "role": "Studio Lumen", "state": "remark"},
    {
        "voice": "it",
        "name": "Sophie Marchand",
        "role": "Référente sécurité",
        "state": "to_sign",
        "ball": True,
    },
    {
        "voice": "vendor",
        "role": "Inviter un prestataire",
        "state": "invited",
        "state_label": "Invitation envoyée lundi",
    },
    {
        "voice": "it",
        "name": "Julien Faure",
        "role": "Délégué de Sophie Marchand",
        "state": "delegated",
        "state_label": "Jusqu’au 23 oct.",
    },
    {"voice": "vendor", "name": "Diane Perrin", "role": "Agence Trame", "state": "disagree"},
]
STEPS = [
    {"kind": "milestone", "state": "done", "title": "Jalon fait", "when": "mar. 1er sept."},
    {"kind": "gate", "state": "done", "title": "Point validé", "when": "ven. 18 sept."},
    {
        "kind": "gate",
        "state": "waived",
        "title": "Dérogation",
        "when": "jusqu’au 30 nov.",
        "alert": "st-warn",
        "alert_text": "Anne Delmas",
    },
    {
        "kind": "gate",
        "state": "late",
        "title": "En retard",
        "when": "lun. 12 oct.",
        "alert": "st-ko",
        "alert_text": "2 points bloquants",
    },
    {"kind": "gate", "state": "now", "title": "En cours", "when": "avant mar. 13 oct."},
    {"kind": "gate", "state": "new", "title": "Vient d’être ajouté", "when": "ven. 29 janv."},
    {"kind": "milestone", "state": "todo", "title": "À venir", "when": "mar. 9 mars"},
]
TOPICS = [
    {
        "icon": "cloud",
        "name": "Hébergement",
        "text": "Rien n’est proposé.",
        "state": "open",
        "voice": "vendor",
    },
    {
        "icon": "key",
        "name": "Authentification",
        "text": "Proposé par Studio Lumen.",
        "state": "proposed",
        "note": "v1",
    },
    {
        "icon": "code",
        "name": "Technologie",
        "text": "Le socle et un référent sont d’accord.",
        "state": "checked",
        "note": "v2",
    },
    {
        "icon": "door-exit",
        "name": "Réversibilité",
        "text": "Décidé à un point de validation.",
        "state": "validated",
        "note": "30 sept.",
    },
    {
        "icon": "plug-connected",
        "name": "Flux de données",
        "text": "Un point bloquant est ouvert.",
        "state": "blocked",
        "voice": "vendor",
    },
]
SIGNALS = [
    {
        "level": "grave",
        "title": "Le flux CRM bloquera le 6 novembre",
        "cause": "aucune nouvelle version depuis 9 jours ouvrés.",
        "url": "#k6",
        "next": "Proposer l’API clients",
    },
    {
        "level": "watch",
        "title": "Un avis manque pour décider",
        "cause": "Lucie Moreau a jusqu’au 9 octobre.",
        "url": "#k6",
        "next": "Relancer Lucie",
    },
    {
        "level": "note",
        "title": "La dérogation expire dans 10 jours",
        "cause": "fin fixée au 30 novembre par Anne Delmas.",
        "url": "#k6",
        "next": "Préparer le passage",
    },
]
DIFFERENCES = [
    {
        "fact": "Région",
        "topic": "Hébergement",
        "before": "États-Unis (Virginie)",
        "after": "France (Paris)",
        "effect": "fixed",
    },
    {
        "fact": "Second facteur",
        "topic": "Authentification",
        "after": "application, pour les administrateurs",
        "effect": "added",
    },
    {
        "fact": "Cache partagé",
        "topic": "Technologie",
        "before": "chez un sous-traitant",
        "effect": "removed",
    },
    {
        "fact": "Conservation des journaux",
        "topic": "Sécurité",
        "before": "non précisé",
        "after": "non précisé",
        "effect": "unchanged",
    },
]
MOVES = [
    {
        "title": "Donner un avis : authentification",
        "text": "Configurateur client. Des comptes locaux, sans SSO.",
        "due": "mar. 6 oct.",
        "due_note": "retard de 2 jours",
        "late": True,
        "url": "#k8",
        "action": "Donner mon avis",
    },
    {
        "title": "Décider : choix techniques, passage 2",
        "text": "Refonte du site e-commerce. 3 points corrigés, 1 nouveau, 1 inchangé.",
        "due": "mar. 13 oct.",
        "due_note": "dans 3 jours",
        "elapsed": 2,
        "total": 5,
        "url": "#k8",
        "action": "Ouvrir la décision",
        "primary": True,
    },
]
JOBS = [
    {
        "state": "running",
        "title": "Rapport de comité, troisième trimestre 2026",
        "sentence": "Étape 3 sur 4 : mise en page de 9 projets.",
        "percent": 62,
    },
    {
        "state": "queued",
        "title": "Portefeuille, tableur",
        "sentence": "En file d’attente, un document avant le vôtre.",
    },
    {
        "state": "ready",
        "title": "Dossier de cadrage, Refonte du site e-commerce",
        "sentence": "Prêt depuis 9 h 12, PDF accessible, 1,4 Mo.",
        "url": "#k10",
        "action": "Télécharger",
        "fingerprint": "7B10 C2D4 88EF",
    },
    {
        "state": "stopped",
        "title": "Procès-verbal, Configurateur client",
        "sentence": "Arrêté : une pièce jointe est illisible. Le reste est intact.",
        "url": "#k10",
        "action": "Refaire sans cette pièce",
    },
]
INKS = [
    "ink",
    "ink-2",
    "paper",
    "sheet",
    "line-2",
    "violet",
    "ball",
    "mkt",
    "pre",
    "dsi",
    "ok",
    "warn",
    "ko",
]


PARTS = {
    "seats": SEATS,
    "steps": STEPS,
    "signals": SIGNALS,
    "differences": DIFFERENCES,
    "moves": MOVES,
    "jobs": JOBS,
    "inks": INKS,
    "health": ["on_track", "watch", "trouble", "live"],
    "crumbs": [
        {"label": "Portefeuille", "url": "#k9"},
        {"label": "Refonte du site e-commerce", "url": "#k9"},
        {"label": "Validations"},
    ],
    "tabs": [
        {"label": "Vue d’ensemble", "url": "#k9", "current": True},
        {"label": "Choix techniques", "url": "#k9"},
        {"label": "Validations", "url": "#k9", "count": 1},
    ],
    "segments": [
        {"label": "Toutes, 4", "url": "#k9", "current": True},
        {"label": "Décisions, 1", "url": "#k9"},
    ],
    "wizard": [
        {"label": "Besoin", "state": "done", "url": "#k9"},
        {"label": "Profil", "state": "now"},
        {"label": "Personnes", "state": "todo"},
        {"label": "Chemin", "state": "todo"},
    ],
    "consequences": [
        {"icon": "check", "text": "Quatre sujets passent à « validé »"},
        {"icon": "flag-3", "text": "Deux réserves partent chez Mehdi Benali"},
        {"icon": "mail", "text": "Les trois voix reçoivent le procès-verbal"},
    ],
}


class SheetForm(forms.Form):
    """One field of each kind, with a mistake in three of them."""

    title = forms.CharField(label="Nom du projet")
    goal = forms.CharField(
        label="À quoi servira-t-il ?", help_text="Deux phrases suffisent.", widget=forms.Textarea
    )
    launch = forms.DateField(label="Mise en ligne souhaitée", widget=DayInput, required=False)
    budget = forms.ChoiceField(label="Budget", choices=[("", "Choisir une fourchette"), ("s", "S")])
    payment = forms.ChoiceField(
        label="Y aura-t-il un paiement ?",
        help_text="Carte bancaire, carte cadeau, paiement en plusieurs fois.",
        choices=[("yes", "Oui"), ("no", "Non"), ("unknown", "Je ne sais pas")],
        widget=ThreeWay,
        template_name="components/question.html",
    )
    decision = forms.ChoiceField(
        label="Votre décision",
        choices=[("approve", "Valider"), ("changes", "Demander des modifications")],
        widget=ChoiceCards(
            consequences={
                "approve": "Les quatre sujets passent à « validé ».",
                "changes": "La balle repart chez Studio Lumen.",
            }
        ),
    )
    agreed = forms.BooleanField(label="J’ai relu le compte rendu", required=False)
    evidence = forms.FileField(label="Pièce jointe", required=False)


def components_sheet_context() -> dict:
    """Literal data for templates/components/sheet.html; nothing is read from the database."""
    return {
        **PARTS,
        "chips": [ball_chip(**ball) for ball in BALLS],
        "topics": [{**topic, "url": "#k4"} for topic in TOPICS],
        "sophie": Person(name="Sophie Marchand", email="sophie.marchand@verdier.example"),
        "since": TODAY.replace(day=6),
        "due": TODAY.replace(day=13),
        "form": SheetForm({"goal": "Offrir en ligne une carte cadeau.", "payment": "unknown"}),
    }
