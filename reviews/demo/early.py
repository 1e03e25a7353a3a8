"""Projects at the beginning of their path, on time or late. Days are working days before today."""

from reviews.demo.story import Story


def white_papers(stage, people):
    """Two voices have signed, one through a relay; the vendor's silence was noted."""
    return (
        Story(stage, people, "remi", "nadia", "mehdi")
        .register(
            14,
            title="Livres blancs et prospects",
            kind="content",
            launch_in=60,
            yes=("personal_data", "company_tool", "brand_emails"),
            unknown=("large_audience",),
            need="Des livres blancs que l’on reçoit contre une adresse, suivis dans le CRM.",
            audience="Prospects professionnels",
            launch_reason="La campagne de rentrée.",
            visibility="public",
            budget="medium",
        )
        .board(13, "it", "vendor")
        .clear(12, "analytics", "Environ 2 000 lecteurs par an, d’après les envois passés.")
        .plan(11, held=4)
        .confirm(10)
        .answer(8, "hosting", "security")
        .meet(
            4,
            ("decision", "Le consentement est gardé dans le centre de préférences.", "", 0),
            ("action", "Lister les champs du formulaire et leur raison.", "mehdi", 8),
            ("question", "Combien de temps garde-t-on un prospect muet ?", "remi", 6),
        )
        .sign(3, "bearer", by="helene")
        .sign(3, "it", "remark", "Merci d’ajouter la purge automatique au sujet Données.")
    )


def spring_show(stage, people):
    """Express, every rule met: accepted at once, drawn by lot to be read later, then a tacit agreement."""
    return (
        Story(stage, people, "helene", "nadia", "yann")
        .register(
            12,
            title="Application du salon de printemps",
            kind="event",
            launch_in=75,
            need="Le programme et le plan du salon dans la poche des visiteurs.",
            audience="3 000 visiteurs",
            launch_reason="Le salon ouvre ce jour-là.",
            visibility="public",
            budget="small",
            drawn=True,
        )
        .board(11, "it", "vendor")
        .confirm(9)
        .submit(9, "J6")
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
            started=("saas", "contract"),
        )
        .board(8, "it")
        .confirm(6)
        .offer(1, 4, 6, 8, said={"it": ("yes", "no", "if_needed")})
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
            unknown=("external_hosting", "content_module"),
            need="Offrir une carte cadeau depuis un téléphone, en magasin ou en ligne.",
            audience="Clients des trois marques",
            launch_reason="La Saint-Valentin.",
            visibility="public",
            budget="medium",
        )
        .board(2, "it")
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
            started=("development", "hosting"),
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
