BBBBBBB BBBBBBBBBBB
BBBB BBBB BBBBBBBBB BBBBBBBB
BBBBB BBBBB gettext(u'Accessibilité') BBBBBBBB
BBBBB BBBB
  XXXX XXXXXXXXXXXXXXXXXX
    XXX XXXXXXXXXXXXXXXXX XXXXXX gettext(u'Accessibilité') XXXXX
    XX XXXXXXXXXXXXXXXXXXXXX XXXXX gettext(u'Cadrage vise les règles WCAG 2.2, niveau AA, et le RGAA 4.1.') XXXX
  XXXXXX
  BBBBBBBBBB BBBBBBBBBBB BBBBBB
    XXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXXXXX
      XXXX XXXXXXXXXXXXXXXX XXXXXXXXX
        XXX XXXXXXXXXXXXXXXXX XXXXXX gettext(u'Où nous en sommes') XXXXX
        XXX gettext(u'Partiellement conforme. Les pages principales passent des contrôles automatiques, en clair, en sombre et sur téléphone. Aucun audit complet par un tiers n’a encore été fait.') XXXX
        XXX XXXXXXXXXXXXXXXXX XXXXXX gettext(u'Ce que nous savons encore imparfait') XXXXX
        XXXX
          XXXX gettext(u'Les pages n’ont pas encore été essayées par des personnes qui utilisent un lecteur d’écran tous les jours.') XXXXX
          XXXX gettext(u'Les documents déposés par les participants ne sont pas vérifiés.') XXXXX
        XXXXX
        XXX XXXXXXXXXXXXXXXXX XXXXXX gettext(u'Sans souris, sans script, sans couleur') XXXXX
        XXX gettext(u'Tout se fait au clavier et sans JavaScript. Une couleur n’est jamais seule : une forme et un mot la disent aussi.') XXXX
        XXX XXXXXXXXXXXXXXXXX XXXXXX gettext(u'Une difficulté ?') XXXXX
        XX XXXXXXXXXXXX gettext(u'Dites-le à l’équipe de %(company)s qui tient Cadrage : elle vous répond, et vous donne l’information autrement en attendant. Si rien ne change, vous pouvez saisir le Défenseur des droits.') SSSSSSSS S SSSSSSSS SS SSSSSSSSSSS SSS SSSSS SSSSSSS S SSSS SSSS SSSSSSS SS SSSS SSSSS SSSSSSSSSSSSS SSSSSSSSS SS SSSSSSSSSS SS SSSS SS SSSSSSS SSSS SSSSSS SSSSSS SS SSSSSSSSS SSS SSSSSSSXXXX
      XXXXXX
    XXXXXXXXXX
  BBBBBBBBBBBBB
BBBBBBBB
