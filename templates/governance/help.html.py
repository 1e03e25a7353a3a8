BBBBBBB BBBBBBBBBBB
BBBB BBBB BBBBBBBBB BBBBBBBB
BBBBB BBBBB gettext(u'Aide') BBBBBBBB
BBBBB BBBB
  XXXX XXXXXXXXXXXXXXXXXX
    XXX XXXXXXXXXXXXXXXXX XXXXXX gettext(u'Cadrage en dix phrases') XXXXX
    XX XXXXXXXXXXXXXXXXXXXXX XXXXX gettext(u'Trois voix, un cadre, et on sait toujours à qui de jouer.') XXXX
  XXXXXX
  BBBBBBBBBB BBBB BBBBBB
    XXXX XXXXXXXXXXXX XXXXXXXXXXX XXXXXXXXXX
      XXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXXX XXXXXXXXXXXXXXXXXX
          XXX XXXXXXXXXXXXXXXXX XXXXX XXXXXXXXXXXXXXX gettext(u'Comment cela marche') XXXXX
          XXX XXXXXXXXXXXXXXX XXX XXXXXX
            XXXX gettext(u'Vous dites votre besoin et votre date, et vous répondez à huit questions simples.') XXXXX
            XXXX gettext(u'« Je ne sais pas » est une bonne réponse : elle devient un sujet pour la réunion.') XXXXX
            XXXX gettext(u'Vos réponses donnent le chemin, express, standard ou renforcé, et la raison de chaque étape.') XXXXX
            XXXX gettext(u'Trois voix s’assoient à la même table : marketing, prestataire et DSI.') XXXXX
            XXXX gettext(u'La réunion de cadrage écrit son ordre du jour toute seule, à partir des sujets ouverts.') XXXXX
            XXXX gettext(u'Chaque voix signe le compte rendu : d’accord, avec une remarque, ou pas d’accord et pourquoi.') XXXXX
            XXXX gettext(u'Le prestataire propose ses choix ; le socle SI répond pendant qu’il écrit, avec une solution déjà admise.') XXXXX
            XXXX gettext(u'La DSI décide sur un dossier figé, avant une date que tout le monde connaît.') XXXXX
            XXXX gettext(u'La balle dit à tout moment qui doit agir, depuis quand, et avant quand.') XXXXX
            XXXX gettext(u'Rien n’est interdit : un projet peut passer avec une dérogation, signée, motivée, limitée dans le temps.') XXXXX
          XXXXX
        XXXXXX
      XXXXXXXXXX
      XXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXX
        XXXX XXXXXXXXXXXXXXXXXX
          XXX XXXXXXXXXXXXXXXXX XXXXX XXXXXXXXXXXX gettext(u'Les mots') XXXXX
          XXX XXXXXXXXXXXX
            XXXX gettext(u'La balle') XXXXXXXXX gettext(u'Ce que quelqu’un doit faire pour que le projet avance. En jaune, c’est à vous.') XXXXX
            XXXX gettext(u'Un siège') XXXXXXXXX gettext(u'La place d’une personne à la table d’un projet.') XXXXX
            XXXX gettext(u'Le chemin') XXXXXXXXX gettext(u'La suite des étapes, datée à rebours de la mise en ligne, en jours ouvrés.') XXXXX
            XXXX gettext(u'Un jalon') XXXXXXXXX gettext(u'Une étape datée : la réunion, la recette, la mise en ligne.') XXXXX
            XXXX gettext(u'Un point de validation') XXXXXXXXX gettext(u'Une étape où la DSI relit et décide.') XXXXX
            XXXX gettext(u'Un passage') XXXXXXXXX gettext(u'Une présentation à un point de validation, sur un dossier figé.') XXXXX
            XXXX gettext(u'Une réserve') XXXXXXXXX gettext(u'Ce qui reste à faire après un oui, avec une personne et une date.') XXXXX
            XXXX gettext(u'Une dérogation') XXXXXXXXX gettext(u'Passer sans la validation, avec une personne qui porte le risque et une date de fin.') XXXXX
            XXXX gettext(u'Le socle SI') XXXXXXXXX gettext(u'Ce que la DSI dit d’avance sur chaque sujet. SI veut dire système d’information : tous les outils de l’entreprise.') XXXXX
            XXXX gettext(u'Une solution déjà admise') XXXXXXXXX gettext(u'Une réponse que la DSI a déjà acceptée : la reprendre fait gagner du temps.') XXXXX
            XXXX gettext(u'Une dépendance') XXXXXXXXX gettext(u'Un outil de l’entreprise sur lequel le projet s’appuie, confirmé par son propriétaire.') XXXXX
            XXXX gettext(u'Le dossier de cadrage') XXXXXXXX XXXXXXXXXXXX gettext(u'Le document qui dit ce qui a été décidé, par qui, sur quoi.') XXXXX
          XXXXX
        XXXXXX
      XXXXXXXXXX
    XXXXXX
  BBBBBBBBBBBBB
BBBBBBBB
