"""The twelve projects of the demo company. Days are working days before today."""

from reviews.demo.stage import Stage
from reviews.demo.story import Story

ALL_TOPICS = ("technology", "personal-data", "analytics", "integration", "authentication",
              "content-modules", "support", "reversibility")  # fmt: skip


def tell_all(stage: Stage, people: dict) -> list[Story]:
    """Every story, ready to be played."""
    tellers = (
        career_site, corporate_site, distributors, white_papers, energy_simulator, eligibility,
        spring_show, survey_tool, chatbot, gift_card, next_show, configurator,
    )  # fmt: skip
    return [teller(stage, people) for teller in tellers]


def corporate_site(stage, people):
    """Second round at the referent's: three corrections since the first."""
    return (
        Story(stage, people, "claire", "sophie", "mehdi")
        .register(
            45,
            title="Refonte du site corporate et 4 langues",
            kind="website",
            launch_in=110,
            yes=("personal_data", "content_module", "external_hosting"),
            unknown=("brand_emails",),
            need="Un site clair en quatre langues, que les trois marques alimentent elles-mêmes.",
            audience="Clients, candidats, journalistes",
            launch_reason="La convention annuelle présente le nouveau site.",
            visibility="public",
            budget="large",
        )
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
        .answer(26, "hosting", label="Cloudmont", facts={"hosting_country": "US"}, why="Nous y publions déjà.")
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
        .register(
            60,
            title="Extranet distributeurs",
            kind="website",
            launch_in=85,
            yes=("personal_data", "sign_in", "company_tool", "large_audience", "external_hosting"),
            need="Chaque distributeur suit ses commandes et ses factures sans appeler.",
            audience="1 200 distributeurs",
            launch_reason="Le renouvellement des contrats au printemps.",
            visibility="customers",
            budget="large",
        )
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
        .decide(
            40,
            "J1",
            "reserved",
            "Le socle technique est solide, deux points à finir.",
            ("Chiffrer la sortie à trois ans", "bruno", 20, "support"),
            ("Nommer un suppléant côté agence", "diane", 15, "support"),
        )
        .lift(30, "Écrit dans la fiche du prestataire.")
        .submit(30, "J2")
        .advise(28, "J2", "sophie", "reserved", "Les journaux doivent être gardés six mois.")
        .decide(
            24,
            "J2",
            "reserved",
            "Hébergement accepté, les journaux restent à régler.",
            ("Garder les journaux six mois", "diane", 22, "security"),
            ("Essayer une restauration", "diane", 30, "rework"),
        )
        .answer(15, "personal-data", "analytics")
        .submit(12, "J3")
        .advise(10, "J3", "lucie", "favourable", "Le registre est à jour.")
        .decide(7, "J3", "approved", "Données limitées au nécessaire.")
    )


def spring_show(stage, people):
    """Express, every rule met: accepted at once with a dated certificate."""
    return Story(stage, people, "helene", "nadia", "yann").register(
        12,
        title="Application du salon de printemps",
        kind="event",
        launch_in=75,
        need="Le programme et le plan du salon dans la poche des visiteurs.",
        audience="3 000 visiteurs",
        launch_reason="Le salon ouvre ce jour-là.",
        visibility="public",
        budget="small",
    ).board(11, "it", "vendor").confirm(9)


def white_papers(stage, people):
    """Two voices have signed; the vendor's is awaited."""
    return (
        Story(stage, people, "remi", "nadia", "mehdi")
        .register(
            14,
            title="Livres blancs et prospects",
            kind="content",
            launch_in=60,
            yes=("personal_data", "company_tool", "brand_emails"),
            need="Des livres blancs que l’on reçoit contre une adresse, suivis dans le CRM.",
            audience="Prospects professionnels",
            launch_reason="La campagne de rentrée.",
            visibility="public",
            budget="medium",
        )
        .board(13, "it", "vendor")
        .plan(11, held=2)
        .confirm(10)
        .answer(8, "hosting", "security")
        .meet(
            2,
            ("decision", "Le consentement est gardé dans le centre de préférences.", "", 0),
            ("action", "Lister les champs du formulaire et leur raison.", "mehdi", 8),
            ("question", "Combien de temps garde-t-on un prospect muet ?", "remi", 6),
        )
        .sign(1, "bearer")
        .sign(1, "it", "remark", "Merci d’ajouter la purge automatique au sujet Données.")
    )


def energy_simulator(stage, people):
    """A third-party script was refused; the admitted alternative was adopted."""
    return (
        Story(stage, people, "claire", "nadia", "mehdi")
        .register(
            38,
            title="Simulateur d’économies d’énergie",
            kind="tool",
            launch_in=45,
            yes=("company_tool", "large_audience"),
            unknown=("personal_data",),
            need="Estimer en deux minutes ce qu’un client gagne à changer d’équipement.",
            audience="Particuliers",
            launch_reason="Les aides changent à cette date.",
            visibility="public",
            budget="medium",
        )
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
            reversibility="easy",
        )
        .answer(17, "analytics", why="La mesure exemptée suffit au besoin.")
        .answer(15, "personal-data")
        .submit(6, "J3")
        .advise(4, "J3", "lucie", "favourable", "Pas de donnée nominative, rien à déclarer de plus.")
    )  # fmt: skip


