from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import Kind
from governance.widgets import DayInput
from projects.forms.text import LineField, TextField
from projects.models import TechnicalChoice
from projects.topics import headline
from reviews.known import copied_facts, last_day, offered_first


class KnownChoiceForm(forms.Form):
    """What other projects will read of an accepted choice."""

    label = LineField(
        label=_("Ce qui est admis, en clair"),
        max_length=120,
        help_text=_("D’autres projets le liront. Ne nommez ni ce projet ni son prestataire."),
        error_messages={"required": _("Dites en clair ce qui est admis.")},
    )
    facts = forms.MultipleChoiceField(
        label=_("Faits qui seront repris"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Cochez un texte libre seulement si rien n’y désigne ce projet."),
    )
    conditions = TextField(
        label=_("À quelles conditions ?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kinds = forms.ModelMultipleChoiceField(
        Kind.objects.filter(in_use=True),
        label=_("Pour ces natures seulement"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Rien de coché : pour toutes."),
    )
    valid_until = forms.DateField(
        label=_("Admis jusqu’au"),
        widget=DayInput,
        help_text=_("Deux ans au plus : après, les projets confirment leur réponse."),
        error_messages={"required": _("Un choix connu a une fin : choisissez un jour à venir.")},
    )

    def __init__(self, data=None, *, choice: TechnicalChoice):
        offered = copied_facts(choice)
        ticked = [fact.slug for fact, _words in offered if offered_first(choice, fact)]
        initial = {"label": headline(choice)[:120], "facts": ticked, "valid_until": last_day()}
        super().__init__(data, initial=initial)
        lines = [(fact.slug, f"{fact.label} : {words}") for fact, words in offered]
        self.fields["facts"].choices = lines
        if not lines:
            del self.fields["facts"]
