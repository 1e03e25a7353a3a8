"""Projects that are far on their path: gates submitted, decided, waived. Days before today."""

from reviews.demo.story import Story

ALL_TOPICS = ("technology", "personal-data", "analytics", "integration", "authentication",
              "content-modules", "support", "reversibility")  # fmt: skip
CORPORATE_SITE = {
    "title": "Refonte du site corporate et 4 langues",
    "kind": "website",
    "launch_in": 110,
    "yes": ("personal_data", "content_module", "external_hosting"),
    "unknown": ("brand_emails",),
    "need": "Un site clair en quatre langues, que les trois marques alimentent elles-mêmes.",
    "audience": "Clients, candidats, journalistes",
    "launch_reason": "La convention annuelle présente le nouveau site.",
    "visibility": "public",
    "budget": "large",
}

DISTRIBUTORS = {
    "title": "Extranet distributeurs",
    "kind": "website",
    "launch_in": 85,
    "yes": ("personal_data", "sign_in", "company_tool", "large_audience", "external_hosting"),
    "need": "Chaque distributeur suit ses commandes et ses factures sans appeler.",
    "audience": "1 200 distributeurs",
    "launch_reason": "Le renouvellement des contrats au printemps.",
    "visibility": "customers",
    "budget": "large",
}

FIRST_RESERVES = (
    ("Chiffrer la sortie à trois ans", "bruno", 20, "support"),
    ("Nommer un suppléant côté agence", "diane", 15, "support"),
)
HOSTING_RESERVES = (
    ("Garder les journaux six mois", "diane", 22, "security"),
    ("Essayer une restauration", "diane", 30, "rework"),
)
ENERGY_SIMULATOR = {
    "title": "Simulateur d’économies d’énergie",
    "kind": "tool",
    "launch_in": 45,
    "yes": ("company_tool", "large_audience"),
    "unknown": ("personal_data",),
    "need": "Estimer en deux minutes ce qu’un client gagne à changer d’équipement.",
    "audience": "Particuliers",
    "launch_reason": "Les aides changent à cette date.",
    "visibility": "public",
    "budget": "medium",
}

ELIGIBILITY = {
    "title": "Vérificateur d’éligibilité aux aides",
    "kind": "tool",
    "launch_in": 40,
    "yes": ("personal_data", "sign_in", "large_audience", "external_hosting"),
    "need": "Dire à chaque foyer à quelles aides il a droit, pièces à l’appui.",
    "audience": "Particuliers, 200 000 par an",
    "launch_reason": "L’ouverture du guichet national.",
    "visibility": "public",
    "budget": "large",
}

CAREER_SITE = {
    "title": "Site Carrières",
    "kind": "website",
    "launch_in": -6,
    "yes": ("content_module", "large_audience"),
    "need": "Montrer les métiers et recevoir les candidatures par l’outil du groupe.",
    "audience": "Candidats",
    "launch_reason": "Les forums d’automne.",
    "visibility": "public",
    "budget": "medium",
}


COMPARED_AUDIENCE = [
    {
        "solution": "Mesure exemptée",
        "strengths": "Aucun consentement à demander",
        "weaknesses": "Moins de détail par campagne",
        "cost": "Incluse",
        "reversibility": "easy",
    },
    {
        "solution": "Régie interne",
        "strengths": "Données gardées chez nous",
        "weaknesses": "Rien n’existe encore",
        "cost": "40 jours",
        "reversibility": "costly",
    },
]
NO_TRACKING = (
    "R10",
    "Les campagnes en cours s’appuient sur cet outil.",
    "Les identifiants seraient effacés chaque mois.",
    90,
    "declined",
    "La mesure exemptée suffit au besoin.",
)
LATER_TEST = (
    "R17",
    "Le test d’intrusion ne trouve pas de créneau avant l’ouverture du guichet.",
    "Une revue de code par l’équipe sécurité, et le test dans les deux mois.",
    75,
    "granted",
    "Le test a lieu avant la fin de la dérogation, sans autre délai.",
)
LATER_CONTRACT = (
    "R15",
    "Le contrat cadre est encore en relecture chez le juriste.",
    "Les clauses types, signées en attendant.",
    60,
)


def corporate_site(stage, people):
    """Second round at the referent's: three corrections since the first."""
    return (
        Story(stage, people, "claire", "sophie", "mehdi")
        .register(45, **CORPORATE_SITE)
        .board(44, "it", "vendor")
        .plan(43, held=40)
        .meet(
            40,
            ("decision", "Le CMS du groupe est repris sans copie modifiée.", "", 0),
            ("action", "Décrire les quatre langues et qui les relit.", "claire", 6),
            ("question", "Qui tient la liste des traceurs ?", "mehdi", 4),
        )
        .sign_all(39)
        .finish(35)
        .answer(35, "technology", why="Le CMS du groupe sert déjà quatorze sites.")
        .confirm(41)
        .submit(33, "J1")
        .advise(31, "J1", "olivier", "favourable", "Rien à redire, la brique est connue.")
        .decide(30, "J1", "approved", "Bon choix, il se maintient tout seul.")
        .answer(
            26,
            "hosting",
            label="Cloudmont",
            facts={"hosting_country": "US"},
            why="Nous y publions déjà.",
        )
        .submit(24, "J2")
        .decide(20, "J2", "changes", "Les données doivent rester dans l’Union européenne.")
        .answer(5, "hosting", why="La solution déjà admise convient aussi.")
        .submit(3, "J2")
        .advise(1, "J2", "julien", "favourable", "Deux salles, sauvegardes testées.")
    )


