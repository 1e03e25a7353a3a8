from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import Person
from governance.roles import Side


class VendorInvitationForm(forms.Form):
    """One address is enough; the company is asked when nobody knows it yet."""

    email = forms.CharField(
        label=_("Adresse e-mail de la personne"),
        help_text=_("Elle reçoit un lien valable 7 jours. Aucun mot de passe à créer."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    vendor_name = forms.CharField(
        label=_("Société"),
        max_length=120,
        required=False,
        help_text=_("Inutile si cette personne a déjà travaillé ici."),
    )
    name = forms.CharField(label=_("Nom de la personne"), max_length=120, required=False)


class SeatHandoverForm(forms.Form):
    """To whom of the IT side the seat goes."""

    to = forms.ModelChoiceField(
        label=_("Collègue de la DSI"),
        queryset=Person.objects.none(),
        empty_label=_("Choisissez une personne"),
        help_text=_("Il ou elle reçoit aussi ce qui restait à jouer sur ce projet."),
    )

    def __init__(self, *args, seat, **kwargs):
        super().__init__(*args, **kwargs)
        colleagues = Person.objects.filter(is_active=True, team__side=Side.IT)
        self.fields["to"].queryset = colleagues.exclude(pk=seat.person_id).order_by("name")
        self.fields["to"].label_from_instance = lambda person: (
            f"{person.name} ({person.job_title})" if person.job_title else person.name
        )
