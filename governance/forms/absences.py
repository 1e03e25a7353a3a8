from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import Person
from governance.widgets import DayInput


class AbsenceForm(forms.Form):
    """An absence and its relay; its keys are the verb's arguments."""

    person = forms.ModelChoiceField(label=_("Qui est absent"), queryset=Person.objects.none())
    starts_on = forms.DateField(label=_("Premier jour"), widget=DayInput)
    ends_on = forms.DateField(
        label=_("Dernier jour"), widget=DayInput, help_text=_("Ce jour-là compte encore.")
    )
    delegate = forms.ModelChoiceField(
        label=_("Qui joue pendant ce temps"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Personne"),
        help_text=_("Ses actes seront signés de son nom, « pour » l’absent."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        colleagues = Person.objects.filter(vendor=user.vendor_id, is_active=True)
        if user.is_steward:
            self.fields["person"].queryset = colleagues
            self.fields["person"].initial = user.pk
            self.fields["delegate"].queryset = colleagues
        else:
            del self.fields["person"]
            self.fields["delegate"].queryset = colleagues.exclude(pk=user.pk)
