"""What the keepers of a system write: its fiche, an interface, a freeze, its end."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models import Person, System, SystemInterface, Team
from governance.widgets import ChoiceCards, DayInput
from projects.actions.catalogue import FACTS
from projects.forms.text import LineField
from projects.models import SystemAnnouncement

Kind = SystemAnnouncement.Kind


class SystemForm(forms.ModelForm):
    """The facts of a system, as its keepers know them."""

    name = LineField(label=_("Nom"), max_length=60)
    category = LineField(
        label=_("Catégorie"),
        max_length=40,
        help_text=_("Une de celles du catalogue, ou une nouvelle."),
        widget=forms.TextInput(attrs={"list": "categories", "autocomplete": "off"}),
    )
    nature = LineField(
        label=_("Nature"), max_length=200, help_text=_("Ce que c’est, en une ligne.")
    )

    class Meta:
        model = System
        fields = FACTS
        help_texts = {
            "owner": _("La personne à qui les projets demandent. Sans elle, l’équipe répond."),
            "personal_data": _("Ce que le système porte, quoi qu’en fasse un projet."),
            "replaced_by": _("Le système qui prend la suite, s’il y en a un."),
            "retires_on": _("Le premier jour sans ce système. Une annonce le dit aux projets."),
        }
        widgets = {"retires_on": DayInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = self.instance
        people = Person.objects.filter(Q(is_active=True, vendor=None) | Q(pk=own.owner_id))
        self.fields["owner"].queryset = people.order_by("name", "pk")
        self.fields["owner_team"].queryset = Team.objects.order_by("name")
        others = System.objects.filter(Q(archived_at=None) | Q(pk=own.replaced_by_id))
        self.fields["replaced_by"].queryset = others.exclude(pk=own.pk).order_by("name")
        self.fields["owner"].empty_label = _("L’équipe, sans personne en particulier")
        self.fields["replaced_by"].empty_label = _("Aucun")

    def validate_unique(self):
        """The verb says it, with what is taken, once nobody else is writing."""


class InterfaceForm(forms.Form):
    """A way in or out that the system offers."""

    name = LineField(
        label=_("Nom"), max_length=80, help_text=_("Par exemple : API clients, version 2.")
    )
    protocol = forms.ChoiceField(label=_("Protocole"), choices=SystemInterface.Protocol.choices)
    note = LineField(
        label=_("À savoir"),
        max_length=240,
        required=False,
        help_text=_("Quotas, délai d’ouverture, où lire la suite."),
    )


class FreezeForm(forms.Form):
    """Days on which the system accepts no release."""

    label = LineField(
        label=_("Libellé"), max_length=80, help_text=_("Par exemple : clôture annuelle.")
    )
    starts_on = forms.DateField(label=_("Premier jour"), widget=DayInput)
    ends_on = forms.DateField(label=_("Dernier jour"), widget=DayInput)


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = LineField(label=_("Pourquoi"), max_length=240)


class WordForm(forms.Form):
    """What the project does about what was announced."""

    word = forms.CharField(
        label=_("Ce que fait le projet"),
        help_text=_("Il change de système, de date, ou rien : dites pourquoi."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AgreementForm(forms.Form):
    """What was agreed about dates that cross."""

    note = forms.CharField(
        label=_("Ce que vous avez convenu"),
        help_text=_("Qui passe d’abord, qui décale, qui prévient qui."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnnouncementForm(forms.Form):
    """What is announced on a system; its keys are the verb's arguments."""

    kind = forms.ChoiceField(
        label=_("Qu’annoncez-vous ?"),
        choices=[
            (Kind.CHANGE, _("Un changement")),
            (Kind.FREEZE, _("Une période de gel")),
            (Kind.RETIREMENT, _("Un arrêt")),
        ],
        widget=ChoiceCards(
            consequences={
                Kind.CHANGE: _("Ceux qui s’y appuient disent ce qu’ils font."),
                Kind.FREEZE: _("Aucune mise en ligne ces jours-là ; les dates qui tombent dedans "
                               "le montrent."),
                Kind.RETIREMENT: _("La fiche dit le jour de l’arrêt et ce qui prend la suite."),
            }
        ),
    )  # fmt: skip
    starts_on = forms.DateField(label=_("À partir du"), widget=DayInput)
    ends_on = forms.DateField(
        label=_("Jusqu’au"),
        required=False,
        widget=DayInput,
        help_text=_("Obligatoire pour un gel ; inutile pour un arrêt."),
    )
    text = forms.CharField(
        label=_("Ce qui change pour les projets"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    replaced_by = forms.ModelChoiceField(
        label=_("Remplacé par"),
        required=False,
        queryset=System.objects.none(),
        empty_label=_("Aucun système"),
        help_text=_("Pour un arrêt : le système qui prend la suite."),
    )

    def __init__(self, *args, system, **kwargs):
        super().__init__(*args, **kwargs)
        others = System.objects.in_use().exclude(pk=system.pk)
        self.fields["replaced_by"].queryset = others.order_by("name")
