"""What the demo's vendors answer to the criteria of a gate on the eve of submitting it."""

from django.core.files.uploadedfile import SimpleUploadedFile

from projects.actions.documents import add_document
from projects.models import Document
from reviews.actions.criteria import answer_criterion
from reviews.criteria import criteria_lines
from reviews.models import CriterionAnswer
from reviews.snapshots import criteria_file

Value = CriterionAnswer.Value
TEXT = "{name}\n{project}\n\n{criterion}\n{word}\n"
SAID = {
    "Le besoin, le public": "Une page, relue en réunion de cadrage.",
    "Les trois voix sont nommées": "Les suppléants sont au compte rendu de la réunion de cadrage.",
    "La date visée": "La date tient au lancement de la campagne.",
    "Les solutions déjà présentes": "Deux systèmes du catalogue regardés avec l’architecture.",
    "Le coût complet": "Achat, exploitation et sortie chiffrés avec les achats.",
    "Les compétences internes": "Deux personnes de l’exploitation sont formées en décembre.",
    "Les environnements sont séparés": "Recette sur données fabriquées, accès à part.",
    "Disponibilité, durée maximale": "99,5 %, arrêt de 4 h au plus, perte d’une heure au plus.",
    "Les données sont chiffrées": "TLS 1.3 en transit, disques chiffrés au repos.",
    "La supervision et les alertes": "Les alertes vont à l’astreinte du prestataire, puis à la DSI.",
    "La base légale": "Consentement pour les envois, intérêt légitime pour le reste.",
    "L’exercice des droits": "Par l’adresse du DPO, réponse en un mois au plus.",
    "La bannière permet": "Deux boutons de même taille, sur le premier écran.",
    "Les comptes techniques": "Un compte par flux, en lecture sur les seules tables utiles.",
    "Les erreurs et reprises": "Reprise la nuit suivante, une alerte par flux tombé.",
    "Les données de référence": "Le référentiel des tiers reste le maître, rien n’est recopié.",
    "Les modules du CMS": "Aucune copie modifiée, tout vient de la bibliothèque.",
    "En-têtes de sécurité": "Mesurés en recette, la note et le relevé sont au dossier.",
    "Comptes par défaut": "Vérifié en recette, les secrets sont au coffre.",
    "Deux facteurs": "Tous les accès d’administration passent par le SSO.",
    "Journaux de connexion": "Envoyés à la supervision, gardés à part douze mois.",
    "Fiche du système": "Fiche écrite avec l’architecture, propriétaire nommé.",
    "Bilan à trente jours": "Date posée dans les trois agendas.",
}
DOCUMENTS = {
    "Deux options au moins": "comparaison-des-options",
    "Les produits et versions": "produits-et-fins-de-support",
    "La licence et la propriété": "licence-et-cession-de-droits",
    "La solidité du fournisseur": "etude-du-fournisseur",
    "Un schéma montre": "schema-d-architecture",
    "La charge attendue": "essai-de-charge",
    "Le plan de reprise": "plan-de-reprise",
    "Chaque champ collecté": "champs-et-finalites",
    "Le texte d’information": "texte-d-information",
    "Le registre des traitements": "extrait-du-registre",
    "Chaque flux a une source": "tableau-des-flux",
    "Le contrat d’interface": "contrat-d-interface-v2",
    "Les volumes et pointes": "volumes-et-pointes",
    "Une recette de bout en bout": "recette-signee",
    "Dépendances analysées": "analyse-des-dependances",
    "Conduite à tenir": "conduite-en-cas-d-incident",
    "Revue des droits": "revue-des-droits",
    "Déclaration d’accessibilité": "declaration-d-accessibilite",
    "Support : qui appelle": "qui-appelle-qui",
    "Contrat de maintenance": "contrat-de-maintenance",
    "Documentation d’exploitation": "guide-d-exploitation",
    "Réversibilité": "essai-d-export",
}
ASIDE = {"Dépôt de fichiers": "Le service ne reçoit aucun fichier."}
NOT_HELD = {"Retour arrière": "L’essai est prévu le jour de la recette."}
KEPT_FOR_LATER = 1  # a first round leaves one criterion open, and says so


PREPARED = "Configurateur de cuisines"


def prepare_all(stage, told) -> None:
    """A gate that is late on the side of its vendor: half of its criteria wait for an answer."""
    stories = {story.title: story for story in told}
    stage.at(1, 14, lambda: begin_answers(stories[PREPARED]))


def begin_answers(story) -> None:
    """The vendor answers the first criteria of the gate that the project prepares."""
    gate = story.gate("J2")
    answer_file(gate, by=story.people[story.vendor], but=6)


def answer_file(gate, *, by, but: int = KEPT_FOR_LATER) -> None:
    """The criteria that nobody answered yet; a first round keeps the last ones for later."""
    lines = criteria_lines(gate.criteria, criteria_file(gate))
    owed = [line for line in lines if line["owed"]]
    if not gate.rounds.exists():
        owed = owed[:-but]
    for line in owed:
        said = answer_to(gate, line, by=by)
        answer_criterion(gate=gate, key=line["key"], version=0, by=by, **said)


def answer_to(gate, line: dict, *, by) -> dict:
    """Held, but for what is known not to be; with a document where one is the proof."""
    text = line["text"].replace("\N{NO-BREAK SPACE}", " ")
    for value, words in ((Value.NOT_CONCERNED, ASIDE), (Value.NOT_HELD, NOT_HELD)):
        if word := starting(words, text):
            return {"value": value, "word": word}
    name = starting(DOCUMENTS, text)
    document = proof(gate, name, text, by=by) if name else None
    return {"value": Value.HELD, "word": starting(SAID, text), "document": document}


def starting(words: dict[str, str], text: str) -> str:
    """The words kept for the criterion that begins so."""
    return next((said for start, said in words.items() if text.startswith(start)), "")


def proof(gate, name: str, text: str, *, by) -> Document | None:
    """The document that proves a criterion, attached to the first topic of the gate."""
    subject = gate.project.topics.filter(topic__in=gate.topics.all()).first()
    if subject is None:
        return None
    title = name.replace("-", " ").capitalize()
    said = TEXT.format(name=title, project=gate.project, criterion=text, word="Établi en recette.")
    file = SimpleUploadedFile(f"{name}.txt", said.encode(), content_type="text/plain")
    return add_document(subject=subject, file=file, by=by)
