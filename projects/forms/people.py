"""Who comes to the table, and what the project leans on: the forms of the last screen."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as BadNumber
from stdnum.fr import siren, siret

from governance.models import Vendor
from governance.verdicts import Incomplete
from governance.widgets import ChoiceCards
from projects.actions import guests
from projects.forms.text import LaterField, LineField


class PeopleForm(forms.Form):
    """The vendor's lead, by one address; their company only when nobody knows it; the referent."""

    BESIDE = ("systems", "offered")  # kept with the same step

    vendor_email = LineField(
        label=_("E-mail de la personne qui mènera le projet chez le prestataire"),
        max_length=254,
        error_messages={"required": _("Donnez son adresse, ou cochez la case.")},
        widget=forms.EmailInput(
            attrs={"autocomplete": "off", "placeholder": "prenom.nom@agence.example"}
        ),
    )
    vendor_unknown = forms.BooleanField(label=_("Je ne le connais pas encore"), required=False)
    vendor_name = LaterField(
        label=_("Sa société"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "societes"}),
    )
    vendor_siren = LineField(
        label=_("SIREN ou SIRET de la société"),
        help_text=_("Neuf ou quatorze chiffres. Laissez vide pour une société étrangère."),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    referent = forms.ChoiceField(
        label=_("Référent DSI"),
        widget=ChoiceCards,
        error_messages={
            "required": _("Choisissez une personne de la DSI."),
            "invalid_choice": _("Cette personne n’est plus proposée. Choisissez-en une autre."),
        },
    )

    def __init__(self, *args, candidates, **kwargs):
        super().__init__(*args, **kwargs)
        if self.data.get("vendor_unknown"):
            self.fields["vendor_email"].required = False
        people = [(str(candidate.person.pk), candidate.person.name) for candidate in candidates]
        self.fields["referent"].choices = people
        if not people:
            self.fields["referent"].error_messages["required"] = _(
                "Personne de la DSI n’est inscrit ici. Demandez à l’administrateur d’y ajouter quelqu’un."
            )
        self.fields["referent"].widget.consequences = {
            str(candidate.person.pk): candidate.words for candidate in candidates
        }

    def clean_vendor_siren(self):
        typed = self.cleaned_data["vendor_siren"]
        if not typed or self.cleaned_data.get("vendor_unknown"):
            return ""
        number = siren.compact(typed)
        try:
            if len(number) == 14:
                return siret.to_siren(siret.validate(number))
            return siren.validate(number)
        except BadNumber:
            raise forms.ValidationError(wrong_number(number)) from None

    def clean(self):
        data = super().clean()
        if data.get("vendor_unknown"):
            return {**data, "vendor_email": "", "vendor_name": "", "vendor_siren": ""}
        if data.get("vendor_email"):
            self._check_guest(data)
        return data

    def _check_guest(self, data) -> None:
        try:
            data["vendor_email"] = guests.checked_address(data["vendor_email"])
            person = guests.known_guest(data["vendor_email"])
        except Incomplete as incomplete:
            self.add_error("vendor_email", str(incomplete.problems["email"]))
            return
        if person:
            self._check_company_of(person, data)
        else:
            self._name_company(data)

    def _check_company_of(self, person, data) -> None:
        """Somebody known comes with their company."""
        name = data.get("vendor_name", "")
        if name and person.vendor.name.casefold() != name.casefold():
            text = _now("Cette personne est déjà connue chez %(vendor)s. Vérifiez la société.")
            self.add_error("vendor_name", text % {"vendor": person.vendor})
        data["vendor_name"] = person.vendor.name

    def _name_company(self, data) -> None:
        """A new address: the company is named, found by its number, or by the same domain."""
        known = company_of_number(data.get("vendor_siren", ""))
        if known and data.get("vendor_name", "").casefold() not in ("", known.name.casefold()):
            text = _now("Ce numéro est celui de %(vendor)s. Vérifiez le nom ou le numéro.")
            self.add_error("vendor_siren", text % {"vendor": known})
        known = known or (not data.get("vendor_name") and guests.company_at(data["vendor_email"]))
        if known:
            data["vendor_name"] = known.name
        elif not data.get("vendor_name"):
            text = _now("Cette adresse est nouvelle : donnez le nom de la société.")
            self.add_error("vendor_name", text)


class SystemsForm(forms.Form):
    """The systems to keep among those suggested."""

    systems = forms.MultipleChoiceField(required=False)

    def __init__(self, *args, suggestions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["systems"].choices = [(row.system, row.system) for row in suggestions]


def company_of_number(number: str) -> Vendor | None:
    """The vendor already known under this SIREN."""
    return Vendor.objects.filter(siren=number).first() if number else None


def wrong_number(number: str) -> str:
    """What is wrong with a SIREN or SIRET, and what to do."""
    if not number.isdigit() or len(number) not in (9, 14):
        return _now("Un SIREN a neuf chiffres, un SIRET quatorze. Vérifiez, ou laissez vide.")
    return _now("Ce numéro n’existe pas : un chiffre a dû changer de place. Vérifiez-le.")
