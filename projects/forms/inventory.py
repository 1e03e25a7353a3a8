"""A file of systems or dependencies, and the word that confirms it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import Team
from governance.widgets import ChoiceCards
from projects.models import CatalogueImport

Kind = CatalogueImport.Kind


class ImportForm(forms.Form):
    """What is imported; its keys are the verb's arguments, the file apart."""

    kind = forms.ChoiceField(
        label=_("Que contient le fichier ?"),
        choices=[(Kind.SYSTEMS, _("Des systèmes")), (Kind.DEPENDENCIES, _("Des dépendances"))],
        initial=Kind.SYSTEMS,
        widget=ChoiceCards(
            consequences={
                Kind.SYSTEMS: _("Ils entrent au catalogue, ou leurs fiches changent."),
                Kind.DEPENDENCIES: _("Elles entrent dans les projets, et leurs propriétaires "
                                     "sont invités à les confirmer."),
            }
        ),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Le fichier"),
        help_text=_(
            "CSV, XLSX, JSON de Mercator ou ArchiMate (Open Exchange). 50 000 lignes et 20 Mo au "
            "plus."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.json,.xml"}),
    )
    default_team = forms.ModelChoiceField(
        label=_("Équipe quand le fichier n’en dit pas"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("Refuser ces lignes"),
        help_text=_("Pour les nouveaux systèmes seulement."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["default_team"].queryset = Team.objects.order_by("name")


class ConfirmForm(forms.Form):
    """« Importer »: what was read, and whether the refused lines are left out knowingly."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    without_refused = forms.BooleanField(
        label=_("Importer sans les lignes refusées"), required=False
    )
