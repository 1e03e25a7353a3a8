from collections import defaultdict

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.models import System, SystemInterface
from governance.widgets import ChoiceCards, DayInput
from projects.forms.text import LineField, TextField
from projects.models import Dependency, Milestone

State = Dependency.State
Category = Dependency.Category


def data_categories() -> list:
    """The categories of data, those that are personal under their own head."""
    personal = [(c.value, c.label) for c in Category if c in Dependency.PERSONAL]
    other = [(c.value, c.label) for c in Category if c not in Dependency.PERSONAL]
    return [(_("Données personnelles (RGPD)"), personal), (_("Autres données"), other)]


def open_interfaces(system=None):
    """The interfaces that may be asked for: of one system, else of all."""
    rows = SystemInterface.objects.filter(system__archived_at=None).select_related("system")
    rows = rows.filter(Q(ended_on=None) | Q(ended_on__gte=timezone.localdate()))
    rows = rows.filter(system=system) if system else rows
    return rows.order_by("system__name", "name")


def grouped(interfaces) -> list:
    """Interfaces under the name of their system."""
    found: dict[str, list] = defaultdict(list)
    for row in interfaces:
        found[row.system.name].append((row.pk, f"{row.name} ({row.get_protocol_display()})"))
    return list(found.items())


class NeedForm(forms.ModelForm):
    """What goes through a dependency, how, where and by when."""

    data = LineField(
        label=_("Données échangées, en quelques mots"),
        help_text=_("Par exemple : comptes et préférences clients."),
        max_length=200,
        required=False,
    )
    categories = forms.MultipleChoiceField(
        label=_("Ce que ces données contiennent"),
        choices=data_categories,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "checks-wide"}),
    )
    volume = LineField(
        label=_("Volume"),
        help_text=_("Un ordre de grandeur : 2 000 commandes par jour."),
        max_length=80,
        required=False,
    )

    class Meta:
        model = Dependency
        fields = list(Dependency.FACTS)
        help_texts = {
            "interface": _("Celles que le propriétaire a ouvertes aux projets."),
            "protocol": _("Si aucune interface ne convient : par quel moyen."),
            "needed_by": _("L’étape à laquelle ce lien doit être prêt."),
        }

    def __init__(self, *args, project, system=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["needed_by"].queryset = Milestone.objects.filter(project=project)
        self.fields["needed_by"].empty_label = _("Avant la mise en ligne")
        self.fields["environment"].required = False
        self.offer_interfaces(system)

    def offer_interfaces(self, system) -> None:
        """Those of the system once it is known; all of them, by system, while it is not."""
        rows = open_interfaces(system)
        field = self.fields["interface"]
        field.queryset = rows
        empty = ("", _("Aucune, ou pas encore connue"))
        field.choices = [empty, *(grouped(rows) if system is None else grouped(rows)[:1])]

    def clean_environment(self):
        return self.cleaned_data["environment"] or Dependency.Environment.PRODUCTION

    def facts(self) -> dict:
        """What the form says, as a verb takes it."""
        return {name: self.cleaned_data[name] for name in Dependency.FACTS}


class DependencyForm(NeedForm):
    """What a project leans on: which system, for what, and what goes through."""

    template_name = "projects/dependency_form.html"
    field_order = ["system", "nature", "direction"]

    class Meta(NeedForm.Meta):
        fields = ["system", "nature", *Dependency.FACTS]

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, project=project, **kwargs)
        systems = System.objects.in_use().order_by("category", "name")
        self.fields["system"].queryset = systems
        self.fields["system"].empty_label = _("Choisissez un système")
        self.fields["system"].widget.attrs |= {
            "hx-get": reverse("projects:dependency-interfaces", args=[project.key]),
            "hx-target": "#champ-interface",
            "hx-swap": "outerHTML",
        }
        chosen = str(self.data.get("system") or self.initial.get("system") or "")
        if chosen.isdecimal() and (system := systems.filter(pk=chosen[:18]).first()):
            self.offer_interfaces(system)

    def clean(self):
        cleaned = super().clean()
        interface, system = cleaned.get("interface"), cleaned.get("system")
        if interface and system and interface.system_id != system.pk:
            self.add_error("interface", _("Cette interface est celle d’un autre système."))
        return cleaned


class EditForm(NeedForm):
    """The same facts, changed; the version read goes along."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version)

    def _post_clean(self):
        """The row is written by the verb alone: what is typed never touches the instance."""


class AnswerForm(forms.Form):
    """What the owner of a system says: yes, yes if, or no because."""

    state = forms.ChoiceField(
        label=_("Votre réponse"),
        choices=[
            (State.CONFIRMED, _("Je confirme")),
            (State.CONDITIONAL, _("Je confirme sous conditions")),
            (State.REFUSED, _("Je refuse")),
        ],
        widget=ChoiceCards(
            consequences={
                State.CONFIRMED: _("Le projet compte sur ce système à cette date."),
                State.CONDITIONAL: _("Le projet voit vos conditions et doit les tenir."),
                State.REFUSED: _("La balle revient au porteur du besoin, avec votre raison."),
            }
        ),
    )
    interface = forms.ModelChoiceField(
        label=_("Sur quelle interface"), queryset=SystemInterface.objects.none(), required=False
    )
    open_until = forms.DateField(
        label=_("Ouverte jusqu’au"),
        help_text=_("Laissez vide si rien ne la ferme."),
        required=False,
        widget=DayInput,
    )
    word = TextField(
        label=_("Votre mot"),
        help_text=_("Ce que le projet doit savoir ; vos conditions, ou pourquoi non."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, dependency, **kwargs):
        wanted = {"version": dependency.version, "interface": dependency.interface_id}
        super().__init__(*args, initial=wanted, **kwargs)
        rows = open_interfaces(dependency.system)
        self.fields["interface"].queryset = rows
        self.fields["interface"].empty_label = _("Aucune à préciser")
        if not rows:
            del self.fields["interface"]


class AskAgainForm(forms.Form):
    """What changed since the refusal."""

    word = TextField(
        label=_("Ce qui a changé depuis le refus"),
        help_text=_("Une autre interface, d’autres données, une autre date."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class LeavingForm(forms.Form):
    """Why the project no longer leans on a system."""

    word = TextField(
        label=_("Pourquoi"),
        help_text=_("Une phrase : elle reste dans l’historique et prévient le propriétaire."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReplacementForm(LeavingForm):
    """Which system takes the place, and why."""

    field_order = ["system", "word"]
    system = forms.ModelChoiceField(
        label=_("Le système qui prend sa place"),
        queryset=System.objects.none(),
        empty_label=_("Choisissez un système"),
    )

    def __init__(self, *args, dependency, **kwargs):
        super().__init__(*args, **kwargs)
        rows = System.objects.in_use().exclude(pk=dependency.system_id)
        self.fields["system"].queryset = rows.order_by("category", "name")


class SeveralForm(forms.Form):
    """One gesture for several dependencies: until when, and a word that goes with each."""

    open_until = forms.DateField(
        label=_("Ouvertes jusqu’au"),
        help_text=_("La même date pour toutes ; laissez vide si rien ne les ferme."),
        required=False,
        widget=DayInput,
    )
    word = LineField(
        label=_("Un mot pour les projets"),
        required=False,
        max_length=400,
    )
