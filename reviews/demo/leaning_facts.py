"""What goes through each system of the demo company, and what its owner says of it."""

from datetime import date

from projects.models import Dependency

CARRIED = {
    "SSO-PORTAIL": ("comptes des contributeurs", ("identity", "staff"), "sign_in", ""),
    "COMPTE-CLIENT": ("identité et connexion", ("identity", "contact"), "sign_in", ""),
    "CRM-VENTES": (
        "fiches clients et préférences",
        ("identity", "contact", "account"),
        "api",
        "3 000 fiches par jour",
    ),
    "AUTOMATION": ("adresses et envois", ("contact", "behaviour"), "api", "deux envois par mois"),
    "CONSENTEMENTS": ("preuves de consentement", ("contact", "account"), "api", ""),
    "ERP-GESTION": ("commandes et factures", ("purchases",), "events", "2 000 par jour"),
    "REFERENTIEL-TIERS": ("clients de référence", ("identity", "contact"), "file", "par nuit"),
    "API-GW": ("appels aux applications internes", ("technical",), "api", "50 par seconde"),
    "CMS-GROUPE": ("pages et rubriques", ("content",), "api", ""),
    "DAM-MEDIAS": ("photos et vidéos", ("content",), "embed", "400 images"),
    "BIBLIO-COMPOSANTS": ("composants et charte", ("content",), "embed", ""),
    "PIM-PRODUITS": ("fiches, prix, stocks", ("products",), "api", "12 000 références"),
    "DEVIS-EN-LIGNE": ("devis demandés", ("identity", "contact", "products"), "api", ""),
    "PAIEMENT": ("encaissements", ("payment", "purchases"), "api", "300 par jour"),
    "AUDIENCE": ("visites, sans identité", ("figures",), "embed", ""),
    "GESTION-TAGS": ("balises posées", ("technical",), "embed", ""),
    "BANNIERE-COOKIES": ("choix des visiteurs", ("behaviour",), "embed", ""),
    "EVENEMENTS": ("inscriptions et badges", ("identity", "contact"), "api", "3 000 badges"),
    "ENQUETES": ("réponses", ("contact", "behaviour"), "api", ""),
    "ENTREPOT-DONNEES": ("ventes et parcours", ("figures", "purchases"), "file", "par nuit"),
    "SAUVEGARDE": ("copies hors site", ("technical",), "other", "chaque nuit"),
    "TRADUCTION": ("textes à traduire", ("content",), "file", "40 pages par mois"),
    "DNS-DOMAINES": ("noms et zones", ("technical",), "other", ""),
    "CERTIFICATS": ("certificats du site", ("technical",), "other", ""),
    "PARE-FEU-WEB": ("trafic public", ("technical",), "other", ""),
    "SUPERVISION-JOURNAUX": ("journaux de connexion", ("technical", "staff"), "events", ""),
}
ALSO = {  # declared on the day of the registration: system, nature, direction
    "Refonte du site corporate et 4 langues": (
        ("SSO-PORTAIL", "authentication", "in"),
        ("AUTOMATION", "data_flow", "out"),
        ("AUDIENCE", "data_flow", "out"),
        ("GESTION-TAGS", "data_flow", "out"),
        ("CERTIFICATS", "security", "in"),
        ("PARE-FEU-WEB", "security", "both"),
    ),
    "Extranet distributeurs": (("CERTIFICATS", "security", "in"),),
    "Achat direct d’un outil de sondage": (
        ("ENQUETES", "data_flow", "out"),
        ("CONSENTEMENTS", "personal_data", "both"),
    ),
    "Application du salon de printemps": (("EVENEMENTS", "data_flow", "in"),),
    "Agent conversationnel du service client": (("SUPERVISION-JOURNAUX", "security", "out"),),
    "Configurateur de cuisines": (("PIM-PRODUITS", "data_flow", "in"),),
}
LATELY = ("Refonte du site corporate et 4 langues", "TRADUCTION", "content", "both")
FULL = "Le circuit de traduction est complet jusqu’en mars : proposez une autre date."
REMARKS = {
    "CRM-VENTES": "Par l’API clients, cent appels par minute.",
    "COMPTE-CLIENT": "Connexion OIDC, recette ouverte dès maintenant.",
    "PAIEMENT": "Page de paiement seule, aucune carte dans votre outil.",
}
YEARS_OPEN = {"CRM-VENTES": 2, "PAIEMENT": 3}


def answer_of(row: Dependency, word: str) -> dict:
    """What an owner adds to a yes: a remark, until when the system is open."""
    name = row.system.name
    told = {"word": word or REMARKS.get(name, "")}
    if name in YEARS_OPEN:
        told["open_until"] = date(row.project.launch_on.year + YEARS_OPEN[name], 12, 31)
    return told