def distributors(stage, people):
    """Approved with conditions; two of them wait for the vendor."""
    return (
        Story(stage, people, "bruno", "julien", "diane")
        .register(60, **DISTRIBUTORS)
        .board(59, "it", "vendor")
        .plan(57, held=54)
        .meet(
            54,
            ("decision", "Les comptes passent par l’identité client commune.", "", 0),
            ("action", "Décrire le flux avec l’ERP.", "diane", 8),
        )
        .sign_all(53)
        .finish(47)
        .confirm(
            57,
            only=("CRM-VENTES",),
            state="conditional",
            word="Lecture seule, hors clôture mensuelle.",
        )
        .confirm(56)
        .answer(46, "technology", "hosting")
        .submit(45, "J1")
        .decide(40, "J1", "reserved", "Le socle est solide, deux points à finir.", *FIRST_RESERVES)
        .lift(30, "Écrit dans la fiche du prestataire.")
        .submit(30, "J2")
        .advise(28, "J2", "sophie", "reserved", "Les journaux doivent être gardés six mois.")
        .decide(24, "J2", "reserved", "Accepté, les journaux restent à régler.", *HOSTING_RESERVES)
        .answer(15, "personal-data", "analytics")
        .submit(12, "J3")
        .advise(10, "J3", "lucie", "favourable", "Le registre est à jour.")
        .decide(7, "J3", "approved", "Données limitées au nécessaire.", by="olivier")
        .answer(5, "integration")
        .submit(3, "J4")
    )


def energy_simulator(stage, people):
    """A third-party script was refused; the admitted alternative was adopted."""
    return (
        Story(stage, people, "claire", "nadia", "mehdi")
        .register(38, **ENERGY_SIMULATOR)
        .board(37, "it", "vendor")
        .plan(36, held=33)
        .confirm(34)
        .meet(33, ("decision", "Aucune donnée nominative dans la mesure d’audience.", "", 0))
        .sign_all(32)
        .answer(30, "technology", "hosting", "security")
        .submit(29, "J1")
        .decide(27, "J1", "approved", "Simple et réversible.")
        .answer(
            22,
            "analytics",
            label="Régie publicitaire externe",
            facts={"analytics_tool": "other", "trackers": "advertising", "identifiers_shared": "yes",
                   "identifiers_consent": "no"},
            why="L’équipe connaît cet outil.",
            reversibility="costly",
            effects="Un script de tiers sur chaque page du site.",
            compared=COMPARED_AUDIENCE,
        )
        .except_rule(21, "analytics", *NO_TRACKING)
        .answer(17, "analytics", why="La mesure exemptée suffit au besoin.")
        .answer(15, "personal-data")
        .submit(6, "J3")
        .advise(4, "J3", "lucie", "favourable", "Pas de donnée nominative, rien à déclarer de plus.")
    )  # fmt: skip


def eligibility(stage, people):
    """Reinforced path, late on the IT side, and a waiver signed by management."""
    return (
        Story(stage, people, "claire", "sophie", "diane")
        .register(55, **ELIGIBILITY)
        .board(54, "it", "vendor")
        .plan(52, held=49)
        .confirm(51)
        .meet(
            49,
            ("decision", "L’analyse d’impact précède toute collecte.", "", 0),
            ("action", "Lancer l’analyse d’impact.", "claire", 10),
        )
        .sign(48, "bearer")
        .sign(48, "vendor", "disagreed", "Rien ne dit quand les pièces d’identité sont effacées.")
        .sign_all(46)
        .finish(40)
        .answer(44, "technology", "hosting", "security")
        .submit(43, "J1")
        .decide(38, "J1", "approved", "Deux options comparées, le choix tient.")
        .submit(36, "J2")
        .waive(
            24,
            "J2",
            "anne",
            "Le guichet ouvre à date fixe, et l’offre qualifiée n’est livrée qu’après.",
            "Pièces chiffrées avant l’envoi, et bascule vers l’offre qualifiée déjà commandée.",
            9,
        )
        .answer(20, "personal-data", "analytics")
        .submit(18, "J3")
        .advise(12, "J3", "lucie", "reserved", "L’analyse d’impact est bien avancée, à finir.")
        .except_rule(15, "security", *LATER_TEST)
        .except_rule(2, "personal-data", *LATER_CONTRACT)
    )


def career_site(stage, people):
    """In service: the whole path is behind."""
    return (
        Story(stage, people, "helene", "julien", "yann")
        .register(95, **CAREER_SITE)
        .board(94, "it", "vendor")
        .plan(92, held=88)
        .meet(88, ("decision", "Les candidatures restent dans l’outil du groupe.", "", 0))
        .sign_all(87)
        .confirm(91)
        .answer(80, *ALL_TOPICS, "hosting", "security")
        .submit(78, "J1")
        .decide(75, "J1", "approved")
        .submit(66, "J3")
        .decide(60, "J3", "approved")
        .submit(58, "J4")
        .decide(
            55,
            "J4",
            "refused",
            "Une base exposée sur internet ne passe pas.",
            alternative="La passerelle d’échanges de la DSI, avec un compte de service.",
        )
        .submit(50, "J4")
        .decide(
            44,
            "J4",
            "reserved",
            "Un test de bout en bout reste à signer.",
            ("Signer la recette de bout en bout", "yann", 15, "data_flow"),
        )
        .lift(34, "Recette signée des deux côtés.")
        .submit(20, "J6")
        .decide(12, "J6", "approved", "Tout est prêt. Beau travail à trois.")
        .launch(6)
    )