def eligibility(stage, people):
    """Reinforced path, late on the IT side, and a waiver signed by management."""
    return (
        Story(stage, people, "claire", "sophie", "diane")
        .register(
            55,
            title="Vérificateur d’éligibilité aux aides",
            kind="tool",
            launch_in=40,
            yes=("personal_data", "sign_in", "large_audience", "external_hosting"),
            need="Dire à chaque foyer à quelles aides il a droit, pièces à l’appui.",
            audience="Particuliers, 200 000 par an",
            launch_reason="L’ouverture du guichet national.",
            visibility="public",
            budget="large",
        )
        .board(54, "it", "vendor")
        .plan(52, held=49)
        .confirm(51)
        .meet(
            49,
            ("decision", "L’analyse d’impact précède toute collecte.", "", 0),
            ("action", "Lancer l’analyse d’impact.", "claire", 10),
        )
        .sign_all(48)
        .finish(40)
        .answer(44, "technology", "hosting", "security")
        .submit(43, "J1")
        .decide(38, "J1", "approved", "Deux options comparées, le choix tient.")
        .submit(36, "J2")
        .waive(
            24,
            "J2",
            "anne",
            "Le guichet ouvre à date fixe. La bascule vers l’offre qualifiée est commandée.",
            80,
        )
        .answer(20, "personal-data", "analytics")
        .submit(18, "J3")
        .advise(12, "J3", "lucie", "reserved", "L’analyse d’impact est bien avancée, à finir.")
    )


def survey_tool(stage, people):
    """Bought directly and already live: declared without blame, it gets a catch-up path."""
    return (
        Story(stage, people, "remi", "nadia", "yann")
        .register(
            9,
            title="Achat direct d’un outil de sondage",
            kind="content",
            launch_in=25,
            unknown=("external_hosting",),
            need="Mesurer la satisfaction après chaque événement.",
            audience="Clients invités",
            launch_reason="L’abonnement est déjà payé.",
            visibility="customers",
            budget="small",
            already_started="L’abonnement est signé depuis deux mois et deux sondages sont partis.",
        )
        .board(8, "it")
        .confirm(6)
    )


def chatbot(stage, people):
    """The referent does not agree with the minutes: a disagreement to settle."""
    return (
        Story(stage, people, "claire", "sophie", "yann")
        .register(
            16,
            title="Agent conversationnel du service client",
            kind="tool",
            launch_in=95,
            yes=("personal_data", "sign_in", "company_tool", "large_audience", "external_hosting"),
            need="Répondre la nuit aux questions simples, passer la main le jour.",
            audience="Clients",
            launch_reason="Le pic d’appels de la rentrée.",
            visibility="customers",
            budget="large",
        )
        .board(15, "it", "vendor")
        .plan(13, held=5)
        .confirm(12)
        .meet(
            5,
            ("decision", "Le robot dit toujours qu’il est un robot.", "", 0),
            ("risk", "Des données de clients pourraient partir dans un service public.", "", 0),
        )
        .sign(4, "bearer")
        .sign(4, "vendor")
        .sign(
            3,
            "it",
            "disagreed",
            "Rien n’est écrit sur le lieu où le modèle tourne. Je ne peux pas signer sans.",
        )
    )


def gift_card(stage, people):
    """Registered this week; the vendor is not known yet."""
    return (
        Story(stage, people, "claire", "sophie")
        .register(
            3,
            title="Carte cadeau dématérialisée",
            kind="tool",
            launch_in=50,
            yes=("payment", "personal_data", "company_tool", "brand_emails"),
            unknown=("external_hosting",),
            need="Offrir une carte cadeau depuis un téléphone, en magasin ou en ligne.",
            audience="Clients des trois marques",
            launch_reason="La Saint-Valentin.",
            visibility="public",
            budget="medium",
        )
        .board(2, "it")
    )


def career_site(stage, people):
    """In service: the whole path is behind."""
    return (
        Story(stage, people, "helene", "julien", "yann")
        .register(
            95,
            title="Site Carrières",
            kind="website",
            launch_in=-6,
            yes=("content_module", "large_audience"),
            need="Montrer les métiers et recevoir les candidatures par l’outil du groupe.",
            audience="Candidats",
            launch_reason="Les forums d’automne.",
            visibility="public",
            budget="medium",
        )
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


def next_show(stage, people):
    """Late on the marketing side: the meeting was never planned."""
    return (
        Story(stage, people, "helene", "julien", "diane")
        .register(
            20,
            title="Appli événementielle Salon de l’habitat",
            kind="event",
            launch_in=35,
            yes=("personal_data", "brand_emails"),
            need="Inscrire les visiteurs, leur donner un badge et un parcours.",
            audience="8 000 visiteurs",
            launch_reason="Le salon a une date fixe.",
            visibility="public",
            budget="medium",
        )
        .board(18, "it", "vendor")
        .confirm(15)
    )


def configurator(stage, people):
    """Registered late, after the start, and late on the vendor's side."""
    return (
        Story(stage, people, "bruno", "julien", "diane")
        .register(
            30,
            title="Configurateur de cuisines",
            kind="tool",
            launch_in=55,
            yes=("personal_data", "company_tool", "large_audience", "external_hosting"),
            need="Composer sa cuisine et repartir avec un prix.",
            audience="Particuliers",
            launch_reason="L’ouverture du nouveau magasin.",
            visibility="public",
            budget="large",
            already_started="L’agence a livré un prototype hébergé chez elle.",
        )
        .board(29, "it", "vendor")
        .plan(27, held=24)
        .confirm(26, but=("CRM-VENTES",))
        .confirm(25)
        .meet(
            24,
            ("decision", "Le prototype est repris, son hébergement non.", "", 0),
            ("action", "Proposer un hébergement admis.", "diane", 10),
        )
        .sign_all(23)
    )
